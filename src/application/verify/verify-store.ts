import type { Change } from '../../domain/history/change';
import type { ConfigurationItem } from '../../domain/configuration-item';
import { groupBy } from '../../domain/lists/group-by';
import { itemId, type ItemId, type Revision } from '../../domain/ids';
import { replayItem, replayRelationship, type Disagreement, type Version } from '../../domain/history/log-replay';
import { encodeItemId, encodeRelationshipId } from '../../domain/opaque-id';
import type { Relationship } from '../../domain/relationship';
import { ClassModel } from '../../domain/class-model/resolved-class-model';
import { definitionOf, loadClassModel } from '../../storage/class-model/class-model';
import { readHead } from '../../storage/history/change-log';
import type { Database, Tx } from '../../storage/database';
import { readHorizon } from '../../storage/history/history-horizon';
import { readSnapshot } from '../../storage/read-snapshot';
import { findOpenRederivation } from '../../storage/identities/rederivations';
import { readDue, readHistories, readItemIds, type Histories } from '../../storage/verify/item-histories';
import { runCheck, STRUCTURE_CHECKS, type FoundRow } from '../../storage/verify/structure-checks';
import { deriveItems, type Deriving } from '../reconciliation/derive-items';
import { deriveRelationships } from '../reconciliation/derive-relationships';

/** One thing that is not as it should be. */
export interface Finding extends Omit<Disagreement, 'revision'> {
  /** Which check found it. */
  readonly check: string;
  /** Id of the item or relationship, or another key. */
  readonly subject: string;
  readonly revision: number | null;
}

/** What was looked at. */
export interface Verified {
  readonly revision: Revision;
  readonly horizon: Revision;
  readonly items: number;
  readonly relationships: number;
  readonly changes: number;
  /** False: rules are being worked in, so values were not derived anew. */
  readonly derived: boolean;
}

/** How to verify. `report` hears of every finding as it is made. */
export interface VerifyOptions {
  readonly now: Date;
  readonly report: (finding: Finding) => void;
  /** Rows that one check of the structure names at most. */
  readonly most: number;
}

const PAGE_SIZE = 1_000;

/**
 * Holds the tables against each other and against the log, at one moment, while others write: the structure by one statement
 * for each check, then every item and relationship by its versions, its changes and the claims of its sources.
 */
export function verifyStore(database: Database, options: VerifyOptions): Promise<Verified> {
  return readSnapshot(database, async (tx) => {
    const { revision: head } = await readHead(tx);
    const { revision: horizon } = await readHorizon(tx);
    for (const check of STRUCTURE_CHECKS) {
      const rows = await runCheck(tx, check, { horizon, most: options.most });
      for (const row of rows) options.report(findingOf(check.name, row));
    }
    const model = new ClassModel(definitionOf(await loadClassModel(tx)));
    const derived = (await findOpenRederivation(tx, null)) === null;
    const verifier = new Verifier(tx, horizon, { model, now: options.now.toISOString() }, options);
    const counts = await verifier.run(derived);
    return { revision: head, horizon, derived, ...counts };
  });
}

const findingOf = (check: string, { item, subject, path, revision, message }: FoundRow): Finding => ({
  check,
  subject: [...(item === null ? [] : [encodeItemId(itemId(item))]), ...(subject === null ? [] : [subject])].join(' '),
  path,
  revision,
  message,
});

/** Goes through all items, page by page. */
class Verifier {
  readonly #tx: Tx;
  readonly #horizon: Revision;
  readonly #deriving: Deriving;
  readonly #report: VerifyOptions['report'];

  constructor(tx: Tx, horizon: Revision, deriving: Deriving, { report }: VerifyOptions) {
    this.#tx = tx;
    this.#horizon = horizon;
    this.#deriving = deriving;
    this.#report = report;
  }

  async run(deriving: boolean): Promise<Pick<Verified, 'items' | 'relationships' | 'changes'>> {
    const counts = { items: 0, relationships: 0, changes: 0 };
    for (let after = 0; ;) {
      const ids = await readItemIds(this.#tx, after, PAGE_SIZE);
      const last = ids.at(-1);
      if (last === undefined) return counts;
      after = last;
      const histories = await readHistories(this.#tx, ids);
      this.#replay(histories);
      const held = histories.relationships.filter(({ to }) => to === null).map(({ value }) => value);
      if (deriving) await this.#derive(ids, held);
      counts.items += ids.length;
      counts.relationships += held.length;
      counts.changes += histories.changes.length;
    }
  }

  #replay({ items, relationships, changes }: Histories): void {
    const ofItems = groupBy(
      changes.filter(({ entity }) => entity === 'CONFIGURATION_ITEM'),
      (change) => change.itemId,
    );
    for (const [id, versions] of groupBy(items, ({ value }) => value.id)) {
      this.#tell('log of an item', encodeItemId(id), this.#replayItem(versions, ofItems.get(id) ?? []));
    }
    const told = groupBy(
      changes.filter(({ entity }) => entity === 'RELATIONSHIP'),
      (change) => `${change.relationshipId} ${change.itemId} ${change.targetId}`,
    );
    const stored = groupBy(relationships, ({ value }) => `${value.id} ${value.source} ${value.target}`);
    for (const key of new Set([...stored.keys(), ...told.keys()])) {
      const [versions, said] = [stored.get(key) ?? [], told.get(key) ?? []];
      const id = versions[0]?.value.id ?? said[0]?.relationshipId;
      if (id == null) continue;
      const found = replayRelationship({ versions, changes: said, horizon: this.#horizon });
      this.#tell('log of a relationship', encodeRelationshipId(id), found);
    }
  }

  #replayItem(versions: readonly Version<ConfigurationItem>[], changes: readonly Change[]): readonly Disagreement[] {
    return replayItem({ versions, changes, horizon: this.#horizon });
  }

  /** What sources say comes to what is stored. What is due to change because a claim has expired is left to the sweeper. */
  async #derive(ids: readonly ItemId[], relationships: readonly Relationship[]): Promise<void> {
    const due = await readDue(this.#tx, [...ids, ...relationships.map(({ id }) => id)], this.#deriving.now);
    for (const { before, write } of await deriveItems(this.#tx, ids, this.#deriving)) {
      if (!due.has(before.id)) this.#tellClaims(encodeItemId(before.id), before.validFrom, write?.paths ?? []);
    }
    for (const { before, write } of await deriveRelationships(this.#tx, relationships, this.#deriving)) {
      if (!due.has(before.id)) this.#tellClaims(encodeRelationshipId(before.id), before.validFrom, write?.paths ?? []);
    }
  }

  #tellClaims(subject: string, revision: Revision, paths: readonly string[]): void {
    const message = 'It is not what the claims of its sources come to.';
    this.#tell(
      'claims',
      subject,
      paths.map((path) => ({ path, revision, message })),
    );
  }

  #tell(check: string, subject: string, found: readonly Disagreement[]): void {
    for (const one of found) this.#report({ check, subject, ...one });
  }
}
