import { gateName } from '../../words/value-words';
import { count } from '../counts';
import { entriesOf, fieldsOf, listOf, numberOf, textOf, type Fields } from '../read-json';
import { drawItem, namedItem, notePage, noteUnresolved, type NamedItem, type Walk } from './shape-basics';

/** What takes an item down: its minimal sets, and redundancy that fails as one. */
export function weakPointsShape(at: Walk, fields: Fields): void {
  const sets = entriesOf(fields['sets']).map((set) => membersOf(at, set));
  const coverage = fieldsOf(fields['coverage']);
  const target = fieldsOf(fields['target']);
  if (typeof target?.['id'] === 'string') drawItem(at.drawing, target);
  at.findings.weakPoints = {
    target: namedItem(target),
    sets: sets.filter((set) => set.length > 0),
    sharedFates: entriesOf(fields['sharedFate']).map(inWords),
    reason: textOf(coverage?.['reason']),
  };
  notePage(at.findings, 'sets', fields['sets'], null);
  if (coverage !== null) noteUnresolved(at.findings, coverage);
}

/** An item that takes services down by itself, as the list of the whole estate has them. */
export function singlePointShape({ drawing }: Walk, fields: Fields): void {
  const stored = fieldsOf(fields['configurationItem']);
  if (typeof stored?.['id'] === 'string') drawing.item(drawItem(drawing, stored), { cutOrder: 1 });
}

function membersOf({ drawing }: Walk, set: Fields): NamedItem[] {
  const members = entriesOf(set['configurationItems']);
  for (const member of members) {
    if (typeof member['id'] === 'string') drawing.item(drawItem(drawing, member), { cutOrder: members.length });
  }
  return members.flatMap((member) => namedItem(member) ?? []);
}

function inWords(fate: Fields): string {
  const [owner, provider] = [namedItem(fate['configurationItem']), namedItem(fate['provider'])];
  const members = numberOf(fate['memberCount']) ?? 0;
  const down = listOf(fate['members']).length;
  const enough = fate['failsGate'] === true ? 'too few are left' : 'enough are left';
  const group = `${owner?.name ?? 'An item'}, ${gateName(textOf(fate['gateKey']) ?? '')}`;
  return `${group}: ${count(down)} of ${count(members)} go down with ${provider?.name ?? 'one item'}, ${enough}.`;
}
