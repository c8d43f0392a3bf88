import { useEffect } from 'react';
import type { DrawnItem } from '../answer/drawing';
import { namedItem, type NamedItem } from '../answer/shape-basics';
import { namesOf } from '../queries/names';
import { entriesOf, fieldsOf } from '../read-json';
import { useLookup } from '../use-lookup';
import { rememberId, useScene } from '../use-scene';

/** What is marked as failed, each with the way to take the mark away again. */
export function FailedBar({ items }: { readonly items: readonly DrawnItem[] }) {
  const { scene, dispatch } = useScene();
  const failed = scene.view?.failed ?? [];
  const named = useNames(failed, items);
  if (failed.length === 0) return null;
  return (
    <div className="underpin-failed" role="group" aria-label="Marked as failed">
      <span>Failed:</span>
      {failed.map((reference) => {
        const name = named.get(reference)?.name ?? reference;
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

/** By reference: those that are drawn are known, the others are looked up. */
function useNames(references: readonly string[], items: readonly DrawnItem[]): ReadonlyMap<string, NamedItem> {
  const drawn = new Map(items.map((item) => [item.id, item]));
  const unknown = references.filter((reference) => !drawn.has(reference));
  const { data } = useLookup(unknown.length === 0 ? null : namesOf(unknown));
  const matches = entriesOf(fieldsOf(data)?.['matchConfigurationItems']);
  const named = new Map<string, NamedItem>();
  for (const reference of references) {
    const item = drawn.get(reference);
    if (item !== undefined) named.set(reference, { ...item, className: item.className ?? '' });
  }
  unknown.forEach((reference, at) => {
    const item = namedItem(matches[at]?.['configurationItem']);
    if (item !== null) named.set(reference, item);
  });
  useEffect(() => {
    for (const [reference, { id }] of named) rememberId(reference, id);
  });
  return named;
}
