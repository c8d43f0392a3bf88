import type { ConfigurationItem } from '../../domain/configuration-item';
import type { GraphView } from '../../domain/graph/graph-view';
import type { ItemId, Revision } from '../../domain/ids';
import { didYouMean, quoted } from '../../domain/nearest-name';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { resolveActive, type GraphSource } from '../graph/graph-references';
import type { DraftEnd, DraftInput } from './draft-input';

/** Says of a place in the draft what is wrong with it. */
export type Refuse = (path: string, fault: string) => void;

/** Finds the item that an end of the draft means; null, and refused, when there is none. */
export type FindEnd = (path: string, end: DraftEnd) => ItemId | null;

/** What a draft is read against. */
export interface Drafting {
  readonly model: ClassModel;
  readonly view: GraphView;
  readonly items: ReadonlyMap<string, ConfigurationItem>;
  readonly find: FindEnd;
  readonly refuse: Refuse;
}

/** Path of a reference in the draft -> the stored item that it means. */
export async function resolveStored(
  app: GraphSource,
  input: DraftInput,
  at: Revision,
  refuse: Refuse,
): Promise<ReadonlyMap<string, ItemId>> {
  const ends = [
    ...(input.removeConfigurationItems ?? []).map((end, index) => [`removeConfigurationItems.${index}`, end] as const),
    ...(input.addRelationships ?? []).flatMap(({ source, target }, index) => [
      [`addRelationships.${index}.source`, source] as const,
      [`addRelationships.${index}.target`, target] as const,
    ]),
    ...(input.setGates ?? []).map(
      (gate, index) => [`setGates.${index}.configurationItem`, gate.configurationItem] as const,
    ),
  ].filter(([, end]) => (end as DraftEnd).ref == null);
  const { byIndex, unresolved } = await resolveActive(
    app,
    ends.map(([, end]) => end),
    at,
  );
  for (const { index, message } of unresolved) refuse(ends[index]?.[0] ?? '', message);
  return new Map(
    ends.flatMap(([path], index) => {
      const id = byIndex.get(index);
      return id === undefined ? [] : [[path, id] as const];
    }),
  );
}

/** Ends of the draft by their name there, or as they were resolved; none that the draft removes. */
export const endFinder =
  (
    items: ReadonlyMap<string, ConfigurationItem>,
    stored: ReadonlyMap<string, ItemId>,
    removed: ReadonlySet<ItemId>,
    refuse: Refuse,
  ): FindEnd =>
  (path, { ref }) => {
    const id = ref == null ? (stored.get(path) ?? null) : (items.get(ref)?.id ?? null);
    if (ref != null && id === null) {
      refuse(path, `no item of the draft has the ref ${quoted(ref)}.${didYouMean(ref, items.keys())}`);
    }
    if (id === null || !removed.has(id)) return id;
    refuse(
      path,
      'the draft removes this item, so it has no gates and relationships any more. Leave out one of the two.',
    );
    return null;
  };
