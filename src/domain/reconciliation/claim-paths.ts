import { BASE_FIELDS } from '../configuration-item';
import type { IngestPart } from '../ingest/ingest-record';
import { remembered } from '../ingest/remembered';

/** Part of an item -> what its claim paths begin with. */
export const PART_PREFIX: Readonly<Record<IngestPart, string>> = {
  ATTRIBUTES: 'attributes.',
  LABELS: 'labels.',
  GATES: 'gates.',
};

/** Part -> name -> path. Paths are made of the same few names for every item. */
const PATHS: Readonly<Record<IngestPart, (name: string) => string>> = {
  ATTRIBUTES: remembered((name) => PART_PREFIX.ATTRIBUTES + name),
  LABELS: remembered((name) => PART_PREFIX.LABELS + name),
  GATES: remembered((name) => PART_PREFIX.GATES + name),
};

/** The path of what a part holds under a name. */
export const pathIn = (part: IngestPart, name: string): string => PATHS[part](name);

const BASE_FIELD_NAMES: ReadonlySet<string> = new Set(BASE_FIELDS);

/** The path of an attribute or base field by its name in the class model. */
export const pathOfAttribute = (name: string): string =>
  BASE_FIELD_NAMES.has(name) ? name : pathIn('ATTRIBUTES', name);

/**
 * The path under which an observation keeps when the source last declared a part complete: until then, what it does not
 * name is withdrawn. No claim of a value begins like this.
 */
export const completeMark = (part: IngestPart): string => `complete.${part}`;

/** Whether a path claims a value, rather than marking a complete part. */
export const isValuePath = (path: string): boolean => !path.startsWith('complete.');

/** Where the value of a path stands: in a part under a name. `part` is null for base fields, and marks of parts. */
export interface PathPlace {
  readonly part: IngestPart | null;
  readonly name: string;
}

/** Where the value of a path stands. */
export const placeOf: (path: string) => PathPlace = remembered((path) => {
  const part = readPart(path);
  return { part, name: part === null ? path : path.slice(PART_PREFIX[part].length) };
});

/** The part a path belongs to; null for base fields. */
export const partOf = (path: string): IngestPart | null => placeOf(path).part;

function readPart(path: string): IngestPart | null {
  if (path.startsWith(PART_PREFIX.ATTRIBUTES)) return 'ATTRIBUTES';
  if (path.startsWith(PART_PREFIX.LABELS)) return 'LABELS';
  return path.startsWith(PART_PREFIX.GATES) ? 'GATES' : null;
}
