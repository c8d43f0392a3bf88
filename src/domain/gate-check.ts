import { itemError, type ItemError } from './errors';
import type { Gate } from './gate';
import { didYouMean, quoted } from './nearest-name';

/** How deep gates may be nested in each other. */
export const GATE_DEPTH_MAX = 8;
const KEY_LENGTH_MAX = 255;

/** Everything that is wrong with one gate as such; `types` are the known relationship types. */
export function checkGate(gate: Gate, types: ReadonlySet<string>, path: readonly string[]): readonly ItemError[] {
  const name = `Gate ${quoted(gate.key)}`;
  const errors: ItemError[] = [];
  const refuse = (fault: string, field: string): void => {
    errors.push(itemError('INVALID_GATE', `${name} ${fault}`, [...path, field]));
  };
  if (gate.key === '' || gate.key.length > KEY_LENGTH_MAX)
    refuse(`needs a key of 1 to ${KEY_LENGTH_MAX} characters.`, 'key');
  const value = valueFault(gate);
  if (value !== null) refuse(value, 'value');
  if (gate.rule !== 'PATH' && gate.rule !== 'ANCHOR' && gate.types !== null) {
    refuse(`names relationship types; only a PATH gate and an ANCHOR may.`, 'types');
  }
  if (gate.rule === 'ANCHOR' && gate.parent !== null) refuse('is an ANCHOR, which is no member of a gate.', 'parent');
  if (gate.rule === 'PATH' && (gate.types === null || gate.types.length === 0)) {
    refuse('is a PATH gate: name the relationship types its chain may use.', 'types');
  }
  for (const type of gate.types ?? []) {
    if (!types.has(type))
      refuse(`names the unknown relationship type ${quoted(type)}.${didYouMean(type, types)}`, 'types');
  }
  if (gate.degradedBelow !== null && !isWhole(gate.degradedBelow, 1)) {
    refuse('needs a whole number of at least 1 as degradedBelow.', 'degradedBelow');
  }
  if (gate.parent === gate.key) refuse('is its own parent. Name another gate of the item, or none.', 'parent');
  return errors;
}

function valueFault(gate: Gate): string | null {
  switch (gate.rule) {
    case 'AT_LEAST':
      return isWhole(gate.value, 1) ? null : 'says AT_LEAST: give a whole number of at least 1 as value.';
    case 'PERCENT':
      return isWhole(gate.value, 1) && (gate.value ?? 0) <= 100
        ? null
        : 'says PERCENT: give a whole number from 1 to 100 as value.';
    case 'ALL':
    case 'ANY':
    case 'PATH':
    case 'ANCHOR':
      return gate.value === null ? null : `says ${gate.rule}, which has no value. Leave value out.`;
    default:
      return gate.rule satisfies never;
  }
}

const isWhole = (value: number | null, least: number): boolean =>
  value !== null && Number.isSafeInteger(value) && value >= least && value < 2 ** 31;

/** Everything that is wrong with how the gates of one item hang together: missing parents, circles, depth. */
export function checkGateNesting(gates: readonly Gate[]): readonly ItemError[] {
  const parents = new Map(gates.map((gate) => [gate.key, gate.parent]));
  const anchors = new Set(gates.filter((gate) => gate.rule === 'ANCHOR').map((gate) => gate.key));
  return gates.flatMap((gate) => {
    const fault =
      gate.parent !== null && anchors.has(gate.parent)
        ? `has the parent ${quoted(gate.parent)}, an ANCHOR, which has no members. Name another gate, or none.`
        : nestingFault(gate, parents);
    return fault === null
      ? []
      : [itemError('INVALID_GATE', `Gate ${quoted(gate.key)} ${fault}`, ['gates', gate.key, 'parent'])];
  });
}

function nestingFault(gate: Gate, parents: ReadonlyMap<string, string | null>): string | null {
  if (gate.parent !== null && !parents.has(gate.parent)) {
    return `has the parent ${quoted(gate.parent)}, which is no gate of this item.${didYouMean(gate.parent, parents.keys())}`;
  }
  let depth = 1;
  let above = gate.parent;
  while (above !== null) {
    if (above === gate.key) return 'is a member of itself through its parents. Break the circle.';
    depth += 1;
    if (depth > GATE_DEPTH_MAX)
      return `is nested deeper than ${GATE_DEPTH_MAX}, or below a circle of gates. Flatten the gates.`;
    above = parents.get(above) ?? null;
  }
  return null;
}
