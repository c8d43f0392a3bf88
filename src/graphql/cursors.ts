import { DomainError } from '../domain/errors';
import type { Revision } from '../domain/ids';
import { parseInstant } from '../domain/instant';
import type { JsonValue } from '../domain/json';
import type { PagePosition } from '../domain/page';
import type { NamedMoment } from './named-moments';

/** A cursor taken apart. It names the answer it belongs to: list, revision, moment and history. */
export interface Cursor {
  /** The list and its order; a cursor fits no other. */
  readonly list: string;
  readonly revision: Revision;
  /** The moment by which that revision was named, for outages last by it; null: now. */
  readonly moment: NamedMoment | null;
  /** Names the history up to that revision; another one there (a restored backup) voids the cursor. */
  readonly history: string;
  readonly position: PagePosition;
}

/** Writes a cursor. Clients must treat it as opaque. */
export function encodeCursor({ list, revision, moment, history, position }: Cursor): string {
  const at = momentParts(revision, moment);
  return Buffer.from(JSON.stringify([list, at, history, ...position])).toString('base64url');
}

/** A revision that nobody named stands by itself, as most do. */
function momentParts(revision: Revision, moment: NamedMoment | null): JsonValue {
  if (moment === null) return revision;
  return moment.time == null ? [revision] : [revision, moment.time, moment.knownAt ?? revision];
}

/** Undefined for what {@link momentParts} does not write. */
function readMoment(parts: JsonValue | undefined): Pick<Cursor, 'revision' | 'moment'> | undefined {
  const [revision, time, knownAt, ...others] = Array.isArray(parts) ? parts : [parts];
  if (!isRevision(revision) || others.length > 0) return undefined;
  if (time === undefined) return { revision, moment: Array.isArray(parts) ? { revision } : null };
  const instant = typeof time === 'string' ? parseInstant(time) : null;
  return instant !== null && isRevision(knownAt) ? { revision, moment: { time: instant, knownAt } } : undefined;
}

const isRevision = (value: unknown): value is Revision => Number.isSafeInteger(value) && (value as number) >= 0;

/** Reads a cursor of a list; throws BAD_REQUEST when it is none, or one of another list or order. */
export function decodeCursor(text: string, list: string): Cursor {
  const parts = readCursor(text);
  if (!parts) throw new DomainError('BAD_REQUEST', 'This is no cursor: pass on one that a page of this list gave.');
  if (parts.list !== list) {
    throw new DomainError(
      'BAD_REQUEST',
      'The cursor belongs to another list, filter or order: start again without it.',
    );
  }
  return parts;
}

/** What a text says as a cursor, of whichever list; null when it is none. */
export function readCursor(text: string): Cursor | null {
  try {
    const parts = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;
    if (!Array.isArray(parts)) return null;
    const [list, at, history, ...position] = parts as JsonValue[];
    const read = readMoment(at);
    if (typeof list !== 'string' || typeof history !== 'string' || read === undefined) return null;
    if (position.some((value) => value !== null && typeof value === 'object')) return null;
    return { list, ...read, history, position: position as PagePosition };
  } catch {
    return null;
  }
}
