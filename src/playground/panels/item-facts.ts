import type { DrawnArc, DrawnItem } from '../answer/drawing';
import { gateInWords, gateName, gateOutcome, saysNothing, valueInWords } from '../../words/value-words';
import { fieldsOf, listOf, textOf, type Fields } from '../read-json';
import { momentInWords } from './timeline';

/** One line of an item's details. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** Shown elsewhere, or of no use to a reader. */
const LEFT_OUT = new Set(['id', 'name', 'class', '__typename', 'version']);
const TIMES = new Set(['lastSeenAt', 'retiredAt']);
const NAMES: Readonly<Record<string, string>> = {
  supportGroup: 'Support group',
  onCall: 'On call',
  lastSeenAt: 'Last seen',
  retiredAt: 'Retired',
  lifecycleStatus: 'Life-cycle status',
  lifecycle: 'Life cycle',
  observations: 'Reported by',
};

/** What the answer says of an item, then what the server has stored about it. */
export function factsOf(item: DrawnItem, arcs: readonly DrawnArc[], stored: Fields): Fact[] {
  const impact = item.gates.map((gate) => ({
    name: gate.saved ? 'Spared by' : 'Because',
    value: gateOutcome(gate),
  }));
  if (item.outage) impact.unshift({ name: 'Outage', value: 'it fails by itself; what else is hit is due to it' });
  if (item.stateBefore !== null && item.stateBefore !== 'OK')
    impact.push({ name: 'State before', value: item.stateBefore });
  if (item.margin !== null) impact.push({ name: 'Margin', value: marginInWords(item.margin) });
  if (item.dueTo.length > 0) impact.push({ name: 'Due to', value: item.dueTo.join(', ') });
  return [...impact, ...linesOf({ ...item.values, ...stored }), ...countsOf(item, arcs)];
}

function marginInWords(margin: number): string {
  if (margin === 0) return 'none: the next of its members that goes down hits it';
  return `${margin} more of its members may go down`;
}

function countsOf(item: DrawnItem, arcs: readonly DrawnArc[]): Fact[] {
  const needs = arcs.filter((arc) => arc.dependent === item.id).length;
  const neededBy = arcs.filter((arc) => arc.provider === item.id).length;
  const distance = item.distance === null ? [] : [{ name: 'Distance', value: String(item.distance) }];
  return [...distance, { name: 'In this picture', value: `depends on ${needs}, needed by ${neededBy}` }];
}

function linesOf(values: Fields): Fact[] {
  return Object.entries(values).flatMap(([name, value]) => {
    if (LEFT_OUT.has(name)) return [];
    const words = inWords(name, value);
    return words === '' ? [] : [{ name: NAMES[name] ?? inSpaces(name), value: words }];
  });
}

function inWords(name: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (TIMES.has(name)) return momentInWords(valueInWords(value));
  if (name === 'observations') return sourcesOf(value);
  if (name === 'gates') return gatesOf(value);
  if (name !== 'attributes' && name !== 'labels') return saysNothing(value) ? '' : valueInWords(value);
  return Object.entries(fieldsOf(value) ?? {})
    .map(([key, inner]) => `${key}: ${valueInWords(inner)}`)
    .join('\n');
}

function sourcesOf(value: unknown): string {
  const sources = listOf(value).map((observation) => textOf(fieldsOf(observation)?.['source']) ?? '');
  return [...new Set(sources)].filter((source) => source !== '').join(', ');
}

function gatesOf(value: unknown): string {
  const gates = listOf(value).map((gate) => fieldsOf(gate) ?? {});
  return gates.map((gate) => `${gateName(valueInWords(gate['key']))}: ${gateInWords(gate)}`).join('\n');
}

/** `supportLevel` becomes "Support level". */
function inSpaces(name: string): string {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
