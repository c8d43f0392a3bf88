import { entriesOf, fieldsOf, numberOf, textOf, type Fields } from '../read-json';
import { namedItem, valueChanges, type ChangeLine, type Walk } from './shape-basics';

/** A page of changes: as lines to read, its items and relationships as a picture. */
export function changesShape(at: Walk, fields: Fields): void {
  const entries = entriesOf(fields);
  const page = fieldsOf(fields['pageInfo']);
  at.findings.changes = {
    lines: entries.map(lineOf),
    total: numberOf(fields['totalCount']),
    next: page?.['hasNextPage'] === true ? textOf(page['endCursor']) : null,
  };
  for (const entry of entries) drawChange(at, entry);
}

/** A change of a relationship names its source, its type and its target; other changes have no target. */
export function drawChange(at: Walk, fields: Fields): void {
  const [source, target] = ['configurationItem', 'target'].map((end) => {
    at.inner(fields[end], end);
    return textOf(fieldsOf(fields[end])?.['id']);
  });
  if (source != null && target != null) at.drawing.arc(source, target, { label: textOf(fields['subject']) });
}

/** Of a relationship, what its line says already. */
const SAID = new Set(['source', 'type', 'target']);

function lineOf(entry: Fields): ChangeLine {
  const set = fieldsOf(entry['changeSet']);
  const [item, target] = [namedItem(entry['configurationItem']), namedItem(entry['target'])];
  const subject = textOf(entry['subject']);
  const parts = target === null ? [item?.name ?? subject] : [item?.name, subject, target.name];
  return {
    revision: numberOf(set?.['revision']) ?? numberOf(entry['revision']),
    at: textOf(set?.['at']),
    by: textOf(set?.['source']) ?? textOf(set?.['principal']) ?? '',
    reason: textOf(set?.['reason']),
    kind: textOf(entry['kind']) ?? '',
    thing: parts.filter((part) => part != null).join(' '),
    id: item?.id ?? null,
    values: valueChanges(entry['values']).filter(({ path }) => target === null || !SAID.has(path)),
  };
}
