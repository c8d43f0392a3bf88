import type { ChangeLine, ChangePage } from '../answer/shape-basics';
import { count } from '../counts';
import { useScene } from '../use-scene';
import { momentInWords } from './timeline';
import { ValueList } from './value-list';

/** Changes to read, newest first, a page at a time. */
export function ChangeList({ page }: { readonly page: ChangePage }) {
  const { scene, dispatch } = useScene();
  const { view } = scene;
  return (
    <div className="underpin-list underpin-changes">
      <ol aria-label="Changes, newest first">
        {page.lines.map((line, at) => (
          <Line key={`${line.revision} ${at}`} line={line} onChoose={(item) => dispatch({ type: 'choose', item })} />
        ))}
      </ol>
      {page.lines.length === 0 && <p>Nothing changed.</p>}
      {view?.mode === 'changes' && (
        <nav aria-label="Pages of changes">
          <button
            type="button"
            className="underpin-tool"
            disabled={view.after === null}
            onClick={() => dispatch({ type: 'page', after: null })}
          >
            Newest
          </button>
          <button
            type="button"
            className="underpin-tool"
            disabled={page.next === null}
            onClick={() => dispatch({ type: 'page', after: page.next })}
          >
            Older
          </button>
          {page.total !== null && <span className="underpin-quiet">{count(page.total)} in all</span>}
        </nav>
      )}
    </div>
  );
}

function Line({ line, onChoose }: { readonly line: ChangeLine; readonly onChoose: (id: string) => void }) {
  const { id, kind, thing, revision, at, by, reason, values } = line;
  const when = [
    at === null ? '' : momentInWords(at),
    revision === null ? '' : `revision ${revision}`,
    by,
    reason ?? '',
  ];
  return (
    <li>
      <p>
        <strong>{kind.toLowerCase()}</strong>{' '}
        {id === null ? (
          thing
        ) : (
          <button type="button" className="underpin-link" onClick={() => onChoose(id)}>
            {thing}
          </button>
        )}
      </p>
      <p className="underpin-quiet">{when.filter((part) => part !== '').join(' · ')}</p>
      <ValueList values={values} />
    </li>
  );
}
