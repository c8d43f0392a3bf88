import { ownIdentities } from './identifying-values';
import { NO_IDENTITIES } from './own-identities';
import { checkGate } from '../../domain/gate-check';
import type { RelationshipType } from '../../domain/class-model/class-model';
import { itemError, type ItemError } from '../../domain/errors';
import type { ItemRecord, ItemRelationshipRecord, RelationshipRecord } from '../../domain/ingest/ingest-record';
import { parseInstant } from '../../domain/instant';
import { payloadClaims, toGate } from '../../domain/reconciliation/item-claims';
import { didYouMean, quoted } from '../../domain/nearest-name';
import { observedTooLate } from '../../domain/ingest/observed-at';
import { decodeItemId } from '../../domain/opaque-id';
import { checkItemRecord, checkRelationshipRecord } from '../../domain/ingest/record-check';
import { validateAttributes } from '../class-model/attribute-validation';
import { NO_CLAIMS, type Batch, type BatchContext, type BatchItem, type BatchRelationship, type End } from './batch';
import type { Recalled } from './recall';
import { ItemNames } from './batch-names';
import { itemLabel, relationshipLabel } from './item-label';
import { RecalledItem } from './recalled-item';
import { readEnd, type BatchNames } from './read-ends';

/**
 * Reads and checks a batch against the class model, looking nothing up. Whatever is wrong with a record is noted at that
 * record; the others go on.
 */
export function readBatch(
  context: BatchContext,
  items: readonly ItemRecord[],
  relationships: readonly RelationshipRecord[],
  recalled: Recalled | null = null,
): Batch {
  const read = isAllKnown(recalled)
    ? []
    : items.map((record, index) => {
        const known = recalled?.items[index];
        return known ? new RecalledItem(context, record, index, known.item) : readItem(context, record, index);
      });
  const names: BatchNames = new ItemNames(context, read);
  const nested = read.flatMap((item) =>
    item.recalled === undefined
      ? nestedOf(item.record).map((record, at) => readNested(context, names, item, record, at))
      : [],
  );
  const free = relationships.flatMap((record, index) =>
    recalled?.relationships[index] ? [] : [readFree(context, names, record, index)],
  );
  const all = [...nested, ...free];
  for (const relationship of all) linkHosts(read, relationship);
  return {
    items: read,
    relationships: all,
    readKnown: {
      item: (index) => readItem(context, items[index] ?? NO_RECORD, index),
      relationship: (index, nestedIndex) => {
        const item = read[index];
        const record = nestedIndex === null ? relationships[index] : items[index]?.relationships?.[nestedIndex];
        if (record && 'source' in record) return readFree(context, names, record, index);
        return item && record && nestedIndex !== null ? readNested(context, names, item, record, nestedIndex) : null;
      },
    },
  };
}

const NO_RECORD: ItemRecord = { class: '' };

const isAllKnown = (recalled: Recalled | null): boolean =>
  recalled !== null &&
  recalled.items.every((known) => known !== null) &&
  recalled.relationships.every((known) => known !== null);

function readItem(context: BatchContext, given: ItemRecord, index: number): BatchItem {
  const { rules, reporter } = context;
  const shape = checkItemRecord(given);
  const lists = context.model.valueLists;
  const listed = shape.length > 0 || lists.isEmpty ? null : lists.applyTo(given);
  const record = listed?.record ?? given;
  const errors = shape.length > 0 ? [...shape] : [...modelErrors(context, record), ...timeErrors(context, record)];
  errors.push(...(listed?.errors ?? []));
  const usable = errors.length === 0;
  const id = usable && typeof record.id === 'string' ? decodeItemId(record.id) : null;
  if (usable && record.id && id === null) {
    errors.push(itemError('INVALID_REFERENCE', `${quoted(record.id)} is no id of a configuration item.`, ['id']));
  }
  const className = record.class;
  const tenant = record.tenant ?? reporter.tenant;
  const payload = usable ? payloadClaims(record) : NO_CLAIMS;
  const { values, ownKeys } = usable ? ownIdentities(context, { className, tenant, payload }) : NO_IDENTITIES;
  return {
    index,
    record,
    label: itemLabel(context, record, index),
    className,
    tenant,
    observedAt: (usable && record.observedAt ? parseInstant(record.observedAt) : null) ?? context.observedAt,
    present: record.presence !== 'ABSENT',
    id,
    payload,
    nativeKey: usable && record.nativeKey ? rules.nativeKey(reporter.source, record.nativeKey) : null,
    values,
    ownKeys,
    links: [],
    warnings: listed?.warnings ?? [],
    errors,
  };
}

