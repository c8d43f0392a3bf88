import type { ConfigurationItem } from '../../domain/configuration-item';
import { DomainError } from '../../domain/errors';
import type { Gate } from '../../domain/gate';
import { checkGate, checkGateNesting } from '../../domain/gate-check';
import { itemFacts, relationshipFacts } from '../../domain/graph-facts';
import { draftView, slotOfRelationship } from '../../domain/graph/draft-view';
import type { GraphView } from '../../domain/graph/graph-view';
import {
  itemId,
  relationshipId,
  type ItemId,
  type OutageId,
  type RelationshipId,
  type Revision,
} from '../../domain/ids';
import { toGate } from '../../domain/item-claims';
import { didYouMean, quoted } from '../../domain/nearest-name';
import { decodeId, decodeOutageId } from '../../domain/opaque-id';
import type { Relationship } from '../../domain/relationship';
import type { ClassModel } from '../../domain/resolved-class-model';
import { loadRelationshipsAt } from '../../storage/relationship-queries';
import { resolveActive, type GraphSource } from '../graph-references';
import { DRAFT_SIZE_MAX, draftSize, type DraftEnd, type DraftInput, type DraftItem } from './draft-input';

/** Where ids of what is only drafted come from, each given once within a request. */
export interface DraftIds {
  /** The next id from `least` on. */
  item(least: number): ItemId;
  relationship(): RelationshipId;
}

/** A draft that makes sense, over the graph of a revision. */
export interface Drafted {
  readonly view: GraphView;
  /** Names of the draft -> its items. */
  readonly refs: ReadonlyMap<string, ItemId>;
  readonly items: readonly ConfigurationItem[];
  readonly relationships: readonly Relationship[];
  readonly closedOutages: ReadonlySet<OutageId>;
}

/** Says of a place in the draft what is wrong with it. */
type Refuse = (path: string, fault: string) => void;

/**
 * The graph as a draft would make it, at a revision that is visible here. Writes nothing. Throws BAD_REQUEST with
 * everything that makes no sense, and LIMIT_EXCEEDED.
 */
export async function draftGraph(app: GraphSource, input: DraftInput, at: Revision, ids: DraftIds): Promise<Drafted> {
  const size = draftSize(input);
  if (size > DRAFT_SIZE_MAX) {
    throw new DomainError('LIMIT_EXCEEDED', `The draft has ${size} changes; ${DRAFT_SIZE_MAX} are allowed.`);
  }
  const faults: string[] = [];
  const refuse: Refuse = (path, fault) => faults.push(`draft.${path}: ${fault}`);
  const model = await app.models.at(at);
  const view = app.projection.viewAt(at);
  const items = new Map<string, ConfigurationItem>();
  for (const [index, given] of (input.addConfigurationItems ?? []).entries()) {
    const item = draftItem(model, given, ids.item(view.capacity), at, (fault) =>
      refuse(`addConfigurationItems.${index}`, fault),
    );
    if (items.has(given.ref)) refuse(`addConfigurationItems.${index}`, `the ref ${quoted(given.ref)} is given twice.`);
    items.set(given.ref, item);
  }
  const stored = await resolveStored(app, input, at, refuse);
  const find = endFinder(items, stored, refuse);
  const removedItems = (input.removeConfigurationItems ?? []).flatMap(
    (_, index) => stored.get(`removeConfigurationItems.${index}`) ?? [],
  );
  const relationships = draftRelationships(input, { model, view, items, find, at, ids, refuse });
  const gates = draftGates(input, { model, view, items, find, refuse });
  const removedSlots = await slotsToRemove(app, input, view, at, refuse);
  const closedOutages = outagesToClose(input, refuse);
  if (faults.length > 0) throw new DomainError('BAD_REQUEST', faults.slice(0, FAULTS_SHOWN_MAX).join(' '));
  return {
    view: draftView(view, {
      removedItems,
      removedSlots,
      addedItems: [...items.values()].map(itemFacts),
      addedRelationships: relationships.map((one) => relationshipFacts(one, { ended: false })),
      gates,
    }),
    refs: new Map([...items].map(([ref, item]) => [ref, item.id])),
    items: [...items.values()],
    relationships,
    closedOutages,
  };
}

