import type { BatchRelationship } from './batch';
import type { GroupedBatch } from './group-batch';
import type { ItemGroup } from './item-group';
import type { Sweep } from './plan-sweeps';
import { slicesOf } from '../../domain/slices';

/** What goes into one change set: items first, then relationships, then what complete items withdraw. */
export type BatchPart =
  | { readonly kind: 'items'; readonly levels: readonly (readonly ItemGroup[])[] }
  | { readonly kind: 'relationships'; readonly relationships: readonly BatchRelationship[] }
  | { readonly kind: 'sweeps'; readonly sweeps: readonly Sweep[] }
  /** All parts of a small batch, and the sweeps that they ask for: what belongs together shows together. */
  | { readonly kind: 'whole'; readonly parts: readonly BatchPart[] };

/** Items whose other relationships are read at a time. */
const SWEEPS_PER_PART = 1_000;

/** Cuts the items of a batch into parts of about `rowsMax` rows, hosts in the same part as their guests or an earlier one. */
export function sliceItems({ levels }: GroupedBatch, rowsMax: number): readonly BatchPart[] {
  const parts: ItemGroup[][][] = [];
  let part: ItemGroup[][] = [];
  let rows = 0;
  for (const level of levels) {
    let slice: ItemGroup[] = [];
    part.push(slice);
    for (const group of level) {
      const weight = weightOf(group);
      if (rows > 0 && rows + weight > rowsMax) {
        parts.push(part);
        slice = [];
        part = [slice];
        rows = 0;
      }
      slice.push(group);
      rows += weight;
    }
  }
  if (rows > 0) parts.push(part);
  return parts.map((one) => ({ kind: 'items', levels: one.filter((level) => level.length > 0) }));
}

/** How many rows a batch has at most, without what ends by it. */
export const rowsOf = ({ levels }: GroupedBatch, relationships: readonly BatchRelationship[]): number =>
  levels.flat().reduce((sum, group) => sum + weightOf(group), relationships.length);

/** The rows of a new item: itself, what the source says, and its identities. */
function weightOf(group: ItemGroup): number {
  return 2 + group.nativeKeys.length + group.values.reduce((sum, { rows }) => sum + rows.length, 0);
}

/** Every relationship is also a row of the log, which takes its indexes as long as the relationship does. */
const ROWS_PER_RELATIONSHIP = 2;

/** Cuts relationships into parts. */
export const sliceRelationships = (
  relationships: readonly BatchRelationship[],
  rowsMax: number,
): readonly BatchPart[] =>
  Array.from(slicesOf(relationships, Math.floor(rowsMax / ROWS_PER_RELATIONSHIP)), (chunk) => ({
    kind: 'relationships',
    relationships: chunk,
  }));

/** Cuts sweeps into parts. */
export const sliceSweeps = (sweeps: readonly Sweep[]): readonly BatchPart[] =>
  Array.from(slicesOf(sweeps, SWEEPS_PER_PART), (chunk) => ({ kind: 'sweeps', sweeps: chunk }));

/** Two halves of a part that turned out to be too large; null when it cannot be cut. */
export function halve(part: BatchPart): readonly [BatchPart, BatchPart] | null {
  switch (part.kind) {
    case 'items': {
      const groups = part.levels.flat();
      if (groups.length < 2) return null;
      const first = new Set(groups.slice(0, Math.ceil(groups.length / 2)));
      const half = (wanted: boolean): BatchPart => ({
        kind: 'items',
        levels: part.levels
          .map((level) => level.filter((group) => first.has(group) === wanted))
          .filter((level) => level.length > 0),
      });
      return [half(true), half(false)];
    }
    case 'relationships': {
      const [a, b] = halves(part.relationships) ?? [];
      return a && b
        ? [
            { ...part, relationships: a },
            { ...part, relationships: b },
          ]
        : null;
    }
    case 'sweeps': {
      const [a, b] = halves(part.sweeps) ?? [];
      return a && b
        ? [
            { ...part, sweeps: a },
            { ...part, sweeps: b },
          ]
        : null;
    }
    case 'whole':
      return null;
    default:
      return part satisfies never;
  }
}

function halves<T>(list: readonly T[]): readonly [readonly T[], readonly T[]] | null {
  if (list.length < 2) return null;
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}
