import type { Claimant } from './claimant';
import type { ConfigurationItem, Observation } from '../../domain/configuration-item';
import type { ItemError } from '../../domain/errors';
import type { IdentityKey } from '../../domain/identification/identity-keys';
import { gathered } from '../../domain/ingest/gathered';
import type { ItemId } from '../../domain/ids';
import type { SourceSighting } from '../../domain/reconciliation/reconciliation';
import type { Identifier } from '../../storage/change-sets/change-plan';
import type { SeenItem } from '../../storage/sources/sightings';
import type { BatchContext, BatchItem } from './batch';
import type { DuplicateEvidence } from '../../domain/identification/duplicates';
import { breathe } from '../analyses/breathe';
import { duplicateEvidence } from './duplicate-evidence';
import { defaultName } from './default-name';
import { identificationErrors, identificationWarnings, otherItems } from './identification-errors';
import { identifyGroups, type IdentifiedGroup, type IdentifiedLevel } from './identify-groups';
import type { ItemResult } from './ingest-types';
import { mergedWarnings, mergeMembers, type ItemGroup } from './item-group';
import { refuseItem, type Refusal } from '../parking/parking-outcome';
import { gainedIdentifiers, holdsAlone, lostIdentifiers, releaseIdentifiers, supportedKeys } from './plan-identifiers';
import type { LearntItem } from './known-records';
import { learntFrom } from './learnt-item';
import { PlanBuilder } from './plan-builder';
import { planReturning } from './returning-relationships';
import { reconcileItem, type ReconciledItem } from './reconcile-item';
import type { Fate, Fates } from './resolve-ends';
import type { StoredState } from './stored-state';

/** What some groups come to: rows to write, results to give, fates for what depends on them. */
export interface PlannedItems {
  readonly plan: PlanBuilder;
  readonly results: ReadonlyMap<number, ItemResult>;
  readonly fates: ReadonlyMap<ItemGroup, Fate>;
  readonly seen: readonly SeenItem[];
  /** Stored items that turned out to be the same, perhaps. */
  readonly duplicates: readonly DuplicateEvidence[];
  /** Records that say only what is known from now on, whenever they are sent again. */
  readonly learnt: readonly LearntItem[];
}

/** What planning a part of a batch needs beside the batch. */
export interface PlanningTools {
  readonly state: StoredState;
  /** RFC 3339. */
  readonly now: string;
  readonly takeItemIds: (count: number) => Promise<readonly ItemId[]>;
}

/**
 * Plans the items of a part of a batch, level by level, hosts first. Reads only; the number of statements depends on the
 * number of levels, never on that of the items.
 */
export async function planItems(
  context: BatchContext,
  tools: PlanningTools,
  earlier: Fates,
  levels: readonly (readonly ItemGroup[])[],
): Promise<PlannedItems> {
  const part = new ItemPart(context, tools, earlier);
  for (const level of levels) await part.planLevel(level);
  await planReturning(tools.state, part.plan, tools.now);
  return part;
}

/** Planned without a break. What is written meanwhile needs this process for a moment after every statement. */
const CLAIMANTS_AT_ONCE = 50;

class ItemPart implements PlannedItems {
  readonly plan = new PlanBuilder();
  readonly results = new Map<number, ItemResult>();
  readonly fates = new Map<ItemGroup, Fate>();
  readonly seen: SeenItem[] = [];
  readonly duplicates: DuplicateEvidence[] = [];
  readonly learnt: LearntItem[] = [];
  readonly #context: BatchContext;
  readonly #tools: PlanningTools;
  readonly #earlier: Fates;
  readonly #taken = new Map<string, ItemId[]>();

  constructor(context: BatchContext, tools: PlanningTools, earlier: Fates) {
    this.#context = context;
    this.#tools = tools;
    this.#earlier = earlier;
  }

