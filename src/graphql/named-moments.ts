import { isDeepStrictEqual } from 'node:util';
import type { Application } from '../application/application';
import type { Moment } from '../application/moments';
import { openOutagesAt, outageMoment, type OutageMoment } from '../application/outages/outages-at';
import { DomainError } from '../domain/errors';
import type { Revision } from '../domain/ids';
import type { OutageRecord } from '../domain/outages/outage';

/** A moment as a caller named it, and of a time: up to which revision what is known of it counts. */
export interface NamedMoment extends Moment {
  readonly knownAt?: Revision;
}

/** How a revision was named; null: by nobody, so that now is meant. */
type Name = NamedMoment | null;

/**
 * The moments that the fields of one operation name. What is read carries nothing but its revision, while outages have a
 * time of their own, and two moments may be of one revision: then what lasts is either the same at both, or nobody can say
 * which of the two is meant, and the operation is told so.
 */
export class NamedMoments {
  readonly #app: Application;
  readonly #names = new Map<Revision, Map<string, Name>>();
  readonly #naming = new Set<Promise<unknown>>();
  readonly #moments = new Map<string, Promise<OutageMoment>>();
  readonly #open = new Map<string, Promise<readonly OutageRecord[]>>();
  #knownAt: Revision | null = null;

  constructor(app: Application) {
    this.#app = app;
  }

  /** How an argument names it: a time as it is known when the operation first names one. */
  nameOf(at: Moment | null | undefined): Name {
    if (at == null) return null;
    if (at.time == null) return { revision: at.revision };
    this.#knownAt ??= this.#app.projection.head;
    return { time: at.time, knownAt: this.#knownAt };
  }

  /** Takes note of how a revision is named. */
  note(revision: Revision, name: Name): Revision {
    const names = this.#names.get(revision) ?? new Map<string, Name>();
    this.#names.set(revision, names.set(keyOf(name), name));
    return revision;
  }

  /** The same while it is being found: who asks for outages waits for it. */
  naming(name: Name, finding: Promise<Revision>): Promise<Revision> {
    const noted = finding.then((revision) => this.note(revision, name)).finally(() => this.#naming.delete(noted));
    this.#naming.add(noted);
    return noted;
  }

  /** The name of a revision, where it has one. */
  nameAt(revision: Revision): Name {
    const [name = null, ...others] = this.#names.get(revision)?.values() ?? [];
    return others.length === 0 ? name : null;
  }

  /** What outages last by is a time of their own: the moment that a revision stands for. Throws BAD_REQUEST. */
  async outageMomentAt(revision: Revision): Promise<OutageMoment> {
    return this.#momentOf(await this.#oneName(revision), revision);
  }

  /** The outages that last then, read once. Throws BAD_REQUEST. */
  async openOutagesAt(revision: Revision): Promise<readonly OutageRecord[]> {
    return this.#openBy(await this.#oneName(revision), revision);
  }

  async #oneName(revision: Revision): Promise<Name> {
    // Root fields are all called in one go, so that each is naming its moment by now.
    while (this.#naming.size > 0) await Promise.allSettled(this.#naming);
    const [name = null, ...others] = this.#names.get(revision)?.values() ?? [];
    for (const other of others) {
      const [lasting, otherwise] = await Promise.all([this.#openBy(name, revision), this.#openBy(other, revision)]);
      if (!isDeepStrictEqual(lasting, otherwise)) throw severalMoments(revision, [name, other]);
    }
    return name;
  }

  #momentOf(name: Name, revision: Revision): Promise<OutageMoment> {
    return remember(this.#moments, `${revision} ${keyOf(name)}`, () => outageMoment(this.#app, name, revision));
  }

  #openBy(name: Name, revision: Revision): Promise<readonly OutageRecord[]> {
    return remember(this.#open, `${revision} ${keyOf(name)}`, async () =>
      openOutagesAt(this.#app, await this.#momentOf(name, revision), revision),
    );
  }
}

const keyOf = (name: Name): string => (name === null ? '' : `${name.time ?? 'then'}@${name.knownAt ?? ''}`);

const inWords = (name: Name): string => (name === null ? 'now' : (name.time ?? 'the revision itself'));

const severalMoments = (revision: Revision, names: readonly Name[]): DomainError =>
  new DomainError(
    'BAD_REQUEST',
    `This operation asks what lasts at several moments of revision ${revision} (${names.map(inWords).toSorted().join(', ')}), and other outages last at each: name one moment in all of its fields, or ask in an operation for each.`,
  );

/** What was asked for once is not worked out again. */
export function remember<Key, Value>(
  known: Map<Key, Promise<Value>>,
  key: Key,
  make: () => Promise<Value>,
): Promise<Value> {
  const found = known.get(key);
  if (found) return found;
  const made = make();
  known.set(key, made);
  return made;
}
