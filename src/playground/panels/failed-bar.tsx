import type { NamedItem } from '../answer/shape-basics';
import { useScene } from '../use-scene';
import { referenceInWords } from '../view/reference';

/** What is marked as failed, each with the way to take the mark away again. */
export function FailedBar({ named }: { readonly named: ReadonlyMap<string, NamedItem> }) {
  const { scene, dispatch } = useScene();
  const failed = scene.view?.failed ?? [];
  if (failed.length === 0) return null;
  return (
    <div className="underpin-failed" role="group" aria-label="Marked as failed">
      <span>Failed:</span>
      {failed.map((reference) => {
        const name = named.get(reference)?.name ?? referenceInWords(reference);
        return (
          <button
            key={reference}
            type="button"
            className="underpin-chip"
            aria-label={`${name} has not failed after all`}
            title={`${name} has not failed after all`}
            onClick={() => dispatch({ type: 'toggle-failed', item: named.get(reference)?.id ?? reference })}
          >
            {name} <span aria-hidden="true">✕</span>
          </button>
        );
      })}
      {failed.length > 1 && (
        <button type="button" className="underpin-chip plain" onClick={() => dispatch({ type: 'fail', items: [] })}>
          Clear all
        </button>
      )}
    </div>
  );
}
