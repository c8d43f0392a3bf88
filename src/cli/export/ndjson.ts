import { isJsonObject, type JsonObject, type JsonValue } from '../../domain/json';
import { MANUAL_SOURCE } from '../../domain/reconciliation/manual-source';
import { exportedModel, EXPORT_QUERY, type ExportedModel } from '../model-export';
import { PAGE_INFO, pagesOf, type Page } from '../pages';
import { Spools } from '../spools';
import { withoutNulls } from '../without-nulls';
import { claimedFields } from './claimed-fields';
import { INVENTORY_FORMAT } from './inventory-format';
import { ItemEnds, type EndItem } from './item-ends';
import type { ExportFormat, ExportInput } from './export-format';
import type { ReadItem, ReadRelationship } from './inventory-reader';

/** Everything that is said of the inventory, source by source, as "underpin import ndjson" takes it into an empty database. */
export const NDJSON: ExportFormat = {
  name: 'ndjson',
  description: 'everything that each data source says, which "underpin import ndjson" reads',
  write: writeNdjson,
};

interface Observation {
  readonly source: string;
  readonly nativeKey: string | null;
  readonly class: string;
  readonly claims: JsonObject;
  readonly claimsExistence: boolean;
  readonly lastSeenAt: string;
}

interface LinkObservation {
  readonly source: string;
  readonly kind: string;
  readonly strength: string | null;
  readonly gateKeys: readonly string[];
  readonly weight: number;
  readonly attributes: JsonObject;
  readonly lastSeenAt: string;
}

interface NdjsonRelationship extends ReadRelationship {
  readonly type: { readonly name: string };
  readonly observations: readonly LinkObservation[];
}

interface NdjsonItem extends EndItem, ReadItem {
  readonly tenant: string | null;
  readonly observations: readonly Observation[];
  readonly relationships?: {
    readonly nodes: readonly (Omit<NdjsonRelationship, 'source' | 'target'> & {
      readonly source: EndItem | null;
      readonly target: EndItem | null;
    })[];
  };
}

interface Source {
  readonly name: string;
  readonly tenant: string | null;
}

const SOURCES = `query Sources($first: Int!, $after: String) { dataSources(first: $first, after: $after) { nodes {
  name description tenant mayCreate absentAfterMisses absentGraceHours refreshPeriodSeconds
  expectedIntervalSeconds } ${PAGE_INFO} } }`;
const LINK_FIELDS = 'type { name } observations { source kind strength gateKeys weight attributes lastSeenAt }';
const END = 'id name class { name } attributes observations { source nativeKey claimsExistence }';
/** Items are said to be inside of hosts by few relationships; more of them than this are ways, not places. */
const HOSTS_MAX = 20;
/** Of each item its claims come along, so that a page is larger than elsewhere. */
const ITEMS_A_PAGE = 500;

async function* writeNdjson({ client, reader }: ExportInput): AsyncGenerator<string> {
  const model = await client.request<ExportedModel>(EXPORT_QUERY);
  const { input } = exportedModel(model, { all: false });
  yield line({ inventory: { format: INVENTORY_FORMAT, revision: reader.revision } });
  yield line({ model: withoutNulls({ classes: input.classes, relationshipTypes: input.relationshipTypes }) });
  const sources = new Map<string, Source>();
  for await (const page of pagesOf<Source>(async (first, after) => {
    const answer = await client.request<{ dataSources: Page<Source> }>(SOURCES, { first, after });
    return answer.dataSources;
  })) {
    for (const source of page) {
      sources.set(source.name, source);
      yield line({ dataSource: source });
    }
  }
  yield line({ rules: withoutNulls(input.reconciliationRules ?? []) });
  const spools = await Spools.open();
  try {
    const ends = new ItemEnds(model);
    await sortItems(reader, { ends, spools, sources, hostTypes: hostTypesOf(model) });
    await sortRelationships(reader, ends, spools);
    yield* spools.read((name) => line({ from: name.slice(name.indexOf(' ') + 1) }));
  } finally {
    await spools.remove();
  }
}

const line = (value: object): string => `${JSON.stringify(value)}\n`;

/** Types over which an item is recognised inside its host: these come with the item. */
function hostTypesOf({ ciClasses }: ExportedModel): readonly string[] {
  const contexts = ciClasses.flatMap(({ identificationRules }) =>
    identificationRules.flatMap(({ entry }) => entry?.within ?? []),
  );
  return [...new Set(contexts.map(({ relationshipType }) => relationshipType))];
}

interface Sorting {
  readonly ends: ItemEnds;
  readonly spools: Spools;
  readonly sources: ReadonlyMap<string, Source>;
  readonly hostTypes: readonly string[];
}

