import { count } from '../counts';
import { entriesOf, fieldsOf, listOf, numberOf, textOf, type Fields } from '../read-json';
import { IMPACT_STATES, type GateFact, type ImpactState } from './drawing';
import { drawItem, notePage, noteUnresolved, type ImpactCounts, type Walk } from './shape-basics';

/** What breaks: items by state, with the gates that decided, and the outages behind it. */
export function impactShape(at: Walk, fields: Fields): void {
  at.findings.impacts++;
  if ('impacted' in fields && entriesOf(fields['impacted']).length === 0) at.findings.empty++;
  for (const entry of entriesOf(fields['impacted']).concat(entriesOf(fields['services']))) hitItem(at, entry);
  for (const entry of entriesOf(fields['spared'])) sparedItem(at, entry);
  const summary = fieldsOf(fields['summary']);
  at.findings.hits = at.findings.impacts === 1 && summary !== null ? countsIn(summary) : null;
  notePage(at.findings, 'items that are hit', fields['impacted'], numberOf(summary?.['total']));
  notePage(at.findings, 'items that are spared', fields['spared'], numberOf(summary?.['spared']));
  const coverage = fieldsOf(fields['coverage']);
  const hidden = numberOf(coverage?.['hidden']) ?? 0;
  if (hidden > 0) at.findings.cut.push(`${count(hidden)} items are hidden from you.`);
  if (coverage?.['stoppedEarly'] === true) at.findings.cut.push('The analysis was cut short by a limit.');
  noteUnresolved(at.findings, fields);
}

function countsIn(summary: Fields): ImpactCounts | null {
  if (!Array.isArray(summary['byState'])) return null;
  const counts = entriesOf(summary['byState']).flatMap((entry) => {
    const state = stateOf(entry['state']);
    return state === null ? [] : [[state, numberOf(entry['count']) ?? 0] as const];
  });
  return { byState: Object.fromEntries(counts), spared: numberOf(summary['spared']) };
}

function hitItem(at: Walk, entry: Fields): void {
  const inner = fieldsOf(entry['configurationItem']);
  at.inner(inner, 'configurationItem');
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
    at.drawing.item(drawItem(at.drawing, cause), { outage: true });
    at.drawing.arc(id, cause['id'], { label: 'due to', indirect: true });
  }
}

function sparedItem(at: Walk, entry: Fields): void {
  const inner = fieldsOf(entry['configurationItem']);
  at.inner(inner, 'configurationItem');
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
    const provider = drawItem(at.drawing, inner);
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
    drawItem(at.drawing, inner);
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

/** Null for what is no state. */
export function stateOf(value: unknown): ImpactState | null {
  return IMPACT_STATES.find((state) => state === value) ?? null;
}
