import { count } from '../counts';
import { entriesOf, fieldsOf, listOf, numberOf, textOf, type Fields } from '../read-json';
import type { Drawing, ImpactState, ValueChange } from './drawing';

/** What was recognised on the way, for the words around the picture. */
export interface Findings {
  impacts: number;
  topologies: number;
  /** Topologies with items whose relationships were not asked for. */
  bareTopologies: number;
  /** Items that came without the id that tells them apart. */
  withoutId: number;
  relationshipsWithoutEnds: number;
  /** Places where items were asked for and none came. */
  empty: number;
  /** How many things differ between two moments; null where nobody asked. */
  difference: DifferenceTotals | null;
  /** What takes the target down, smallest first; null where nobody asked. */
  weakPoints: WeakPoints | null;
  /** Newest first; null where nobody asked. */
  changes: ChangePage | null;
  /** How many items an impact hits in all, as its summary says; null where none does, or several. */
  hits: ImpactCounts | null;
  readonly cut: string[];
}

export interface ImpactCounts {
  readonly byState: Readonly<Partial<Record<ImpactState, number>>>;
  readonly spared: number | null;
}

export interface DifferenceTotals {
  readonly from: number | null;
  readonly to: number | null;
  readonly items: DifferenceCounts;
  readonly relationships: DifferenceCounts;
}

export interface DifferenceCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

export interface WeakPoints {
  readonly target: NamedItem | null;
  readonly sets: readonly (readonly NamedItem[])[];
  /** Redundancy that fails as one, in words. */
  readonly sharedFates: readonly string[];
  /** Why there is nothing, or not everything. */
  readonly reason: string | null;
}

export interface NamedItem {
  readonly id: string;
  readonly name: string;
  readonly className: string;
}

export interface ChangePage {
  readonly lines: readonly ChangeLine[];
  readonly total: number | null;
  /** The cursor of the next page; null on the last one. */
  readonly next: string | null;
}

/** One change, for reading. */
export interface ChangeLine {
  readonly revision: number | null;
  readonly at: string | null;
  readonly by: string;
  readonly reason: string | null;
  readonly kind: string;
  /** What it happened to: an item, a relationship with both its ends, a class. */
  readonly thing: string;
  readonly id: string | null;
  readonly values: readonly ValueChange[];
}

/** The way through an answer. `inner` goes on below: shapes stand in one another. */
export interface Walk {
  readonly drawing: Drawing;
  readonly findings: Findings;
  /** By relationship type: which way a failure goes. */
  readonly propagation: ReadonlyMap<string, string>;
  readonly inner: (value: unknown, field: string) => void;
}

export function noFindings(): Findings {
  return {
    impacts: 0,
    topologies: 0,
    bareTopologies: 0,
    withoutId: 0,
    relationshipsWithoutEnds: 0,
    empty: 0,
    difference: null,
    weakPoints: null,
    changes: null,
    hits: null,
    cut: [],
  };
}

/** JSON that users store: whatever it looks like, it is not part of the answer's shape. */
export const OPAQUE = new Set(['attributes', 'labels', 'claims', 'before', 'after', 'schema']);

/** Draws the item itself; gives its id. */
export function drawItem(drawing: Drawing, fields: Fields): string {
  const id = textOf(fields['id']) ?? '';
  const values = Object.entries(fields).filter(([name, value]) => OPAQUE.has(name) || isPlain(value));
  drawing.item(id, {
    ...optional('name', textOf(fields['name'])),
    ...optional('className', textOf(fieldsOf(fields['class'])?.['name'])),
    values: Object.fromEntries(values),
  });
  return id;
}

/** A scalar, or an object of scalars such as a contact or a class. */
function isPlain(value: unknown): boolean {
  const fields = fieldsOf(value);
  if (fields === null) return !Array.isArray(value);
  return Object.values(fields).every((inner) => typeof inner !== 'object' || inner === null);
}

export function namedItem(value: unknown): NamedItem | null {
  const fields = fieldsOf(value);
  const id = textOf(fields?.['id']);
  if (fields === null || id === null) return null;
  return { id, name: textOf(fields['name']) ?? id, className: textOf(fieldsOf(fields['class'])?.['name']) ?? '' };
}

export function valueChanges(value: unknown): ValueChange[] {
  return listOf(value).flatMap((entry) => {
    const fields = fieldsOf(entry);
    const path = textOf(fields?.['path']);
    return path === null ? [] : [{ path, before: fields?.['before'] ?? null, after: fields?.['after'] ?? null }];
  });
}

export function optional<K extends string, V>(key: K, value: V | null): { [P in K]?: V } {
  return value === null ? {} : ({ [key]: value } as { [P in K]: V });
}

export function notePage(findings: Findings, what: string, connection: unknown, known: number | null): void {
  const fields = fieldsOf(connection);
  if (fields === null || !('nodes' in fields || 'edges' in fields)) return;
  const listed = entriesOf(connection).length;
  const total = numberOf(fields['totalCount']) ?? known;
  const more = fieldsOf(fields['pageInfo'])?.['hasNextPage'] === true;
  if (!more && (total === null || total <= listed)) return;
  const of = total === null ? 'the first' : '';
  const share = total === null ? `${of} ${count(listed)}` : `${count(listed)} of ${count(total)}`;
  findings.cut.push(`The answer lists ${share} ${what}: raise \`first\` (at most 1,000) or go on with \`after\`.`);
}

export function noteUnresolved(findings: Findings, fields: Fields): void {
  for (const reference of entriesOf(fields['unresolved'])) {
    const message = textOf(reference['message']) ?? textOf(reference['code']);
    if (message !== null) findings.cut.push(`A reference did not resolve: ${message}`);
  }
}
