import type { SeenRelationship } from '../../storage/relationships/relationship-sightings';
import type { DuplicateEvidence } from '../../domain/identification/duplicates';
import type { SeenItem } from '../../storage/sources/sightings';
import type { ItemError } from '../../domain/errors';
import type { ItemId } from '../../domain/ids';
import type { Batch, BatchContext, BatchItem, BatchRelationship } from './batch';
import { groupBatch, type GroupedBatch } from './group-batch';
import type { ItemResult, RelationshipResult } from './ingest-types';
import { mergeMembers, type ItemGroup } from './item-group';
import type { KnownRecords, LandedItems, Learnt } from './known-records';
import { PlanBuilder } from './plan-builder';
import { planItems } from './plan-items';
import { planRelationships } from './plan-relationships';
import { planSweeps, readSweeps, replacedByParked, type Sweep } from './plan-sweeps';
import { releaseHostedIdentities } from './release-hosted';
import type { Fate, Fates } from './resolve-ends';
import { sliceSweeps, type BatchPart } from './slice-batch';
import type { StoredState } from './stored-state';
import type { NewIds } from './unwritten';
import type { Executor } from '../../storage/database';

/** A part of a batch that was planned: rows to write, and what to take note of once they are written. */
export interface PlannedPart extends Learnt {
  readonly plan: PlanBuilder;
  /** What the source saw and had nothing new to say of. */
  readonly seen: readonly SeenItem[];
  readonly seenRelationships: readonly SeenRelationship[];
  /** Stored items that may be the same. */
  readonly duplicates: readonly DuplicateEvidence[];
  readonly items: ReadonlyMap<number, ItemResult>;
  readonly fates: ReadonlyMap<ItemGroup, Fate>;
  readonly relationships: ReadonlyMap<BatchRelationship, RelationshipResult>;
  /** Keys of the relationships that the part states. */
  readonly stated: ReadonlySet<string>;
  /** The keys of those that were parked and replace others. */
  readonly replacing: ReadonlyMap<BatchRelationship, string>;
  /** Relationships that end because an item declared its others complete. */
  readonly swept: number;
  /** The part goes on: it was more than fits into one plan. */
  readonly more: boolean;
}

/** A part that does nothing. */
export const emptyPart = (): PlannedPart => ({
  plan: new PlanBuilder(),
  seen: [],
  seenRelationships: [],
  duplicates: [],
  items: new Map(),
  fates: new Map(),
  relationships: new Map(),
  stated: new Set(),
  replacing: new Map(),
  swept: 0,
  more: false,
  learntItems: [],
  learntRelationships: [],
});

/** What planning a part reads through. */
export interface PartTools {
  readonly reader: Executor;
  readonly state: StoredState;
  readonly ids: NewIds;
  /** RFC 3339. */
  readonly now: string;
  /** How many rows one plan may have. */
  readonly rowsMax: number;
  /** A part that is being written, and is taken to land as planned. */
  readonly ahead?: PlannedPart | null;
}

/** Records that a part got to work out beside those it is made of. */
interface AddedRecords {
  readonly groups: ItemGroup[];
  readonly relationships: BatchRelationship[];
}

/** One batch on its way into the store: what became of its items and relationships so far. */
export class BatchRun implements Fates, LandedItems {
  readonly context: BatchContext;
  readonly batch: Batch;
  readonly grouped: GroupedBatch;
  readonly known: KnownRecords;
  readonly itemResults = new Map<number, ItemResult>();
  readonly relationshipResults = new Map<BatchRelationship, RelationshipResult>();
  swept = 0;
  #refs: ReadonlyMap<string, number> | null = null;
  readonly #fates = new Map<ItemGroup, Fate>();
  readonly #stated = new Set<string>();
  readonly #replacing = new Map<BatchRelationship, string>();
  readonly #warnings = new Map<number, readonly ItemError[]>();
  /** What parts got to work out beside what they are made of, because it is about the same. */
  readonly #added: Map<BatchPart, AddedRecords>;

  constructor(
    context: BatchContext,
    batch: Batch,
    known: KnownRecords,
    grouped = groupBatch(context, batch),
    added = new Map<BatchPart, AddedRecords>(),
  ) {
    this.#added = added;
    this.context = context;
    this.batch = batch;
    this.known = known;
    this.grouped = grouped;
    for (const item of batch.items) if (item.errors.length > 0) this.itemResults.set(item.index, refused(item));
  }

