import { count } from '../counts';
import type { FoundItem, FoundItems } from './found-items';

export interface FoundListProps {
  readonly found: FoundItems;
  readonly error: string | null;
  readonly loading: boolean;
  readonly onPick: (item: FoundItem) => void;
  readonly onFail: (item: FoundItem) => void;
}

/** What a search found, each with the two questions that are asked most. */
export function FoundList({ found, error, loading, onPick, onFail }: FoundListProps) {
  return (
    <div className="underpin-found" aria-busy={loading}>
      <p role="status" className="underpin-quiet">
        {error ?? summary(found.items.length, found.total)}
      </p>
      <ul aria-label="Items found">
        {found.items.map((item) => (
          <li key={item.id}>
            <button type="button" className="found" onClick={() => onPick(item)}>
              <strong>{item.name}</strong>
              <span className="underpin-quiet">
                {[item.className, item.environment].filter((part) => part !== '').join(' · ')}
              </span>
            </button>
            <button type="button" className="fails" onClick={() => onFail(item)} aria-label={`If ${item.name} fails`}>
              If it fails
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function summary(listed: number, total: number): string {
  if (total === 0) return 'Nothing is found: every word must occur in its name, keys or attribute values.';
  const more = total > listed ? `: type more to see the others` : '';
  return `${count(Math.min(listed, total))} of ${count(total)} found${more}. Enter shows what depends on it.`;
}
