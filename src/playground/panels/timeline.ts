import { entriesOf, fieldsOf, numberOf, textOf } from '../read-json';

/** A committed write that changed what is shown. */
export interface Stop {
  readonly revision: number;
  readonly time: string | null;
  /** Who and why, in a few words. */
  readonly words: string;
}

export interface Timeline {
  /** The newest revision. */
  readonly now: number | null;
  /** How many items are stored, counted: an estimate would call a full inventory empty. */
  readonly items: number | null;
  /** The oldest revision that can be read. */
  readonly horizon: number;
  /** Oldest first. */
  readonly stops: readonly Stop[];
  /** Whether these are all of them. */
  readonly complete: boolean;
}

/** The answer to `timelineOf`: the change sets behind the changes, each once. */
export function timelineIn(data: unknown): Timeline {
  const server = fieldsOf(fieldsOf(data)?.['server']);
  const changes = fieldsOf(fieldsOf(data)?.['changes']);
  const byRevision = new Map<number, Stop>();
  for (const entry of entriesOf(changes)) {
    const set = fieldsOf(entry['changeSet']);
    const revision = numberOf(set?.['revision']);
    if (revision === null) continue;
    const words = [textOf(set?.['source']) ?? textOf(set?.['principal']), textOf(set?.['reason'])];
    byRevision.set(revision, {
      revision,
      time: textOf(set?.['at']),
      words: words.filter((word) => word !== null && word !== '').join(': '),
    });
  }
  return {
    now: numberOf(server?.['revision']),
    items: numberOf(fieldsOf(fieldsOf(data)?.['configurationItems'])?.['totalCount']),
    horizon: numberOf(fieldsOf(server?.['horizon'])?.['revision']) ?? 0,
    stops: [...byRevision.values()].toSorted((a, b) => a.revision - b.revision),
    complete: fieldsOf(changes?.['pageInfo'])?.['hasNextPage'] !== true,
  };
}

/** A place of the slider; the last one is now. */
export interface Position {
  /** As in a view: null is the present. */
  readonly at: string | null;
  readonly words: string;
}

/** Behind each change set, before the first one where that can be read, and now. */
export function positionsOf({ stops, horizon, complete }: Timeline): Position[] {
  const [first] = stops;
  if (first === undefined) return [{ at: null, words: 'now' }];
  const earliest = first.revision - 1;
  const before = complete && earliest >= horizon ? [{ at: String(earliest), words: `before ${describe(first)}` }] : [];
  const past = stops.slice(0, -1).map((stop) => ({ at: String(stop.revision), words: describe(stop) }));
  return [...before, ...past, { at: null, words: 'now' }];
}

/** Where a moment stands: at the last position that is not later. */
export function positionAt(positions: readonly Position[], at: string | null, stops: readonly Stop[]): number {
  if (at === null) return positions.length - 1;
  const revision = revisionAt(at, stops);
  let found = 0;
  positions.forEach((position, index) => {
    if (position.at !== null && Number(position.at) <= revision) found = index;
  });
  return found;
}

function revisionAt(at: string, stops: readonly Stop[]): number {
  if (/^\d+$/.test(at)) return Number(at);
  const time = Date.parse(at);
  return stops.reduce((last, stop) => (Date.parse(stop.time ?? '') <= time ? stop.revision : last), -1);
}

function describe({ revision, time, words }: Stop): string {
  return [`revision ${revision}`, time === null ? '' : momentInWords(time), words]
    .filter((part) => part !== '')
    .join(', ');
}

/** To the second, the same everywhere: people compare it with logs. */
export function momentInWords(time: string): string {
  return time.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
}