  async planLevel(groups: readonly ItemGroup[]): Promise<void> {
    const { state, takeItemIds } = this.#tools;
    const earlier = this.#earlier;
    const { groupOf, labelOf } = earlier;
    const fates: Fates = {
      groupOf,
      labelOf,
      of: (group) => this.fates.get(group) ?? earlier.of(group),
      isUnderWay: (group) => earlier.isUnderWay?.(group) === true,
    };
    const level = await identifyGroups(this.#context, state, fates, groups, takeItemIds);
    const claimants = this.#claimants(level.groups);
    for (const one of level.groups) this.duplicates.push(...duplicateEvidence(this.#context, one, level));
    const { observations, sightings } = level;
    const lost: Identifier[] = [];
    for (const [at, claimant] of claimants.entries()) {
      if (at % CLAIMANTS_AT_ONCE === CLAIMANTS_AT_ONCE - 1) await breathe();
      const { item, identified } = claimant;
      const merged =
        identified.length === 1 ? identified[0] : mergeMembers(this.#context, membersOf(identified), 'ONE_STORED');
      if ('conflict' in merged && merged.conflict) {
        for (const one of identified) this.#reject(one, [merged.conflict], level);
        continue;
      }
      const before = level.items.get(item) ?? null;
      const reconciled = reconcileItem(this.#context, {
        id: item,
        group: merged.group,
        before,
        observations: observations.get(item) ?? [],
        sightings: sightings.get(item) ?? NO_SIGHTINGS,
        defaultName: () => before?.name ?? defaultName(this.#context, identified[0]),
        now: this.#tools.now,
      });
      if (reconciled.errors.length > 0) for (const one of identified) this.#reject(one, reconciled.errors, level);
      else this.#land(claimant, before, observations.get(item) ?? [], reconciled, level, lost);
    }
    await this.#release(lost);
  }

  /** Groups by the item they are; those that are none have their results already. */
  #claimants(groups: readonly IdentifiedGroup[]): readonly Claimant[] {
    const claimants = new Map<ItemId, [IdentifiedGroup, ...IdentifiedGroup[]]>();
    for (const identified of groups) {
      const { item } = identified;
      const errors = identificationErrors(this.#context, identified);
      if (errors.length > 0) this.#reject(identified, errors, null);
      else if (item === null) this.#nothing(identified);
      else {
        const same = claimants.get(item);
        if (same) same.push(identified);
        else claimants.set(item, [identified]);
      }
    }
    return [...claimants].map(([item, identified]) => ({ item, identified }));
  }

  #land(
    claimant: Claimant,
    before: ConfigurationItem | null,
    observations: readonly Observation[],
    reconciled: ReconciledItem,
    level: IdentifiedLevel,
    lost: Identifier[],
  ): void {
    const { plan } = this;
    const { item, identified } = claimant;
    const tenant = before?.tenant ?? identified[0].group.tenant;
    const keys = gathered(identified, (one) => one.keys);
    const observed = reconciled.witnesses.map((one) => one.observation);
    // An identity that the payload gives too late is as little news as its other values.
    const late =
      reconciled.masked.size > 0 &&
      [...reconciled.masked.values()].flat().some(({ reason }) => reason === 'OLDER_THAN_CLAIM');
    const claimed = late ? supportedKeys(this.#context.rules, tenant, keys, observed) : keys;
    const gained = gainedIdentifiers(item, tenant, claimed, level.holders, this.#taken);
    const held = level.identifiers.get(item) ?? [];
    // Who holds the identities of the payload and no others has none that nobody claims.
    const mayLose = identified.length > 1 || !identified[0].remembered;
    const claimsMoved = mayLose && reconciled.observations.length > 0 && before !== null;
    const gone = claimsMoved
      ? lostIdentifiers(this.#context.rules, tenant, held, observed).filter(
          (one) => !claimed.some((key) => key.entryId === one.entryId && key.hash === one.keyHash),
        )
      : [];
    const touched = reconciled.write !== null || reconciled.observations.length + gained.length + gone.length > 0;
    if (touched) this.#expect(before, level, keys, identified);
    if (touched && before) plan.expects.observations(item, observations);
    if (reconciled.write) {
      plan.items.push(reconciled.write);
      this.#context.onWrite?.(reconciled.write);
    }
    plan.observations.push(...reconciled.observations);
    plan.identifiersAdded.push(...gained);
    lost.push(...gone);
    if (reconciled.seen && !touched) this.seen.push(reconciled.seen);
    const version = reconciled.write ? reconciled.write.after.version : (before?.version ?? 1);
    const after = reconciled.after;
    const outcome = touched && reconciled.outcome === 'UNCHANGED' ? 'UPDATED' : reconciled.outcome;
    const members = membersOf(identified);
    const alone = !identified[0].remembered && holdsAlone(item, keys, { held, gained, gone }, level.holders);
    const identities = alone ? keys : null;
    const learnt = learntFrom(claimant, { observations, reconciled, version, written: touched, identities });
    for (const one of identified) {
      if (after) this.fates.set(one.group, { kind: 'landed', item: after });
      for (const member of one.group.members) {
        const masked = reconciled.masked.get(member) ?? [];
        this.#result(one, member, members, { outcome, itemId: item, version, masked });
        if (learnt && isSettled(this.results.get(member.index))) this.learnt.push(learnt);
      }
    }
  }

  /** The plan holds only while nobody else moved what it was made from. */
  #expect(
    before: ConfigurationItem | null,
    level: IdentifiedLevel,
    keys: readonly IdentityKey[],
    identified: readonly IdentifiedGroup[],
  ): void {
    const { expects } = this.plan;
    if (before) expects.item(before);
    for (const key of keys) {
      const { name } = key;
      const holders = level.holders.get(name);
      // What nobody holds and the plan gives away is found out by writing it.
      if (holders || !this.#taken.has(name)) expects.holders(name, holders ?? []);
    }
    for (const { hosts } of identified) for (const host of hosts) expects.landed(host);
  }

  async #release(lost: readonly Identifier[]): Promise<void> {
    if (lost.length === 0) return;
    const owned = lost.filter((one) => !one.contested);
    const holders = await this.#tools.state.holders(owned.map((one) => ({ entryId: one.entryId, hash: one.keyHash })));
    for (const [name, held] of holders) this.plan.expects.holders(name, held);
    const { added, removed } = releaseIdentifiers(lost, holders);
    this.plan.identifiersAdded.push(...added);
    this.plan.identifiersRemoved.push(...removed);
  }

  #reject(identified: IdentifiedGroup, errors: readonly ItemError[], level: IdentifiedLevel | null): void {
    const { group } = identified;
    const stored = identified.item === null ? undefined : level?.items.get(identified.item);
    const found = { itemId: stored?.id ?? null, version: stored?.version ?? null };
    const refusals = group.members.map((member) => refuseItem(this.#context, member, errors, stored !== undefined));
    this.fates.set(group, { kind: fateOf(refusals) });
    for (const [at, member] of group.members.entries()) {
      this.#result(identified, member, group.members, { outcome: 'REJECTED', errors, ...refusals[at], ...found });
    }
  }

  /** An item that is reported gone and was never there: as the source wants it. */
  #nothing(identified: IdentifiedGroup): void {
    this.fates.set(identified.group, { kind: 'nothing' });
    for (const member of identified.group.members) {
      this.#result(identified, member, identified.group.members, { outcome: 'UNCHANGED', itemId: null, version: null });
    }
  }

  #result(
    identified: IdentifiedGroup,
    member: BatchItem,
    merged: readonly BatchItem[],
    facts: Pick<ItemResult, 'outcome' | 'itemId' | 'version'> & Partial<ItemResult>,
  ): void {
    const { identification } = identified;
    const known = identification?.outcome === 'matched' || identification?.outcome === 'created';
    this.results.set(member.index, {
      index: member.index,
      ref: member.record.ref ?? null,
      matchedBy: known && facts.itemId !== null ? identification.by : null,
      attempts: identification?.attempts ?? [],
      ...otherItems(identification),
      masked: [],
      warnings: [
        ...member.warnings,
        ...mergedWarnings(this.#context, member, merged),
        ...identificationWarnings(identified),
      ],
      errors: [],
      ...facts,
    });
  }
}

/** Records of one thing that fare differently leave nothing that others could build on. */
function fateOf(refusals: readonly Refusal[]): 'parked' | 'nothing' | 'rejected' {
  if (refusals.every(({ outcome }) => outcome === 'PARKED')) return 'parked';
  return refusals.every(({ outcome }) => outcome === 'UNCHANGED') ? 'nothing' : 'rejected';
}

/** Nothing is said of a record that others may have a part in. */
const isSettled = (result: ItemResult | undefined): boolean =>
  result !== undefined &&
  result.warnings.length + (result.candidates?.length ?? 0) + (result.nearMisses?.length ?? 0) === 0;

const NO_SIGHTINGS: ReadonlyMap<string, SourceSighting> = new Map();

function membersOf(identified: readonly [IdentifiedGroup, ...IdentifiedGroup[]]): readonly [BatchItem, ...BatchItem[]] {
  const members = gathered(identified, (one) => one.group.members);
  if (members.length === 0) throw new Error('invariant violated: a group of a batch has no members');
  return members as readonly [BatchItem, ...BatchItem[]];
}
