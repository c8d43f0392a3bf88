import { useState } from 'react';
import { lookOf, lookWords, spoken } from './card';
import { count } from './counts';
import type { DrawnItem } from './answer/drawing';
import { LookSign } from './legend';
import { itemsForList } from './list-order';
import { ShowMore } from './show-more';

export interface ItemListProps {
  readonly items: readonly DrawnItem[];
  readonly chosen: string | null;
  readonly onChoose: (id: string | null) => void;
}

/** More rows than this are found by typing rather than by scrolling. */
const ROWS = 500;

/** The same items as words: for finding one by name, for screen readers, for copying. */
export function ItemList({ items, chosen, onChoose }: ItemListProps) {
  const [words, setWords] = useState('');
  const [shown, setShown] = useState(ROWS);
  const found = itemsForList(items, words);
  const rows = found.slice(0, shown);
  return (
    <div className="underpin-list">
      <input
        type="search"
        value={words}
        onChange={(event) => setWords(event.target.value)}
        placeholder="Name, class or state"
        aria-label="Find an item of this answer by name, class or state"
      />
      <ul aria-label="Items of this answer">
        {rows.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              aria-pressed={item.id === chosen}
              data-state={item.state ?? ''}
              data-look={lookOf(item)}
              title={spoken(item)}
              onClick={() => onChoose(item.id)}
            >
              <LookSign look={lookOf(item)} />
              <span className="name">{item.name}</span>
              <span className="underpin-quiet">{item.className}</span>
              <span className="state">{lookWords(item)}</span>
            </button>
          </li>
        ))}
      </ul>
      {rows.length < found.length && (
        <p className="underpin-quiet">
          {count(rows.length)} of {count(found.length)} are listed: type part of a name to find the others.{' '}
          <ShowMore left={found.length - rows.length} next={ROWS} onMore={() => setShown(shown + ROWS)} />
        </p>
      )}
    </div>
  );
}
