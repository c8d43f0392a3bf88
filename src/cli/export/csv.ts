import type { JsonObject, JsonValue } from '../../domain/json';
import type { ExportFormat, ExportInput } from './export-format';
import type { InventoryReader, ReadItem } from './inventory-reader';
import { linksOf, type Link } from './links-by-source';

/** A table with a row for each item, in the header that `underpin import csv` reads. */
export const CSV: ExportFormat = {
  name: 'csv',
  description: 'a table of the effective values, one item a row, which "underpin import csv" reads',
  write: writeCsv,
};

interface Contact {
  readonly name: string;
  readonly url: string | null;
}

interface CsvItem extends ReadItem {
  readonly name: string;
  readonly class: { readonly name: string };
  readonly description: string | null;
  readonly environment: string | null;
  readonly lifecycle: string;
  readonly lifecycleStatus: string | null;
  readonly criticality: string | null;
  readonly owner: Contact | null;
  readonly supportGroup: Contact | null;
  readonly onCall: Contact | null;
  readonly site: string | null;
  readonly canFail: boolean;
  readonly labels: JsonObject;
  readonly attributes: JsonObject;
}

const FIELDS = `name class { name } description environment lifecycle lifecycleStatus criticality
  owner { name url } supportGroup { name url } onCall { name url } site canFail labels attributes`;

const BASE: Readonly<Record<string, (item: CsvItem) => string | null | undefined>> = {
  class: (item) => item.class.name,
  nativeKey: (item) => item.id,
  name: (item) => item.name,
  description: (item) => item.description,
  environment: (item) => item.environment,
  lifecycle: (item) => item.lifecycle,
  lifecycleStatus: (item) => item.lifecycleStatus,
  criticality: (item) => item.criticality,
  owner: (item) => item.owner?.name,
  'owner.url': (item) => item.owner?.url,
  supportGroup: (item) => item.supportGroup?.name,
  'supportGroup.url': (item) => item.supportGroup?.url,
  onCall: (item) => item.onCall?.name,
  'onCall.url': (item) => item.onCall?.url,
  site: (item) => item.site,
  canFail: (item) => String(item.canFail),
};

type CellType = 'text' | 'number' | 'boolean' | 'json';

/** What the columns are: found by reading everything once. */
interface Shape {
  readonly ids: Set<string>;
  readonly attributes: Map<string, CellType>;
  readonly labels: Set<string>;
}

async function* writeCsv({ reader }: ExportInput): AsyncGenerator<string> {
  const shape = await shapeOf(reader);
  const links = await linksOf(reader, shape.ids, { dependent: false });
  const types = [...new Set([...links.values()].flatMap((some) => some.map(({ type }) => type)))].sort();
  const attributes = [...shape.attributes].sort(([a], [b]) => (a < b ? -1 : 1));
  const labels = [...shape.labels].sort();
  yield csvLine([
    ...Object.keys(BASE),
    ...attributes.map(([name, type]) => `attributes.${name}${type === 'text' ? '' : `:${type}`}`),
    ...labels.map((key) => `labels.${key}`),
    ...types.map((type) => `rel:${type}`),
  ]);
  for await (const page of reader.items<CsvItem>(FIELDS)) {
    yield page
      .map((item) =>
        csvLine([
          ...Object.values(BASE).map((cell) => cell(item) ?? ''),
          ...attributes.map(([name, type]) => attributeCell(item.attributes[name], type)),
          ...labels.map((key) => labelCell(item.labels[key])),
          ...types.map((type) => endsCell(links.get(item.id) ?? [], type)),
        ]),
      )
      .join('');
  }
}

async function shapeOf(reader: InventoryReader): Promise<Shape> {
  const shape: Shape = { ids: new Set(), attributes: new Map(), labels: new Set() };
  for await (const page of reader.items<CsvItem>('labels attributes')) {
    for (const { id, labels, attributes } of page) {
      shape.ids.add(id);
      for (const key of Object.keys(labels)) shape.labels.add(key);
      for (const [name, value] of Object.entries(attributes)) {
        const [type, known] = [typeOf(value), shape.attributes.get(name)];
        shape.attributes.set(name, known === undefined || known === type ? type : 'json');
      }
    }
  }
  return shape;
}

/** A text whose ends are blank would lose them, and an empty one would say nothing. */
function typeOf(value: JsonValue): CellType {
  if (typeof value === 'string') return value === '' || value !== value.trim() ? 'json' : 'text';
  return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'json';
}

function attributeCell(value: JsonValue | undefined, type: CellType): string {
  if (value === undefined || value === null) return '';
  return type !== 'json' && typeof value !== 'object' ? String(value) : JSON.stringify(value);
}

const labelCell = (value: JsonValue | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

const endsCell = (links: readonly Link[], wanted: string): string =>
  links.flatMap(({ type, end }) => (type === wanted ? [end] : [])).join(';');

/** A line after RFC 4180. */
function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/**
 * A spreadsheet takes a cell that begins like a formula for one; a tab in front of it stops that, and importing drops it
 * again. Numbers are no formulas.
 */
function csvCell(text: string): string {
  const dangerous = /^[=+\-@\t\r\n]/.test(text) && !/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text);
  const cell = dangerous ? `\t${text}` : text;
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
