import type { ConfigurationItem } from '../../domain/configuration-item';
import { DomainError } from '../../domain/errors';
import { itemFacts, relationshipFacts } from '../../domain/graph/graph-facts';
import type { GraphDraft } from '../../domain/graph/draft-view';
import type { ItemId, OutageId, Revision } from '../../domain/ids';
import { quoted } from '../../domain/nearest-name';
import { decodeOutageId } from '../../domain/opaque-id';
import type { Relationship } from '../../domain/relationship';
import { readLargestItemId } from '../../storage/items/item-queries';
import { loadOutagesAt } from '../../storage/outages/outage-queries';
import { onlyItems } from '../graph/graph-need';
import type { GraphSource } from '../graph/graph-references';
import { endFinder, resolveStored, type Refuse } from './draft-ends';
import { draftGates } from './draft-gates';
import type { DraftIds } from './draft-ids';
import { DRAFT_SIZE_MAX, draftSize, type DraftInput } from './draft-input';
import { draftItem } from './draft-items';
import { draftRelationships, relationshipsToRemove } from './draft-relationships';

/** A draft that makes sense over the graph of a revision. */
export interface Drafted {
  readonly change: GraphDraft;
  /** The stored items that it speaks of: what it joins to the graph, and where it changes it. */
  readonly touched: readonly ItemId[];
  /** Relationship types that its gates may go over. */
  readonly pathTypes: readonly string[];
  /** Names of the draft -> its items. */
  readonly refs: ReadonlyMap<string, ItemId>;
  readonly items: readonly ConfigurationItem[];
  readonly relationships: readonly Relationship[];
  readonly closedOutages: ReadonlySet<OutageId>;
}

/**
 * What a draft would change of the graph at a revision that is visible here. Writes nothing. Throws BAD_REQUEST with
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
  const idsFrom = input.addConfigurationItems?.length ? (await readLargestItemId(app.database)) + 1 : 0;
  const items = new Map<string, ConfigurationItem>();
  for (const [index, given] of (input.addConfigurationItems ?? []).entries()) {
    const item = draftItem(model, given, ids.item(idsFrom), at, (fault) =>
      refuse(`addConfigurationItems.${index}`, fault),
    );
    if (items.has(given.ref)) refuse(`addConfigurationItems.${index}`, `the ref ${quoted(given.ref)} is given twice.`);
    items.set(given.ref, item);
  }
  const stored = await resolveStored(app, input, at, refuse);
  const view = await app.projection.viewAt(at, onlyItems([...stored.values()]));
  const removedItems = (input.removeConfigurationItems ?? []).flatMap(
    (_, index) => stored.get(`removeConfigurationItems.${index}`) ?? [],
  );
  const find = endFinder(items, stored, new Set(removedItems), refuse);
  const relationships = draftRelationships(input, { model, view, items, find, at, ids, refuse });
  const gates = draftGates(input, { model, view, items, find, refuse });
  const removedRelationships = await relationshipsToRemove(app, input, at, refuse);
  const closedOutages = await outagesToClose(app, input, refuse);
  if (faults.length > 0) throw new DomainError('BAD_REQUEST', faults.slice(0, FAULTS_SHOWN_MAX).join(' '));
  const added = [...items.values()];
  return {
    change: {
      removedItems,
      removedRelationships,
      addedItems: added.map(itemFacts),
      addedRelationships: relationships.map((one) => relationshipFacts(one, { ended: false })),
      gates,
    },
    touched: [
      ...new Set([...stored.values(), ...removedRelationships.flatMap(({ source, target }) => [source, target])]),
    ],
    pathTypes: [...gates.values(), ...added.map((item) => item.gates)].flat().flatMap((gate) => gate.types ?? []),
    refs: new Map([...items].map(([ref, item]) => [ref, item.id])),
    items: added,
    relationships,
    closedOutages,
  };
}

const FAULTS_SHOWN_MAX = 20;

/** What the caller does not see is refused like what is not there. */
async function outagesToClose(app: GraphSource, input: DraftInput, refuse: Refuse): Promise<ReadonlySet<OutageId>> {
  const ids = (input.closeOutages ?? []).flatMap((text, index) => {
    const id = decodeOutageId(text);
    if (id === null) refuse(`closeOutages.${index}`, `${quoted(text)} is no id of an outage.`);
    return id === null ? [] : [{ id, text, index }];
  });
  if (ids.length === 0) return new Set();
  const found = await loadOutagesAt(
    app.database,
    ids.map(({ id }) => ({ id, revision: app.projection.head })),
  );
  for (const [place, { text, index }] of ids.entries()) {
    if (!found[place]) refuse(`closeOutages.${index}`, `no outage has the id ${quoted(text)}.`);
  }
  return new Set(ids.map(({ id }) => id));
}
