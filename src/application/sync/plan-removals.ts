import { sees, type Visibility } from '../../domain/access/visibility';
import type { ConfigurationItem, Observation } from '../../domain/configuration-item';
import { changedPaths } from '../../domain/reconciliation/effective-item';
import { itemId, type ItemId, type Revision } from '../../domain/ids';
import { IdentityRules } from '../../domain/identification/identity-keys';
import { laterInstant } from '../../domain/instant';
import { claimTime } from '../../domain/reconciliation/observation-merge';
import type { Relationship } from '../../domain/relationship';
import {
  changedRelationshipPaths,
  effectiveRelationship,
  withdrawClaim,
} from '../../domain/reconciliation/relationship-claims';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { relationshipKey, type Unstamped } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { loadItems, loadObservationsOf, loadRelationshipsById } from '../../storage/identities/ingest-lookups';
import { identityHash } from '../references/identity-hash';
import { beliefIn } from '../ingest/belief';
import { PlanBuilder } from '../ingest/plan-builder';
import { releaseHostedIdentities } from '../ingest/release-hosted';
import { StoredState } from '../ingest/stored-state';

/** Whose claims of existence are withdrawn, and as of when. */
export interface Withdrawal {
  readonly source: string;
  readonly nativeKeyPrefix: string | null;
  /** What is not seen by then, because it was moved meanwhile, stays. Null: everything is seen. */
  readonly visibility: Visibility | null;
  /** RFC 3339: when the source began to look; a later report that it had seen the thing then is newer. */
  readonly since: string;
  /** What was written after this revision is newer than the decision to withdraw, and stays. */
  readonly decidedAt: Revision;
  /** RFC 3339. */
  readonly now: string;
}

/** Withdraws a source's claims that items exist; those that nobody else claims are absent from now on. */
export async function planAbsences(
  reader: Executor,
  { source, nativeKeyPrefix, visibility, since, decidedAt, now }: Withdrawal,
  ids: readonly number[],
): Promise<PlanBuilder> {
  const plan = new PlanBuilder();
  const items = await loadItems(reader, ids.map(itemId));
  const observations = await loadObservationsOf(reader, [...items.keys()]);
  for (const [id, before] of items) {
    const known = observations.get(id) ?? [];
    const own = known.filter(
      (one) =>
        one.source === source &&
        one.exists &&
        one.validFrom <= decidedAt &&
        (nativeKeyPrefix === null || one.nativeKey.startsWith(nativeKeyPrefix)),
    );
    if (own.length === 0 || before.retiredAt !== null || before.mergedInto !== null) continue;
    if (!sees(visibility, before)) continue;
    plan.expects.item(before);
    plan.expects.observations(id, known);
    for (const one of own) {
      plan.observations.push({ before: one, after: withoutExistence(one, since), tenant: before.tenant });
    }
    const exists = known.some((one) => one.exists && !own.includes(one));
    if (exists || before.presence === 'ABSENT') continue;
    const after = absentItem(before, now);
    plan.items.push({ before, after, kind: 'ABSENT', paths: changedPaths(before, after) });
  }
  return plan;
}

function withoutExistence(observation: Observation, since: string): Unstamped<Observation> {
  const at = laterInstant(claimTime(observation, 'presence', null), since);
  const { presence: _, ...times } = observation.times;
  return { ...observation, exists: false, times: at === observation.observedAt ? times : { ...times, presence: at } };
}

const absentItem = (before: ConfigurationItem, now: string): Unstamped<ConfigurationItem> => ({
  ...before,
  presence: 'ABSENT',
  absentSince: before.absentSince ?? now,
  version: before.version + 1,
  updatedAt: now,
});

/** Withdraws a source's claims of relationships; those that nobody else claims end. */
export async function planEndings(
  reader: Executor,
  model: ClassModel,
  { source, visibility, decidedAt, now }: Withdrawal,
  ids: readonly number[],
): Promise<PlanBuilder> {
  const plan = new PlanBuilder();
  const relationships = await loadRelationshipsById(reader, ids);
  for (const before of await seenOnes(reader, relationships, visibility)) {
    const type = model.type(before.type);
    if (before.validFrom > decidedAt || !type) continue;
    const { claims, outcome } = withdrawClaim(before.claims, source, LATEST);
    if (outcome !== 'changed') continue;
    plan.expects.relationship(relationshipKey(before.source, before.type, before.target), before);
    if (claims.length === 0) {
      plan.relationships.push({ before, after: null, kind: 'ENDED', paths: [] });
      continue;
    }
    const values = effectiveRelationship(claims, type, beliefIn(model, before.type, now));
    const after: Unstamped<Relationship> = {
      ...before,
      ...values,
      claims,
      version: before.version + 1,
      updatedAt: now,
    };
    const paths = changedRelationshipPaths(before, values);
    plan.relationships.push({ before, after, kind: paths.length > 0 ? 'UPDATED' : 'OBSERVED', paths });
  }
  await releaseHostedIdentities(new IdentityRules(model, identityHash), new StoredState(reader), plan);
  return plan;
}

/** Those with both ends among what is seen. */
async function seenOnes(
  reader: Executor,
  relationships: readonly Relationship[],
  visibility: Visibility | null,
): Promise<readonly Relationship[]> {
  if (visibility === null) return relationships;
  const ends = await loadItems(reader, [...new Set(relationships.flatMap(({ source, target }) => [source, target]))]);
  const isSeen = (id: ItemId): boolean => {
    const item = ends.get(id);
    return item !== undefined && sees(visibility, item);
  };
  return relationships.filter(({ source, target }) => isSeen(source) && isSeen(target));
}

/** Later than every claim: that nobody saw the thing was found out after it was claimed. */
const LATEST = '9999-12-31T23:59:59.999Z';
