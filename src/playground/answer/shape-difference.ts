import { entriesOf, fieldsOf, numberOf, textOf, type Fields } from '../read-json';
import { DIFFERENCE_KINDS, type DifferenceKind } from './drawing';
import { drawDependency } from './shape-dependency';
import { drawItem, notePage, noteUnresolved, valueChanges, type DifferenceCounts, type Walk } from './shape-basics';

/** What is not at one moment what it was at another: everything that differs is drawn, also what is gone. */
export function differenceShape(at: Walk, fields: Fields): void {
  for (const entry of entriesOf(fields['items'])) differingItem(at, entry);
  for (const entry of entriesOf(fields['relationships'])) differingRelationship(at, entry);
  const [items, relationships] = [fieldsOf(fields['itemCounts']), fieldsOf(fields['relationshipCounts'])];
  at.findings.difference = {
    from: numberOf(fields['from']),
    to: numberOf(fields['to']),
    items: countsOf(items),
    relationships: countsOf(relationships),
  };
  notePage(at.findings, 'items that differ', fields['items'], sumOf(items));
  notePage(at.findings, 'relationships that differ', fields['relationships'], sumOf(relationships));
  noteUnresolved(at.findings, fields);
}

function countsOf(counts: Fields | null): DifferenceCounts {
  const [added = 0, removed = 0, changed = 0] = ['added', 'removed', 'changed'].map(
    (kind) => numberOf(counts?.[kind]) ?? 0,
  );
  return { added, removed, changed };
}

function sumOf(counts: Fields | null): number | null {
  return counts === null ? null : Object.values(counts).reduce((sum: number, one) => sum + (numberOf(one) ?? 0), 0);
}

function kindOf(value: unknown): DifferenceKind | null {
  return DIFFERENCE_KINDS.find((kind) => kind === value) ?? null;
}

function differingItem({ drawing }: Walk, entry: Fields): void {
  const stored = fieldsOf(entry['after']) ?? fieldsOf(entry['before']);
  if (stored === null || textOf(stored['id']) === null) return;
  drawing.item(drawItem(drawing, stored), {
    difference: kindOf(entry['kind']),
    changed: valueChanges(entry['values']),
  });
}

function differingRelationship({ drawing, findings }: Walk, entry: Fields): void {
  const stored = fieldsOf(entry['after']) ?? fieldsOf(entry['before']);
  const [source, target] = [fieldsOf(stored?.['source']), fieldsOf(stored?.['target'])];
  if (stored === null || source === null || target === null) {
    findings.relationshipsWithoutEnds++;
    return;
  }
  const type = fieldsOf(stored['type']);
  drawDependency(drawing, [drawItem(drawing, source), drawItem(drawing, target)], {
    type: textOf(type?.['name']),
    soft: stored['strength'] === 'SOFT',
    propagation: textOf(type?.['propagation']),
    difference: kindOf(entry['kind']),
  });
}
