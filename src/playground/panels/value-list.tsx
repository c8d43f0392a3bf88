import type { ValueChange } from '../answer/drawing';
import { wordsOf } from '../read-json';

/** Values before and after, one a line. */
export function ValueList({ values }: { readonly values: readonly ValueChange[] }) {
  if (values.length === 0) return null;
  return (
    <ul className="underpin-values" aria-label="Values before and after">
      {values.map(({ path, before, after }) => (
        <li key={path}>
          <code>{path}</code>{' '}
          {before !== null && (
            <del>
              <span className="underpin-unseen">before: </span>
              {wordsOf(before)}
            </del>
          )}
          <span aria-hidden="true"> → </span>
          {after === null ? <em>nothing</em> : <ins>{wordsOf(after)}</ins>}
        </li>
      ))}
    </ul>
  );
}
