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
export const EDGE_FLAGS = 32;

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