  /** The same batch with nothing done yet. */
  again(): BatchRun {
    return new BatchRun(this.context, this.batch, this.known, this.grouped, this.#added);
  }

  get groupOf(): GroupedBatch['groupOf'] {
    return this.grouped.groupOf;
  }

  of = (group: ItemGroup): Fate | undefined => this.#fates.get(group);

  labelOf = (item: number): string => this.batch.items[item]?.label ?? `item ${item}`;

  at(index: number): ItemId | null {
    return (this.itemResults.get(index) ?? this.known.itemResult(index))?.itemId ?? null;
  }

  byRef(ref: string): ItemId | null {
    this.#refs ??= new Map(this.known.records.items.flatMap((item, index) => (item.ref ? [[item.ref, index]] : [])));
    const index = this.#refs.get(ref);
    return index === undefined ? null : this.at(index);
  }

  /** The sweeps that the items which landed ask for. Known when all relationships have their results. */
  sweeps(): readonly Sweep[] {
    const { sweeps, warnings } = readSweeps(this.context, this.batch, this, this.relationshipResults);
    for (const [item, list] of warnings) this.#warnings.set(item, list);
    // What an item declares itself decides over what was said before.
    return [...replacedByParked(this.context, this.#replacing, this.relationshipResults), ...sweeps];
  }

  warningsOf(item: number): readonly ItemError[] {
    return this.#warnings.get(item) ?? [];
  }

  /** Takes note of what came of a part that was written. */
  settle(part: PlannedPart): void {
    for (const [index, result] of part.items) this.itemResults.set(index, result);
    for (const [group, fate] of part.fates) this.#fates.set(group, fate);
    for (const [record, result] of part.relationships) this.relationshipResults.set(record, result);
    for (const key of part.stated) this.#stated.add(key);
    for (const [record, key] of part.replacing) this.#replacing.set(record, key);
    this.swept += part.swept;
  }

  /** Plans a part, taking note of nothing: it may be planned again. */
  async plan(part: BatchPart, tools: PartTools): Promise<PlannedPart> {
    tools.ids.rewind();
    const { ahead, state } = tools;
    if (ahead && ahead.plan.items.length + ahead.plan.identifiersAdded.length > 0 && looksUp(part))
      state.absorb(ahead.plan);
    switch (part.kind) {
      case 'items':
        return this.#planItems(part, tools);
      case 'relationships':
        return this.#planRelationships(part, tools);
      case 'sweeps':
        return this.#planSweeps(part.sweeps, tools);
      case 'whole':
        return this.#planWhole(part.parts, tools);
      default:
        return part satisfies never;
    }
  }

  /** What became of the items so far, those included that are just being written. */
  #withAhead({ ahead }: PartTools): Fates {
    if (!ahead) return this;
    return {
      groupOf: this.groupOf,
      labelOf: this.labelOf,
      of: (group) => ahead.fates.get(group) ?? this.#fates.get(group),
      isUnderWay: (group) => ahead.fates.has(group),
    };
  }

  #addedTo(part: BatchPart): AddedRecords {
    const added = this.#added.get(part) ?? { groups: [], relationships: [] };
    this.#added.set(part, added);
    return added;
  }

  async #planItems(part: Extract<BatchPart, { kind: 'items' }>, tools: PartTools): Promise<PlannedPart> {
    const { reader, state, ids, now } = tools;
    const takeItemIds = (count: number) => ids.takeItems(reader, count);
    const added = this.#addedTo(part);
    for (;;) {
      // Last, where all that they may be the same as is known by then.
      const levels = part.levels.map((level, at) =>
        at === part.levels.length - 1 ? [...level, ...added.groups] : level,
      );
      const planned = await planItems(this.context, { state, now, takeItemIds }, this.#withAhead(tools), levels);
      const { plan, seen, duplicates, results, fates, learnt } = planned;
      const reopened = this.known.reopenItems([...results.values()].map(({ itemId }) => itemId));
      if (reopened.length === 0)
        return { ...emptyPart(), plan, seen, duplicates, items: results, fates, learntItems: learnt };
      for (const index of reopened) {
        const { group } = mergeMembers(this.context, [this.batch.readKnown.item(index)]);
        if (group) added.groups.push(group);
      }
      ids.rewind();
    }
  }

  async #planRelationships(
    part: Extract<BatchPart, { kind: 'relationships' }>,
    tools: PartTools,
  ): Promise<PlannedPart> {
    const added = this.#addedTo(part).relationships;
    for (;;) {
      const planned = await this.#planStatements([...part.relationships, ...added], tools);
      const ids = [...planned.relationships.values()].map(({ relationshipId }) => relationshipId);
      const reopened = this.known.reopenRelationships(ids);
      if (reopened.length === 0) return planned;
      added.push(...reopened.flatMap((one) => this.batch.readKnown.relationship(one.index, one.nestedIndex) ?? []));
      tools.ids.rewind();
    }
  }