function modelErrors({ model, types }: BatchContext, record: ItemRecord): readonly ItemError[] {
  const ciClass = model.class(record.class);
  if (!ciClass) {
    const hint = didYouMean(
      record.class,
      model.classes().map((each) => each.name),
    );
    return [itemError('UNKNOWN_CLASS', `There is no CI class ${quoted(record.class)}.${hint}`, ['class'])];
  }
  if (ciClass.abstract) {
    const concrete = model.descendants(record.class).filter((name) => model.class(name)?.abstract === false);
    const message = `The CI class ${record.class} is abstract. Name one of its descendants: ${concrete.slice(0, 5).join(', ')}.`;
    return [itemError('ABSTRACT_CLASS', message, ['class'])];
  }
  const unknownTypes = (record.completeRelationships ?? []).flatMap((name, at) =>
    types.has(name) ? [] : [unknownType(types, name, ['completeRelationships', String(at)])],
  );
  return [
    ...validateAttributes(model, record.class, record.attributes ?? {}),
    ...(record.gates ?? []).flatMap((gate, at) => checkGate(toGate(gate), types, ['gates', String(at)])),
    ...unknownTypes,
  ];
}

function unknownType(types: ReadonlySet<string>, name: string, path: readonly string[]): ItemError {
  const message = `There is no relationship type ${quoted(name)}.${didYouMean(name, types)}`;
  return itemError('UNKNOWN_RELATIONSHIP_TYPE', message, path);
}

function timeErrors({ now }: BatchContext, { observedAt }: Pick<ItemRecord, 'observedAt'>): readonly ItemError[] {
  const fault = observedAt ? observedTooLate(observedAt, now) : null;
  return fault === null ? [] : [itemError('INVALID_VALUE', fault, ['observedAt'])];
}

/** The check of the record refuses what is no list; this only keeps it from being walked. */
const nestedOf = ({ relationships }: ItemRecord): readonly ItemRelationshipRecord[] =>
  Array.isArray(relationships) ? (relationships as readonly ItemRelationshipRecord[]) : [];

function readNested(
  context: BatchContext,
  names: BatchNames,
  item: BatchItem,
  record: ItemRelationshipRecord,
  nestedIndex: number,
): BatchRelationship {
  const own: End =
    item.recalled === undefined
      ? { kind: 'batch', item: item.index }
      : { kind: 'id', id: item.recalled, text: item.label };
  const other = readEnd(context, names, record.end, ['end']);
  const outward = record.direction !== 'TARGET';
  return readRelationship(context, record, item.observedAt, {
    index: item.index,
    nestedIndex,
    label: `relationship ${nestedIndex} of ${item.label}`,
    source: outward ? own : other,
    target: outward ? other : own,
  });
}

function readFree(
  context: BatchContext,
  names: BatchNames,
  record: RelationshipRecord,
  index: number,
): BatchRelationship {
  return readRelationship(context, record, context.observedAt, {
    index,
    nestedIndex: null,
    label: relationshipLabel(context, index),
    source: readEnd(context, names, record.source, SOURCE_PATH),
    target: readEnd(context, names, record.target, TARGET_PATH),
  });
}

const SOURCE_PATH = ['source'] as const;
const TARGET_PATH = ['target'] as const;

function readRelationship(
  context: BatchContext,
  record: RelationshipRecord | ItemRelationshipRecord,
  observedAt: string,
  place: Pick<BatchRelationship, 'index' | 'nestedIndex' | 'label' | 'source' | 'target'>,
): BatchRelationship {
  const { model, types, reporter } = context;
  const shape = checkRelationshipRecord(record);
  const type: RelationshipType | null = (shape.length === 0 ? model.type(record.type) : undefined) ?? null;
  return {
    index: place.index,
    nestedIndex: place.nestedIndex,
    label: place.label,
    source: place.source,
    target: place.target,
    type,
    present: record.presence !== 'ABSENT',
    ifVersion: record.ifVersion ?? null,
    errors:
      shape.length > 0
        ? shape
        : [...(type ? [] : [unknownType(types, record.type, ['type'])]), ...timeErrors(context, record)],
    report: {
      source: reporter.source,
      kind: record.kind ?? 'DECLARED',
      strength: record.strength,
      gateKeys: record.gateKeys,
      weight: record.weight,
      attributes: record.attributes,
      observedAt: (shape.length === 0 && record.observedAt ? parseInstant(record.observedAt) : null) ?? observedAt,
    },
  };
}

/** A relationship that holds may name the host of either end. */
function linkHosts(items: readonly BatchItem[], { type, source, target, present, errors }: BatchRelationship): void {
  if (!type || !present || errors.length > 0) return;
  if (source.kind === 'batch') items[source.item]?.links.push({ type: type.name, end: target });
  if (target.kind === 'batch') items[target.item]?.links.push({ type: type.name, end: source });
}
