import { BASE_FIELDS } from './configuration-item';
import type { IngestPart } from './ingest-record';

/** Part of an item -> what its claim paths begin with. */
export const PART_PREFIX: Readonly<Record<IngestPart, string>> = {
  ATTRIBUTES: 'attributes.',
  LABELS: 'labels.',
  GATES: 'gates.',
};

const BASE_FIELD_NAMES: ReadonlySet<string> = new Set(BASE_FIELDS);

/** The path of an attribute or base field by its name in the class model. */
export const pathOfAttribute = (name: string): string =>
  BASE_FIELD_NAMES.has(name) ? name : PART_PREFIX.ATTRIBUTES + name;

/**
 * The path under which an observation keeps when the source last declared a part complete: until then, what it does not
 * name is withdrawn. No claim of a value begins like this.
 */
export const completeMark = (part: IngestPart): string => `complete.${part}`;

/** Whether a path claims a value, rather than marking a complete part. */
export const isValuePath = (path: string): boolean => !path.startsWith('complete.');

/** The part a path belongs to; null for base fields. */
export function partOf(path: string): IngestPart | null {
  if (path.startsWith(PART_PREFIX.ATTRIBUTES)) return 'ATTRIBUTES';
  if (path.startsWith(PART_PREFIX.LABELS)) return 'LABELS';
  return path.startsWith(PART_PREFIX.GATES) ? 'GATES' : null;
}