const FAULTS_SHOWN_MAX = 20;
const BEGINNING = '1970-01-01T00:00:00.000Z';

function draftItem(
  model: ClassModel,
  given: DraftItem,
  id: ItemId,
  at: Revision,
  refuse: (fault: string) => void,
): ConfigurationItem {
  const ciClass = model.class(given.class);
  if (given.ref === '') refuse('give the item a ref that is not empty.');
  if (ciClass === undefined) {
    const names = model.classes().map(({ name }) => name);
    refuse(`there is no CI class ${quoted(given.class)}.${didYouMean(given.class, names)}`);
  }
  const gates = (given.gates ?? []).map(toGate);
  for (const fault of gateFaults(model, gates)) refuse(fault);
  return {
    id,
    className: given.class,
    tenant: '',
    name: given.name ?? given.ref,
    description: null,
    environment: given.environment ?? null,
    lifecycle: given.lifecycle ?? 'OPERATIONAL',
    lifecycleStatus: null,
    criticality: given.criticality ?? null,
    owner: null,
    supportGroup: null,
    onCall: null,
    site: null,
    canFail: given.canFail ?? ciClass?.canFail ?? true,
    labels: {},
    attributes: {},
    gates,
    presence: 'PRESENT',
    absentSince: null,
    retiredAt: null,
    retiredBy: null,
    mergedInto: null,
    version: 0,
    createdAt: BEGINNING,
    updatedAt: BEGINNING,
    validFrom: at,
  };
}

function gateFaults(model: ClassModel, gates: readonly Gate[]): readonly string[] {
  const types = new Set(model.types().map((type) => type.name));
  const errors = [...gates.flatMap((gate) => checkGate(gate, types, [])), ...checkGateNesting(gates)];
  return errors.map(({ message }) => message);
}

/** Path of a reference in the draft -> the stored item that it means. */
async function resolveStored(
  app: GraphSource,
  input: DraftInput,
  at: Revision,
  refuse: Refuse,
): Promise<ReadonlyMap<string, ItemId>> {
  const ends = [
    ...(input.removeConfigurationItems ?? []).map((end, index) => [`removeConfigurationItems.${index}`, end] as const),
    ...(input.addRelationships ?? []).flatMap(({ source, target }, index) => [
      [`addRelationships.${index}.source`, source] as const,
      [`addRelationships.${index}.target`, target] as const,
    ]),
    ...(input.setGates ?? []).map(
      (gate, index) => [`setGates.${index}.configurationItem`, gate.configurationItem] as const,
    ),
  ].filter(([, end]) => (end as DraftEnd).ref == null);
  const { byIndex, unresolved } = await resolveActive(
    app,
    ends.map(([, end]) => end),
    at,
  );
  for (const { index, message } of unresolved) refuse(ends[index]?.[0] ?? '', message);
  return new Map(
    ends.flatMap(([path], index) => {
      const id = byIndex.get(index);
      return id === undefined ? [] : [[path, id] as const];
    }),
  );
}

type FindEnd = (path: string, end: DraftEnd) => ItemId | null;

const endFinder =
  (items: ReadonlyMap<string, ConfigurationItem>, stored: ReadonlyMap<string, ItemId>, refuse: Refuse): FindEnd =>
  (path, { ref }) => {
    if (ref == null) return stored.get(path) ?? null;
    const item = items.get(ref);
    if (item) return item.id;
    refuse(path, `no item of the draft has the ref ${quoted(ref)}.${didYouMean(ref, items.keys())}`);
    return null;
  };

interface Drafting {
  readonly model: ClassModel;
  readonly view: GraphView;
  readonly items: ReadonlyMap<string, ConfigurationItem>;
  readonly find: FindEnd;
  readonly refuse: Refuse;
}