/**
 * The parts of the file, in this order: items by the source that comes first, by the others, relationships, items and
 * relationships by hand, and what is absent.
 */
type Step = 1 | 2 | 3 | 4 | 5 | 6;
const part = (step: Step, source: string): string => `${step} ${source}`;

async function sortItems(reader: ExportInput['reader'], sorting: Sorting): Promise<void> {
  const { hostTypes } = sorting;
  const fields = `name class { name } tenant attributes
    observations { source nativeKey class claims claimsExistence lastSeenAt }
    relationships(types: ${JSON.stringify(hostTypes)}, first: ${HOSTS_MAX}) {
      nodes { id ${LINK_FIELDS} source { ${END} } target { ${END} } } }`;
  for await (const page of reader.items<NdjsonItem>(fields, ITEMS_A_PAGE)) {
    for (const item of page) await sortItem(item, sorting);
  }
}

async function sortItem(item: NdjsonItem, sorting: Sorting): Promise<void> {
  const { ends, spools } = sorting;
  const first = ends.add(item);
  for (const observation of item.observations) {
    const { source, nativeKey } = observation;
    if (source === MANUAL_SOURCE) {
      const fields = { class: observation.class, ...claimedFields(observation.claims) };
      const known = item.observations.length > 1 ? { ref: ends.of(item.id) } : {};
      await spools.write(part(4, MANUAL_SOURCE), line({ edit: { item: { ...known, ...fields } } }));
      continue;
    }
    const isFirst = source === first?.source && nativeKey === first.nativeKey;
    const record = itemRecord(item, observation, sorting);
    const same = isFirst || first === null ? {} : { sameAs: { source: first.source, key: first.nativeKey } };
    // What is absent has to be known before it can be said to be gone: it was there a moment before.
    const there = observation.claimsExistence ? {} : { observedAt: momentBefore(observation.lastSeenAt) };
    await spools.write(part(isFirst ? 1 : 2, source), line({ ...same, item: { ...record, ...there } }));
    if (!observation.claimsExistence) {
      await spools.write(part(6, source), line({ ...same, item: { ...record, presence: 'ABSENT' } }));
    }
  }
}

const momentBefore = (instant: string): string => new Date(Date.parse(instant) - 1).toISOString();

function itemRecord(item: NdjsonItem, observation: Observation, { ends, sources }: Sorting): object {
  const { source, nativeKey, claims, lastSeenAt } = observation;
  const tenant = item.tenant !== (sources.get(source)?.tenant ?? null) && item.tenant !== null;
  const hosts = (item.relationships?.nodes ?? []).flatMap((one) => {
    const claim = one.observations.find((other) => other.source === source);
    const isSource = one.source?.id === item.id;
    const other = isSource ? one.target : one.source;
    if (!claim || !other) return [];
    const end = ends.endOf(other);
    return [{ type: one.type.name, direction: isSource ? 'SOURCE' : 'TARGET', end, ...linkFacts(claim) }];
  });
  return {
    class: observation.class,
    ...(nativeKey === null ? {} : { nativeKey }),
    observedAt: lastSeenAt,
    ...(tenant ? { tenant: item.tenant } : {}),
    ...claimedFields(claims),
    ...(hosts.length === 0 ? {} : { relationships: hosts }),
  };
}

const linkFacts = ({ kind, strength, gateKeys, weight, attributes, lastSeenAt }: LinkObservation): object => ({
  kind,
  ...(strength === null ? {} : { strength }),
  ...(gateKeys.length === 0 ? {} : { gateKeys }),
  weight,
  ...(isJsonObject(attributes) && Object.keys(attributes).length > 0 ? { attributes } : {}),
  observedAt: lastSeenAt,
});

async function sortRelationships(reader: ExportInput['reader'], ends: ItemEnds, spools: Spools): Promise<void> {
  for await (const page of reader.relationships<NdjsonRelationship>(LINK_FIELDS, ends.ids())) {
    for (const { type, source, target, observations } of page) {
      const both = { type: type.name, source: ends.of(source?.id ?? ''), target: ends.of(target?.id ?? '') };
      for (const claim of observations) {
        if (claim.source === MANUAL_SOURCE) {
          const { observedAt: _, ...facts } = linkFacts(claim) as Record<string, JsonValue>;
          await spools.write(part(5, MANUAL_SOURCE), line({ edit: { relationship: { ...both, ...facts } } }));
        } else {
          await spools.write(part(3, claim.source), line({ relationship: { ...both, ...linkFacts(claim) } }));
        }
      }
    }
  }
}
