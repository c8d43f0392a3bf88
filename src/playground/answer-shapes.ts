import { IMPACT_STATES, type Drawing, type GateFact, type ImpactState } from './drawing';
import { count } from './counts';
import { entriesOf, fieldsOf, listOf, numberOf, textOf, type Fields } from './read-json';

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
  readonly cut: string[];
}

/** Recognises the shapes by the schema's field names, wherever they stand in the answer. */
export function collectInto(drawing: Drawing, data: unknown): Findings {
  const findings: Findings = {
    impacts: 0,
    topologies: 0,
    bareTopologies: 0,
    withoutId: 0,
    relationshipsWithoutEnds: 0,
    empty: 0,
    cut: [],
  };
  walk({ drawing, findings }, data, '', null);
  return findings;
}

interface Walk {
  readonly drawing: Drawing;
  readonly findings: Findings;
}

/** JSON that users store: whatever it looks like, it is not part of the answer's shape. */
const OPAQUE = new Set(['attributes', 'labels', 'claims', 'before', 'after', 'schema']);
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
  if ('impacted' in fields || 'spared' in fields || field === 'impact' || field === 'impactIfDown') impact(at, fields);
  else if ('table' in fields || 'items' in fields || 'relationshipCount' in fields) topology(at, fields);
  else if ('configurationItem' in fields && 'target' in fields) change(at, fields);
  else if (isRelationship(fields)) relationship(at, fields, owner);
  else if (isItem(fields, field)) {
    walkFields(at, fields, item(at, fields));
  } else {
    if (field === 'configurationItem') at.findings.withoutId++;
    walkFields(at, fields, field === 'relationships' || field === 'edges' || field === 'nodes' ? owner : null);
  }
}

function walkFields(at: Walk, fields: Fields, owner: string | null): void {
  for (const [name, value] of Object.entries(fields)) {
    if (!OPAQUE.has(name)) walk(at, value, name, owner);
  }
}

function isItem(fields: Fields, field: string): boolean {
  return typeof fields['id'] === 'string' && (ITEM_FIELDS.has(field) || fieldsOf(fields['class']) !== null);
}

