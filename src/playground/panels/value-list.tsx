import type { ValueChange } from '../answer/drawing';
import { saysNothing, valueInWords } from '../../words/value-words';

/** Values before and after, one a line. */
export function ValueList({ values }: { readonly values: readonly ValueChange[] }) {
  const telling = values.filter(({ before, after }) => !saysNothing(before) || !saysNothing(after));
  if (telling.length === 0) return null;
  return (
    <ul className="underpin-values" aria-label="Values before and after">
      {telling.map(({ path, before, after }) => (
        <li key={path}>
          <code>{path}</code>{' '}
          {!saysNothing(before) && (
            <del>
              <span className="underpin-unseen">before: </span>
              {valueInWords(before)}
            </del>
          )}
          <span aria-hidden="true"> → </span>
          {saysNothing(after) ? <em>nothing</em> : <ins>{valueInWords(after)}</ins>}
        </li>
      ))}
    </ul>
  );
}