  async #planStatements(relationships: readonly BatchRelationship[], tools: PartTools): Promise<PlannedPart> {
    const { reader, state, ids, now } = tools;
    const takeRelationshipIds = (count: number) => ids.takeRelationships(reader, count);
    const { plan, results, stated, seen, learnt } = await planRelationships(
      this.context,
      { state, now, takeRelationshipIds },
      this.#withAhead(tools),
      relationships,
    );
    await releaseHostedIdentities(this.context.rules, state, plan);
    const present = new Set<string>();
    const replacing = new Map<BatchRelationship, string>();
    for (const [record, key] of stated) {
      if (record.present) present.add(key);
      if (replaces(this.context, record)) replacing.set(record, key);
    }
    return {
      ...emptyPart(),
      plan,
      seenRelationships: seen,
      relationships: results,
      stated: present,
      replacing,
      learntRelationships: learnt,
    };
  }

  /** Plans part after part, each as if those before it were written, and makes one of them. */
  async #planWhole(parts: readonly BatchPart[], tools: PartTools): Promise<PlannedPart> {
    const run = this.again();
    // One part takes ids after the other; only the whole may begin again from the first id.
    const ids: NewIds = { ...tools.ids, rewind: () => undefined };
    const planned: PlannedPart[] = [];
    const take = async (part: BatchPart): Promise<void> => {
      const made = await run.plan(part, { ...tools, ids, rowsMax: Number.MAX_SAFE_INTEGER, ahead: null });
      run.settle(made);
      tools.state.absorb(made.plan);
      planned.push(made);
    };
    for (const part of parts) await take(part);
    for (const part of sliceSweeps(run.sweeps())) await take(part);
    for (const [item, list] of run.#warnings) this.#warnings.set(item, list);
    return joined(planned);
  }

  async #planSweeps(sweeps: readonly Sweep[], { state, now, rowsMax }: PartTools): Promise<PlannedPart> {
    // Each ended relationship may free identities that its item had inside the host.
    const limit = Math.floor(rowsMax / 4);
    const { plan, ended, more } = await planSweeps(this.context, { state, now }, sweeps, this.#stated, limit);
    await releaseHostedIdentities(this.context.rules, state, plan);
    return { ...emptyPart(), plan, swept: ended, more };
  }
}

const replaces = ({ parking }: BatchContext, { index, nestedIndex }: BatchRelationship): boolean =>
  nestedIndex === null && parking?.replacing.has(index) === true;

/** Several parts as one. */
function joined(parts: readonly PlannedPart[]): PlannedPart {
  const plan = new PlanBuilder();
  for (const part of parts) plan.append(part.plan);
  return {
    plan,
    seen: parts.flatMap((part) => part.seen),
    seenRelationships: parts.flatMap((part) => part.seenRelationships),
    duplicates: parts.flatMap((part) => part.duplicates),
    items: new Map(parts.flatMap((part) => [...part.items])),
    fates: new Map(parts.flatMap((part) => [...part.fates])),
    relationships: new Map(parts.flatMap((part) => [...part.relationships])),
    stated: new Set(parts.flatMap((part) => [...part.stated])),
    replacing: new Map(parts.flatMap((part) => [...part.replacing])),
    swept: parts.reduce((sum, part) => sum + part.swept, 0),
    more: false,
    learntItems: parts.flatMap((part) => part.learntItems),
    learntRelationships: parts.flatMap((part) => part.learntRelationships),
  };
}

/** Whether a part names items by what only a look-up finds: among what is being written, too. */
function looksUp(part: BatchPart): boolean {
  switch (part.kind) {
    case 'items':
      return part.levels.some((level) =>
        level.some(({ members }) => members.some(({ links }) => links.some(({ end }) => end.kind === 'lookup'))),
      );
    case 'relationships':
      return part.relationships.some(({ source, target }) => source.kind === 'lookup' || target.kind === 'lookup');
    case 'sweeps':
    case 'whole':
      return false;
    default:
      return part satisfies never;
  }
}

function refused({ index, record, warnings, errors }: BatchItem): ItemResult {
  return {
    index,
    ref: typeof record.ref === 'string' ? record.ref : null,
    outcome: 'REJECTED',
    itemId: null,
    version: null,
    matchedBy: null,
    attempts: [],
    masked: [],
    warnings,
    errors,
  };
}