/** Draws the item itself; gives its id. */
function item({ drawing }: Walk, fields: Fields): string {
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

function optional<K extends string, V>(key: K, value: V | null): { [P in K]?: V } {
  return value === null ? {} : ({ [key]: value } as { [P in K]: V });
}

function isRelationship(fields: Fields): boolean {
  return 'source' in fields || 'target' in fields || 'gateKeys' in fields;
}

function relationship(at: Walk, fields: Fields, owner: string | null): void {
  const ends = ['source', 'target'].map((end) => {
    const other = fieldsOf(fields[end]);
    return other !== null && typeof other['id'] === 'string' ? item(at, other) : null;
  });
  const source = ends[0] ?? owner;
  const target = ends[1] ?? owner;
  if (source === null || target === null || source === target) {
    at.findings.relationshipsWithoutEnds++;
    return;
  }
  const type = fieldsOf(fields['type']);
  const propagation = textOf(type?.['propagation']);
  // Nearly every type points from the dependent to what it needs; `propagation` tells the others.
  const [dependent, provider] = propagation === 'SOURCE_TO_TARGET' ? [target, source] : [source, target];
  at.drawing.arc(dependent, provider, {
    label: textOf(type?.['name']),
    soft: fields['strength'] === 'SOFT',
    direction: propagation === 'BOTH' ? 'both' : propagation === 'NONE' ? 'none' : 'one-way',
  });
}

/** A change of a relationship names its source, its type and its target; other changes have no target. */
function change(at: Walk, fields: Fields): void {
  const ends = ['configurationItem', 'target'].map((end) => {
    walk(at, fields[end], end, null);
    return textOf(fieldsOf(fields[end])?.['id']);
  });
  const [source, target] = ends;
  if (source != null && target != null) at.drawing.arc(source, target, { label: textOf(fields['subject']) });
}

function topology(at: Walk, fields: Fields): void {
  at.findings.topologies++;
  const items = entriesOf(fields['items']);
  for (const entry of items) {
    const inner = fieldsOf(entry['configurationItem']);
    walk(at, inner, 'configurationItem', null);
    const id = textOf(inner?.['id']);
    if (id !== null) at.drawing.item(id, optional('distance', numberOf(entry['distance'])));
  }
  walk(at, fields['relationships'], 'relationships', null);
  const table = fieldsOf(fields['table']);
  if (table !== null) tableOf(at, table);
  const drawn = Math.max(items.length, listOf(table?.['ids']).length);
  if (drawn > 1 && fields['relationships'] === undefined && table?.['sources'] === undefined) {
    at.findings.bareTopologies++;
  }
  notePage(at.findings, 'items', fields['items'], numberOf(fields['itemCount']));
  notePage(at.findings, 'relationships', fields['relationships'], numberOf(fields['relationshipCount']));
  if (fields['truncated'] === true) {
    at.findings.cut.push('The server stopped at the limit of the query (`depth`, `maxItems` or `maxFanOut`).');
  }
  unresolved(at.findings, fields);
}

function tableOf({ drawing }: Walk, table: Fields): void {
  const ids = listOf(table['ids']).map(String);
  ids.forEach((id, index) =>
    drawing.item(id, {
      ...optional('name', textOf(listOf(table['names'])[index])),
      ...optional('className', textOf(listOf(table['classes'])[index])),
      ...optional('distance', numberOf(listOf(table['distances'])[index])),
    }),
  );
  const targets = listOf(table['targets']);
  listOf(table['sources']).forEach((source, index) => {
    const ends = [ids[numberOf(source) ?? -1], ids[numberOf(targets[index]) ?? -1]];
    if (ends[0] === undefined || ends[1] === undefined) return;
    drawing.arc(ends[0], ends[1], {
      label: textOf(listOf(table['types'])[index]),
      soft: listOf(table['strengths'])[index] === 'SOFT',
    });
  });
}

function impact(at: Walk, fields: Fields): void {
  at.findings.impacts++;
  if ('impacted' in fields && entriesOf(fields['impacted']).length === 0) at.findings.empty++;
  for (const entry of entriesOf(fields['impacted']).concat(entriesOf(fields['services']))) hitItem(at, entry);
  for (const entry of entriesOf(fields['spared'])) sparedItem(at, entry);
  const summary = fieldsOf(fields['summary']);
  notePage(at.findings, 'items that are hit', fields['impacted'], numberOf(summary?.['total']));
  notePage(at.findings, 'items that are spared', fields['spared'], numberOf(summary?.['spared']));
  const coverage = fieldsOf(fields['coverage']);
  const hidden = numberOf(coverage?.['hidden']) ?? 0;
  if (hidden > 0) at.findings.cut.push(`${count(hidden)} items are hidden from you.`);
  if (coverage?.['stoppedEarly'] === true) at.findings.cut.push('The analysis was cut short by a limit.');
  unresolved(at.findings, fields);
}

function hitItem(at: Walk, entry: Fields): void {
  const inner = fieldsOf(entry['configurationItem']);
  walk(at, inner, 'configurationItem', null);
  const steps = listOf(entry['proof']).map((step) => fieldsOf(step) ?? {});
  proof(at, steps);
  const id = textOf(inner?.['id']);
  if (id === null) return;
  const causes = entriesOf(entry['dueTo']);
  const distance = numberOf(entry['distance']);
  at.drawing.item(id, {
    state: stateOf(entry['state']),
    stateBefore: stateOf(entry['stateBefore']),
    distance,
    outage: distance === 0,
    gates: gateFacts(entry['failedGates'], false),
    dueTo: causes.flatMap((cause) => textOf(cause['name']) ?? []),
  });
  for (const gate of entriesOf(entry['failedGates'])) members(at, id, gate);
  for (const cause of causes) {
    if (typeof cause['id'] !== 'string') continue;
    at.drawing.item(item(at, cause), { outage: true });
    at.drawing.arc(id, cause['id'], { label: 'due to', indirect: true });
  }
}

function sparedItem(at: Walk, entry: Fields): void {
  const inner = fieldsOf(entry['configurationItem']);
  walk(at, inner, 'configurationItem', null);
  const id = textOf(inner?.['id']);
  if (id === null) return;
  at.drawing.item(id, {
    spared: true,
    state: 'OK',
    margin: numberOf(entry['margin']),
    gates: gateFacts(entry['gates'], true),
  });
  for (const gate of entriesOf(entry['gates'])) members(at, id, gate);
}

/** A gate's members are what its item needs: the dependencies that decide the impact. */
function members(at: Walk, dependent: string, gate: Fields): void {
  for (const member of entriesOf(gate['members'])) {
    const inner = fieldsOf(member['configurationItem']);
    if (inner === null || typeof inner['id'] !== 'string') continue;
    const provider = item(at, inner);
    at.drawing.item(provider, { state: stateOf(member['state']) });
    at.drawing.arc(dependent, provider, { label: textOf(gate['key']), soft: gate['strength'] === 'SOFT' });
  }
}

/** A step follows from earlier ones, which are what its item needs; one that follows from nothing is an outage. */
function proof(at: Walk, steps: readonly Fields[]): void {
  const ids = steps.map((step) => textOf(fieldsOf(step['configurationItem'])?.['id']));
  steps.forEach((step, index) => {
    const inner = fieldsOf(step['configurationItem']);
    const id = ids[index];
    if (inner === null || id == null) return;
    const because = listOf(step['because']);
    const gate = fieldsOf(step['gate']);
    item(at, inner);
    at.drawing.item(id, {
      state: stateOf(step['state']),
      outage: Array.isArray(step['because']) && because.length === 0 && gate === null,
      gates: gate === null ? [] : gateFacts([gate], false),
    });
    for (const earlier of because) {
      const provider = ids[numberOf(earlier) ?? -1];
      if (provider == null) continue;
      at.drawing.arc(id, provider, { label: textOf(gate?.['key']), soft: gate?.['strength'] === 'SOFT' });
    }
  });
}

function gateFacts(gates: unknown, saved: boolean): GateFact[] {
  return entriesOf(gates).flatMap((gate) => {
    const [key, explanation] = [textOf(gate['key']), textOf(gate['explanation'])];
    return explanation === null ? [] : [{ key: key ?? '', explanation, saved }];
  });
}

function stateOf(value: unknown): ImpactState | null {
  return IMPACT_STATES.find((state) => state === value) ?? null;
}

function notePage(findings: Findings, what: string, connection: unknown, known: number | null): void {
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

function unresolved(findings: Findings, fields: Fields): void {
  for (const reference of entriesOf(fields['unresolved'])) {
    const message = textOf(reference['message']) ?? textOf(reference['code']);
    if (message !== null) findings.cut.push(`A reference did not resolve: ${message}`);
  }
}
