import type { ItemFacts } from '../history/change';
import {
  CRITICALITIES,
  LIFECYCLE_STAGES,
  type Criticality,
  type LifecycleStage,
  type Presence,
} from '../configuration-item';

/*
 * Two bytes per version of an item:
 *
 *    bit 9     bit 8    bit 7     bits 6-4                      bits 3-0
 *   ┌─────────┬────────┬─────────┬─────────────────────────────┬──────────────────┐
 *   │ retired │ absent │ canFail │ criticality + 1, 0 for none │ life-cycle stage │
 *   └─────────┴────────┴─────────┴─────────────────────────────┴──────────────────┘
 */

const LIFECYCLE_BITS = 15;
const CRITICALITY_SHIFT = 4;
const CRITICALITY_BITS = 7;
const CAN_FAIL = 1 << 7;
const ABSENT = 1 << 8;
const RETIRED = 1 << 9;
const OPERATIONAL = LIFECYCLE_STAGES.indexOf('OPERATIONAL');

/** The two bytes of an item. */
export function itemBits(facts: Omit<ItemFacts, 'id'>): number {
  const criticality = facts.criticality === null ? 0 : CRITICALITIES.indexOf(facts.criticality) + 1;
  return (
    LIFECYCLE_STAGES.indexOf(facts.lifecycle) |
    (criticality << CRITICALITY_SHIFT) |
    (facts.canFail ? CAN_FAIL : 0) |
    (facts.presence === 'ABSENT' ? ABSENT : 0) |
    (facts.retired ? RETIRED : 0)
  );
}

/** The life-cycle stage in the bits of an item. */
export const lifecycleOf = (bits: number): LifecycleStage => LIFECYCLE_STAGES[bits & LIFECYCLE_BITS] ?? 'OPERATIONAL';

/** The criticality in the bits of an item; null for none. */
export const criticalityOf = (bits: number): Criticality | null => CRITICALITIES[criticalityRank(bits) - 1] ?? null;

/** 0 for none, then 1 for LOW up to 4 for CRITICAL. */
export const criticalityRank = (bits: number): number => (bits >> CRITICALITY_SHIFT) & CRITICALITY_BITS;

/** Whether it can fail by itself. */
export const canFailOf = (bits: number): boolean => (bits & CAN_FAIL) !== 0;

/** Whether some source claims that it exists. */
export const presenceOf = (bits: number): Presence => ((bits & ABSENT) === 0 ? 'PRESENT' : 'ABSENT');

/** Whether it has left the graph. */
export const isRetired = (bits: number): boolean => (bits & RETIRED) !== 0;

/** Whether an item counts among the providers of its dependents: not retired, and its life cycle has come to OPERATIONAL. */
export const takesPart = (bits: number): boolean => (bits & RETIRED) === 0 && (bits & LIFECYCLE_BITS) >= OPERATIONAL;
