import type { Findings } from './shape-basics';
import { isHit, type DrawnArc, type DrawnItem } from './drawing';
import { count } from '../counts';

const ITEM = 'configurationItem { id name class { name } }';
const RELATIONSHIPS =
  'relationships(first: 1000) { nodes { strength type { name propagation } source { id } target { id } } }';
const REASONS = `failedGates { key explanation members { nodes { state ${ITEM} } } }`;

interface Picture {
  readonly items: readonly DrawnItem[];
  readonly arcs: readonly DrawnArc[];
}

/** Which fields would make the picture whole; empty when nothing is missing. */
export function adviceFor(findings: Findings, picture: Picture): string[] {
  return picture.items.length === 0 ? forNothing(findings) : forGaps(findings, picture);
}

function forNothing(findings: Findings): string[] {
  if (findings.empty > 0) {
    return [
      findings.impacts > 0 ? 'Nothing is hit and nothing was spared.' : 'No configuration item fits what was asked.',
    ];
  }
  if (findings.impacts > 0) {
    return [
      `To draw this impact, ask for its items: \`impacted(first: 200) { nodes { state distance ${ITEM} ${REASONS} } }\`.`,
    ];
  }
  if (findings.topologies > 0) {
    return [
      `To draw this topology, ask for its items: \`items(first: 1000) { nodes { distance ${ITEM} } } ${RELATIONSHIPS}\`.`,
    ];
  }
  if (findings.withoutId > 0) return [`Ask for the id of the items, which tells them apart: \`${ITEM}\`.`];
  return [
    'Nothing in this answer is a configuration item with an `id`. Items, topologies, impacts and paths are drawn: ' +
      `ask for \`${ITEM}\` where the schema offers it.`,
  ];
}

function forGaps(findings: Findings, { items, arcs }: Picture): string[] {
  const advice: string[] = [];
  const needing = new Set(arcs.map((arc) => arc.dependent));
  const unexplained = items.filter((item) => isHit(item.state) && !item.outage && !needing.has(item.id));
  if (unexplained.length > 0) {
    advice.push(
      `The answer does not say why ${count(unexplained.length)} of its items are hit: add \`${REASONS}\` ` +
        '(or `proof`) to `impacted`.',
    );
  }
  if (findings.bareTopologies > 0) advice.push(`The dependencies are missing: add \`${RELATIONSHIPS}\`.`);
  if (findings.relationshipsWithoutEnds > 0) {
    advice.push('Some relationships cannot be drawn: add `source { id name } target { id name }` to them.');
  }
  if (findings.withoutId > 0) advice.push(`Some items cannot be drawn: ask for their id, \`${ITEM}\`.`);
  const nameless = items.filter((item) => item.name === item.id);
  if (nameless.length > 0)
    advice.push(`${count(nameless.length)} items have no name here: add \`name\` beside \`id\`.`);
  return advice;
}
