import type { Strength } from '../gate';
import { RELATIONSHIP_KINDS, type RelationshipKind } from '../relationship';

/*
 * One byte per edge:
 *
 *    bit 4        bit 3        bits 2-1            bit 0
 *   ┌────────────┬────────────┬───────────────────┬────────────┐
 *   │ has weight │ has gates  │ kind              │ SOFT       │
 *   └────────────┴────────────┴───────────────────┴────────────┘
 *
 * Weight 1 and no gate keys are the rule, so both live in sparse maps beside the columns and the bits say where to look.
 */

/** The bit of a SOFT relationship. */
export const SOFT = 1;
/** The bit of one that names its gates. */
export const HAS_GATE_KEYS = 8;
/** The bit of one that weighs more than 1. */
export const HAS_WEIGHT = 16;
/** How many different bytes there are. */
const EDGE_FLAGS = 32;

/*
 * What a walk asks of an edge, in one number:
 *
 *    bits 30-13            bits 12-8   bits 7-0
 *   ┌─────────────────────┬───────────┬──────────┐
 *   │ list of gate keys   │ flags     │ type     │
 *   └─────────────────────┴───────────┴──────────┘
 *
 * All bits set for the gate keys: the number of their list has no room there.
 */
const FLAGS_SHIFT = 8;
const TYPE_BITS = 0xff;
const FLAG_BITS = EDGE_FLAGS - 1;
/** The bits of type and flags; there are one more of such pairs. */
export const LABEL_BITS = (EDGE_FLAGS << FLAGS_SHIFT) - 1;
const KEYS_SHIFT = 13;
/** Lists of gate keys numbered below this stand in labels. */
export const KEYS_MAX = 2 ** 18 - 1;

/** The label of an edge. `gateKeys`: number of its list of gate keys, 0 for none. */
export const labelOf = (type: number, flags: number, gateKeys: number): number =>
  type | (flags << FLAGS_SHIFT) | (Math.min(gateKeys, KEYS_MAX) << KEYS_SHIFT);

/** The type in a label. */
export const typeIn = (label: number): number => label & TYPE_BITS;

/** The number of the list of gate keys in a label; null: it is too large to stand there. */
export function keysIn(label: number): number | null {
  const keys = label >>> KEYS_SHIFT;
  return keys === KEYS_MAX ? null : keys;
}

/** The flags in a label. */
export const flagsIn = (label: number): number => (label >> FLAGS_SHIFT) & FLAG_BITS;

/** The same pairs of type and flags as a table by type and one by flags, for every label without gate keys. */
export function labelTable(types: Uint8Array, isWanted: (flags: number) => boolean): Uint8Array {
  const labels = new Uint8Array(LABEL_BITS + 1);
  for (let flags = 0; flags < EDGE_FLAGS; flags++) if (isWanted(flags)) labels.set(types, flags << FLAGS_SHIFT);
  return labels;
}

const KIND_SHIFT = 1;
const KIND_BITS = 3;

/** The byte of an edge. */
export function edgeFlags(kind: RelationshipKind, strength: Strength, keyed: boolean, weighted: boolean): number {
  return (
    (strength === 'SOFT' ? SOFT : 0) |
    (RELATIONSHIP_KINDS.indexOf(kind) << KIND_SHIFT) |
    (keyed ? HAS_GATE_KEYS : 0) |
    (weighted ? HAS_WEIGHT : 0)
  );
}

/** The strength in the byte of an edge. */
export const strengthOf = (flags: number): Strength => ((flags & SOFT) === 0 ? 'HARD' : 'SOFT');

/** The kind in the byte of an edge. */
export const kindOf = (flags: number): RelationshipKind =>
  RELATIONSHIP_KINDS[(flags >> KIND_SHIFT) & KIND_BITS] ?? 'DECLARED';
