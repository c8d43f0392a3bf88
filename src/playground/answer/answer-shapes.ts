import { entriesOf, fieldsOf, textOf, type Fields } from '../read-json';
import type { Drawing } from './drawing';
import { drawItem, noFindings, OPAQUE, type Findings, type Walk } from './shape-basics';
import { changesShape, drawChange } from './shape-changes';
import { drawDependency } from './shape-dependency';
import { differenceShape } from './shape-difference';
import { impactShape } from './shape-impact';
import { topologyShape } from './shape-topology';
import { singlePointShape, weakPointsShape } from './shape-weak-points';

/** Recognises the shapes by the schema's field names, wherever they stand in the answer. */
export function collectInto(drawing: Drawing, data: unknown): Findings {
  const findings = noFindings();
  const way: Walk = {
    drawing,
    findings,
    propagation: propagationIn(data),
    inner: (value, field) => walk(way, value, field, null),
  };
  walk(way, data, '', null);
  return findings;
}

/** Columns name the types of relationships only; what the types mean may stand beside them. */
function propagationIn(data: unknown): Map<string, string> {
  const types = entriesOf(fieldsOf(data)?.['relationshipTypes']);
  return new Map(types.map((type) => [textOf(type['name']) ?? '', textOf(type['propagation']) ?? '']));
}

const ITEM_FIELDS = new Set([
  'configurationItem',
  'configurationItems',
  'source',
  'target',
  'candidates',
  'node',
  'nodes',
]);

/** `owner`: the item whose field this is. Recursion is bounded by the depth of the query. */
function walk(at: Walk, value: unknown, field: string, owner: string | null): void {
  if (Array.isArray(value)) {
    for (const element of value) walk(at, element, field, owner);
    return;
  }
  const fields = fieldsOf(value);
  if (fields === null) {
    if (value === null && ITEM_FIELDS.has(field) && field !== 'target') at.findings.empty++;
    return;
  }
  if (field === 'configurationItems' && entriesOf(fields).length === 0) at.findings.empty++;
  const shape = shapeOf(fields, field);
  if (shape !== null) shape(at, fields);
  else if (isRelationship(fields)) relationship(at, fields, owner);
  else if (isItem(fields, field)) {
    walkFields(at, fields, drawItem(at.drawing, fields));
  } else {
    if (field === 'configurationItem') at.findings.withoutId++;
    walkFields(at, fields, field === 'relationships' || field === 'edges' || field === 'nodes' ? owner : null);
  }
}

function shapeOf(fields: Fields, field: string): ((at: Walk, fields: Fields) => void) | null {
  if (field === 'difference' || 'itemCounts' in fields) return differenceShape;
  if (field === 'cutSets' || 'sets' in fields) return weakPointsShape;
  if (field === 'changes' && ('nodes' in fields || 'edges' in fields)) return changesShape;
  if ('impacted' in fields || 'spared' in fields || field === 'impact' || field === 'impactIfDown') return impactShape;
  if ('table' in fields || 'items' in fields || 'relationshipCount' in fields) return topologyShape;
  if ('serviceCount' in fields) return singlePointShape;
  return 'configurationItem' in fields && 'target' in fields ? drawChange : null;
}

function walkFields(at: Walk, fields: Fields, owner: string | null): void {
  for (const [name, value] of Object.entries(fields)) {
    if (!OPAQUE.has(name)) walk(at, value, name, owner);
  }
}

function isItem(fields: Fields, field: string): boolean {
  return typeof fields['id'] === 'string' && (ITEM_FIELDS.has(field) || fieldsOf(fields['class']) !== null);
}

function isRelationship(fields: Fields): boolean {
  return 'source' in fields || 'target' in fields || 'gateKeys' in fields;
}

function relationship(at: Walk, fields: Fields, owner: string | null): void {
  const ends = ['source', 'target'].map((end) => {
    const other = fieldsOf(fields[end]);
    return other !== null && typeof other['id'] === 'string' ? drawItem(at.drawing, other) : null;
  });
  const source = ends[0] ?? owner;
  const target = ends[1] ?? owner;
  if (source === null || target === null || source === target) {
    at.findings.relationshipsWithoutEnds++;
    return;
  }
  const type = fieldsOf(fields['type']);
  drawDependency(at.drawing, [source, target], {
    type: textOf(type?.['name']),
    soft: fields['strength'] === 'SOFT',
    propagation: textOf(type?.['propagation']),
  });
}