function draftRelationships(
  input: DraftInput,
  drafting: Drafting & { readonly at: Revision; readonly ids: DraftIds },
): readonly Relationship[] {
  const { model, find, refuse, at, ids } = drafting;
  const classOf = classFinder(drafting);
  return (input.addRelationships ?? []).flatMap((given, index) => {
    const path = `addRelationships.${index}`;
    const type = model.type(given.type);
    if (!type) {
      const names = model.types().map(({ name }) => name);
      refuse(path, `there is no relationship type ${quoted(given.type)}.${didYouMean(given.type, names)}`);
    }
    const source = find(`${path}.source`, given.source);
    const target = find(`${path}.target`, given.target);
    const weight = given.weight ?? 1;
    if (weight < 1) refuse(path, `the weight ${weight} is less than 1.`);
    if (!type || source === null || target === null) return [];
    if (!model.allows(type.name, classOf(source), classOf(target))) {
      refuse(path, `a ${classOf(source)} cannot be related to a ${classOf(target)} by ${type.name}.`);
    }
    const strength = given.strength ?? type.defaultStrength;
    const gateKeys = [...(given.gateKeys ?? [])];
    return [
      {
        id: ids.relationship(),
        source,
        type: type.name,
        target,
        tenant: '',
        kind: 'DECLARED' as const,
        strength,
        gateKeys,
        weight,
        attributes: {},
        claims: [],
        version: 0,
        createdAt: BEGINNING,
        updatedAt: BEGINNING,
        validFrom: at,
      },
    ];
  });
}

function classFinder({ view, items }: Drafting): (id: ItemId) => string {
  const drafted = new Map([...items.values()].map((item) => [item.id, item.className]));
  return (id) => drafted.get(id) ?? view.classOf(id);
}

function draftGates(input: DraftInput, drafting: Drafting): ReadonlyMap<number, readonly Gate[]> {
  const { model, view, items, find, refuse } = drafting;
  const drafted = new Map([...items.values()].map((item) => [item.id, item.gates]));
  const found = new Map<number, readonly Gate[]>();
  for (const [index, given] of (input.setGates ?? []).entries()) {
    const path = `setGates.${index}`;
    const item = find(`${path}.configurationItem`, given.configurationItem);
    if (item === null) continue;
    const before = found.get(item) ?? drafted.get(item) ?? view.gatesOf(item);
    const added = (given.gates ?? []).map(toGate);
    const replaced = new Set([...(given.remove ?? []), ...added.map(({ key }) => key)]);
    for (const key of given.remove ?? []) {
      if (!before.some((gate) => gate.key === key)) refuse(path, `the item defines no gate ${quoted(key)} to remove.`);
    }
    const after = [...before.filter(({ key }) => !replaced.has(key)), ...added];
    for (const fault of gateFaults(model, after)) refuse(path, fault);
    found.set(
      item,
      after.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    );
  }
  return found;
}

async function slotsToRemove(
  app: GraphSource,
  input: DraftInput,
  view: GraphView,
  at: Revision,
  refuse: Refuse,
): Promise<readonly number[]> {
  const texts = input.removeRelationships ?? [];
  if (texts.length === 0) return [];
  const keys = texts.map((text) => {
    const decoded = decodeId(text);
    return { id: decoded?.kind === 'Relationship' ? decoded.id : NO_RELATIONSHIP, revision: at };
  });
  const stored = await loadRelationshipsAt(app.database, keys);
  return texts.flatMap((text, index) => {
    const relationship = stored[index];
    const slot = relationship ? slotOfRelationship(view, relationship.source, relationship.id) : -1;
    if (slot < 0) refuse(`removeRelationships.${index}`, `no relationship has the id ${quoted(text)} then.`);
    return slot < 0 ? [] : [slot];
  });
}

/** Below all ids: a relationship that is not there. */
const NO_RELATIONSHIP = relationshipId(0);

function outagesToClose(input: DraftInput, refuse: Refuse): ReadonlySet<OutageId> {
  const ids = (input.closeOutages ?? []).flatMap((text, index) => {
    const id = decodeOutageId(text);
    if (id === null) refuse(`closeOutages.${index}`, `${quoted(text)} is no id of an outage.`);
    return id ?? [];
  });
  return new Set(ids);
}

/** Ids of one request's drafts: items above all that the graph holds, so that they may index its columns. */
export function draftIds(): DraftIds {
  let item = 0;
  let relationship = DRAFT_RELATIONSHIPS_FROM;
  return {
    item: (least) => {
      item = Math.max(item + 1, least);
      return itemId(item);
    },
    relationship: () => relationshipId(relationship++),
  };
}

/** The upper end of what the graph's columns hold: the sequence of stored ones never gets here by accident. */
const DRAFT_RELATIONSHIPS_FROM = 2 ** 32 - 2 ** 20;
