import { itemError, type ItemError } from '../errors';
import type { GateDefault } from '../gate';
import { didYouMean, quoted } from '../nearest-name';

/** Whose default gate it is, in words, and where it stands. */
interface Where {
  readonly owner: string;
  readonly path: readonly string[];
}

/** What is wrong with a default gate: a value where none counts, none where one does, or unknown types. */
export function checkGateDefault(
  gate: GateDefault,
  types: ReadonlyMap<string, unknown>,
  where: Where,
): readonly ItemError[] {
  const fault = valueFault(gate) ?? typesFault(gate, types);
  return fault === null
    ? []
    : [itemError('INVALID_DEFINITION', `The default gate of ${where.owner} ${fault}`, where.path)];
}

function valueFault({ rule, value }: GateDefault): string | null {
  switch (rule) {
    case 'AT_LEAST':
      return value !== null && Number.isInteger(value) && value >= 1
        ? null
        : 'is AT_LEAST and needs a whole value of 1 or more.';
    case 'PERCENT':
      return value !== null && Number.isInteger(value) && value >= 1 && value <= 100
        ? null
        : 'is PERCENT and needs a whole value from 1 to 100.';
    case 'ALL':
    case 'ANY':
    case 'PATH':
      return value === null ? null : `is ${rule} and takes no value.`;
    case 'ANCHOR':
      return 'is ANCHOR, which marks one item: define it as a gate of that item.';
    default:
      return rule satisfies never;
  }
}

function typesFault(gate: GateDefault, known: ReadonlyMap<string, unknown>): string | null {
  if (gate.rule !== 'PATH') return gate.types === null ? null : `is ${gate.rule} and takes no types.`;
  if (gate.types === null || gate.types.length === 0) return 'is PATH and needs the types its chains may use.';
  const unknown = gate.types.find((name) => !known.has(name));
  return unknown === undefined
    ? null
    : `names the unknown relationship type ${quoted(unknown)}.${didYouMean(unknown, known.keys())}`;
}
