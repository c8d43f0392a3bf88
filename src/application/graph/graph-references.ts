import type { ItemId, Revision } from '../../domain/ids';
import { encodeItemId } from '../../domain/opaque-id';
import type { Application } from '../application';
import { onlyItems } from './graph-need';
import type { ItemReference, ReferenceSource } from '../references/item-reference';
import { resolveReferences, type UnresolvedReference } from '../references/references';

/** What questions to the graph need of the application. */
export type GraphSource = ReferenceSource &
  Pick<Application, 'clock' | 'projection' | 'analyses' | 'hiddenAt' | 'sightAt' | 'itemsFitting' | 'openOutagesAt'>;

/** References that point at items of the graph. */
export interface ActiveReferences {
  /** Those that resolved, in the order given; each once. */
  readonly ids: readonly ItemId[];
  /** Position of the reference -> the item. */
  readonly byIndex: ReadonlyMap<number, ItemId>;
  /** Those that did not, or that point at retired items. */
  readonly unresolved: readonly UnresolvedReference[];
}

/** Resolves references for a question to the graph, which retired items have left. */
export async function resolveActive(
  app: GraphSource,
  references: readonly ItemReference[],
  at: Revision,
): Promise<ActiveReferences> {
  const { ids, unresolved } = await resolveReferences(app, references, at);
  const known = ids.filter((id) => id !== null);
  const view = await app.projection.viewAt(at, onlyItems(known));
  const byIndex = new Map<number, ItemId>();
  const retired: UnresolvedReference[] = [];
  for (const [index, id] of ids.entries()) {
    if (id === null) continue;
    if (view.isActive(id)) byIndex.set(index, id);
    else {
      const message = app.draftItems ? removedMessage(id, at) : retiredMessage(id, at);
      retired.push({ index, code: 'RETIRED', message, candidates: [id] });
    }
  }
  return {
    ids: [...new Set(byIndex.values())],
    byIndex,
    unresolved: [...unresolved, ...retired].toSorted((a, b) => a.index - b.index),
  };
}

const retiredMessage = (id: ItemId, at: Revision): string =>
  `Item ${encodeItemId(id)} is retired at revision ${at}, so nothing depends on it and it depends on nothing. Ask at an earlier moment.`;

const removedMessage = (id: ItemId, at: Revision): string =>
  `Item ${encodeItemId(id)} is removed by the draft, or retired at revision ${at}: nothing depends on it and it depends on nothing. Ask about another item, or leave it in.`;
