import type { Observation } from '../../domain/configuration-item';
import type { IdentityKey } from '../../domain/identification/identity-keys';
import type { LearntItem } from './known-records';
import type { Claimant } from './claimant';
import { microseconds } from './recall';
import type { ReconciledItem } from './reconcile-item';

/** What became of a record, as far as that tells what becomes of it the next time. */
interface Landed {
  readonly observations: readonly Observation[];
  readonly reconciled: ReconciledItem;
  readonly version: number;
  readonly written: boolean;
  readonly identities: readonly IdentityKey[] | null;
}

/**
 * What a record comes to whenever it is sent again while nobody else touches its item: nothing new. That can be said when
 * it is the only one that speaks of the item, says everything that its source claims of it, was known by its native key
 * (or will be the next time), and stands inside its host where it needs one. Where two sources speak of an item, time may
 * decide between them, so that a record which is sent again can change something.
 */
export function learntFrom(
  { item, identified: [one, ...more] }: Claimant,
  { observations, reconciled, version, written, identities }: Landed,
): LearntItem | null {
  const [member, ...others] = one.group.members;
  if (!member || others.length + more.length > 0 || !member.present || !member.record.nativeKey) return null;
  const known = one.identification;
  const byKey = known?.outcome === 'created' || (known?.outcome === 'matched' && known.by === 'nativeKey');
  if (!byKey) return null;
  const states =
    reconciled.witnesses.length > 0 ? reconciled.witnesses.map(({ observation }) => observation) : observations;
  const [state, ...further] = states;
  if (!state || further.length > 0) return null;
  const covers = Object.keys(state.claims).every((path) => Object.hasOwn(member.payload.claims, path));
  const masked = [...reconciled.masked.values()].some((list) => list.length > 0);
  if (!covers || masked || !state.exists) return null;
  const hosted = one.attempts.filter(({ prepared, missing }) => prepared.entry.within !== null && missing.length === 0);
  if (hosted.some(({ host }) => host !== 'KNOWN')) return null;
  return {
    index: member.index,
    item,
    version,
    observedAt: microseconds(state.observedAt),
    hosted: hosted.length > 0,
    written,
    identities,
  };
}
