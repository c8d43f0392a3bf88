import { fieldsOf, numberOf, textOf } from '../read-json';

/**
 * A `ConfigurationItemRef` of the API as one piece of text: an id as it is, a key as `<data source>:<key>`, anything
 * else as JSON. Ids hold no colon.
 */
export function referenceOf(text: string): object {
  const json = text.startsWith('{') ? objectIn(text) : null;
  if (json !== null) return json;
  const colon = text.indexOf(':');
  return colon < 1 ? { id: text } : { native: { source: text.slice(0, colon), key: text.slice(colon + 1) } };
}

/** The shortest text that `referenceOf` reads as the same; null for what is no reference. */
export function referenceText(value: unknown): string | null {
  const reference = fieldsOf(value);
  if (reference === null) return null;
  const native = fieldsOf(reference['native']);
  const short = textOf(reference['id']) ?? `${textOf(native?.['source']) ?? ''}:${textOf(native?.['key']) ?? ''}`;
  const json = JSON.stringify(reference);
  return JSON.stringify(referenceOf(short)) === json ? short : json;
}

/** For people, while it is not known which item it leads to. */
export function referenceInWords(text: string): string {
  const { identity, native } = referenceOf(text) as Readonly<Record<string, unknown>>;
  const values = Object.values(fieldsOf(fieldsOf(identity)?.['attributes']) ?? {});
  const className = textOf(fieldsOf(identity)?.['class']);
  if (className !== null && values.length > 0) return `${values.map(String).join(' ')} (${className})`;
  return textOf(fieldsOf(native)?.['key']) ?? text;
}

/** A `Moment` of the API: digits are a revision, anything else is a time. */
export function momentOf(text: string): { revision: number } | { time: string } {
  return /^\d{1,15}$/.test(text) ? { revision: Number(text) } : { time: text };
}

export function momentText(value: unknown): string | null {
  const moment = fieldsOf(value);
  const revision = numberOf(moment?.['revision']);
  return revision === null ? textOf(moment?.['time']) : String(revision);
}

function objectIn(text: string): object | null {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return null;
  }
}
