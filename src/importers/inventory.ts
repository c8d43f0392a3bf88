import type { IngestBatch, ItemRecord, RelationshipRecord } from '../domain/ingest/ingest-record';
import { assembleBatches, BatchFiller } from './batch-assembly';
import { parseDocuments } from './documents';
import { notThisFormat, type Importer, type ImportOptions, type InputFile } from './importer';
import { readLines, readWhole } from './input-text';
import { expandItem, expandRelationship, prefixesOf, type NotationContext } from './inventory/notation';
import { looksLike } from './looks-like';
import { itemFault, relationshipFault, type RecordFault } from './record-fault';
import type { ReportBuilder } from './report-builder';
import { listOf, objectOf, textOf, type Untyped } from './untyped';

/** The own format, for inventories that people write (YAML) or programs (NDJSON). `help` shows all its short forms. */
export const inventory: Importer = {
  name: 'inventory',
  description: 'the own format: items and relationships, hand-written (YAML) or one per line (NDJSON)',
  help: `
YAML, written by hand:
  inventory: Datacentre Zurich            # says what this is; marks the format
  prefixes: { k8s: { source: kubernetes, key: shop/default/ } }
  defaults: { environment: production }   # of every item
  items:
    - class: LinuxServer
      key: host-a                         # its native key
      name: host-a
      owner: Platform team                # or { name, url }
      gates: { power: { rule: ANY } }
      relationships:
        LOCATED_IN: rack-1
        POWERED_BY: { to: [feed-a, feed-b], gate: power }
        HAS_MEMBER: { from: cluster-1 }   # the item is the target
  relationships:
    - { type: CALLS, strength: HARD,
        from: k8s:Deployment/frontend, to: [k8s:Service/cart] }
Ends are native keys of this source, prefix:key, { source, key }, { class, <attribute>: … } or { id }.

NDJSON, one record per line as the mutation ingest takes it: {"item": {…}} or {"relationship": {…}}

Examples:
  underpin import inventory services.yaml --source service-catalogue
  underpin import inventory *.yaml --dry-run`,
  options: [],
  mapping: { items: [], relationships: [], notes: ['Items and relationships are taken as they are written.'] },
  read: readInventories,
};

async function* readInventories(
  files: readonly InputFile[],
  options: ImportOptions,
  report: ReportBuilder,
): AsyncGenerator<IngestBatch> {
  const items: ItemRecord[] = [];
  const relationships: RelationshipRecord[] = [];
  for (const file of files) {
    if (await isNdjson(file)) {
      yield* readNdjson(file, options, report);
      continue;
    }
    const text = await readWhole(file);
    for (const record of documentRecords(file.name, text, options.source, report)) {
      if ('item' in record) items.push(record.item);
      else relationships.push(record.relationship);
    }
  }
  // Files refer to each other, so the relationships of all of them come after the items of all of them.
  yield* assembleBatches(options.source, items, relationships);
}

type Found = { readonly item: ItemRecord } | { readonly relationship: RelationshipRecord };

async function isNdjson(file: InputFile): Promise<boolean> {
  for await (const { text } of readLines(file)) {
    if (text === null) return false;
    if (text.trim() !== '') return isRecordLine(text);
  }
  return false;
}

function isRecordLine(text: string): boolean {
  try {
    const value = objectOf(JSON.parse(text));
    return 'item' in value || 'relationship' in value;
  } catch {
    return false;
  }
}

async function* readNdjson(
  file: InputFile,
  options: ImportOptions,
  report: ReportBuilder,
): AsyncGenerator<IngestBatch> {
  const filler = new BatchFiller(options.source);
  for await (const { number, text } of readLines(file)) {
    if (text?.trim() === '') continue;
    const record = text === null ? 'the line is too long' : recordOfLine(text);
    if (typeof record === 'string') report.problem(file.name, record, { line: number });
    else if ('path' in record) report.problem(file.name, record.message, { line: number, path: record.path });
    else if ('item' in record) {
      report.read(record.item.class);
      yield* filler.add(record.item);
    } else {
      report.read('relationship');
      yield* filler.relate(record.relationship);
    }
  }
  yield* filler.close();
}

function recordOfLine(text: string): Found | RecordFault | string {
  let value: Untyped;
  try {
    value = objectOf(JSON.parse(text));
  } catch {
    return 'is not JSON';
  }
  if ('item' in value) return checkedItem(objectOf(value['item']));
  if ('relationship' in value) return checkedRelationship(objectOf(value['relationship']));
  return 'has neither "item" nor "relationship"';
}

function* documentRecords(file: string, text: string, source: string, report: ReportBuilder): Generator<Found> {
  let documents = 0;
  for (const document of parseDocuments(text)) {
    const place = { document: document.number, line: document.line };
    if (!('value' in document)) {
      report.problem(file, document.problem, place);
      documents += 1;
      continue;
    }
    const value = objectOf(document.value);
    if (!('inventory' in value)) throw notThisFormat(file, 'an inventory (it has no `inventory:`)', looksLike(text));
    documents += 1;
    for (const { record, path } of recordsOf(value, source)) {
      if (!('path' in record)) {
        report.read('item' in record ? record.item.class : 'relationship');
        yield record;
      } else {
        report.problem(file, record.message, { ...place, path: record.path === '' ? path : `${path}.${record.path}` });
      }
    }
  }
  if (documents === 0) report.problem(file, 'holds no document');
}

const SECTIONS = ['inventory', 'prefixes', 'defaults', 'items', 'relationships'];

function* recordsOf(value: Untyped, source: string): Generator<{ record: Found | RecordFault; path: string }> {
  for (const section of Object.keys(value)) {
    if (SECTIONS.includes(section)) continue;
    yield { record: { path: '', message: `is unknown; known are ${SECTIONS.join(', ')}` }, path: section };
  }
  const context: NotationContext = { source, prefixes: prefixesOf(value['prefixes']) };
  const defaults = objectOf(value['defaults']);
  for (const [index, item] of listOf(value['items']).entries()) {
    const path = `items[${index}]${labelOf(item)}`;
    yield { record: checkedItem(expandItem(objectOf(item), defaults, context)), path };
  }
  for (const [index, one] of listOf(value['relationships']).entries()) {
    for (const expanded of expandRelationship(objectOf(one), context)) {
      yield { record: checkedRelationship(expanded), path: `relationships[${index}]` };
    }
  }
}

// A position alone is hard to find in a long file.
function labelOf(item: unknown): string {
  const { key, nativeKey, name } = objectOf(item);
  const label = textOf(key) ?? textOf(nativeKey) ?? textOf(name);
  return label === null ? '' : ` (${label.slice(0, 80)})`;
}

const checkedItem = (value: Untyped): Found | RecordFault =>
  itemFault(value) ?? { item: value as unknown as ItemRecord };

const checkedRelationship = (value: Untyped): Found | RecordFault =>
  relationshipFault(value) ?? { relationship: value as unknown as RelationshipRecord };
