import { createHash, randomInt, randomUUID } from 'node:crypto';
import type { PlannedWrite } from '../../src/application/writes/write-queue';
import type { ItemId, RelationshipId } from '../../src/domain/ids';
import {
  identifierKey,
  NO_EXPECTATIONS,
  relationshipKey,
  type ChangePlan,
} from '../../src/storage/change-sets/change-plan';
import { openDatabase, type Database, type Executor } from '../../src/storage/database';
import { takeItemIds, takeRelationshipIds } from '../../src/storage/change-sets/id-blocks';
import { ITEM_COLUMNS, toItem, type ItemRow } from '../../src/storage/change-sets/item-rows';
import {
  RELATIONSHIP_COLUMNS,
  toRelationship,
  type RelationshipRow,
} from '../../src/storage/change-sets/relationship-rows';
import { advanceHead } from '../../src/storage/change-sets/revision-head';
import { changePlan, creation, ending, relation, testItem, testQueue, testRelationship, update } from './plans';

/*
 * One server process of the writers test: four writers over the same few identities at a time, until it is stopped or killed.
 * Each acknowledged write is said on standard output as `acked <revision> <change set id>`.
 */

const WRITERS = 4;
const IDENTITIES = 6;
const WINDOW_MS = 300;
const ENTRY_ID = 100;

async function main(url: string): Promise<void> {
  const database = await openDatabase(url, { poolSize: 6 });
  const queue = testQueue(database, { random: Math.random });
  const stop = new AbortController();
  process.once('SIGTERM', () => stop.abort());
  const write = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        const { changeSet } = await queue.submit(anyWrite());
        if (changeSet) process.stdout.write(`acked ${changeSet.revision} ${changeSet.id}\n`);
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith('on purpose')) throw error;
      }
      if (randomInt(20) === 0) await takeAndRollBack(database);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  await queue.close();
  await database.close();
}

function anyWrite(): PlannedWrite {
  const dice = randomInt(10);
  if (dice === 0) return { prepare: () => Promise.reject(new Error('on purpose: refused while preparing')) };
  if (dice === 1) {
    // Writes something impossible beside something possible: the whole write must leave no trace.
    return {
      underLock: true,
      prepare: async (reader) => {
        await reader.query(`do $$ begin raise exception 'on purpose: failed under the lock'; end $$`);
        return null;
      },
    };
  }
  if (dice <= 4) return toggleRelationship();
  return report(identity(IDENTITIES), identity(IDENTITIES));
}

/** Everybody reports the same few new things at any time, so that each is created by one and met by the others. */
const identity = (among: number): string => `serial-${Math.floor(Date.now() / WINDOW_MS)}-${randomInt(among)}`;

const hashOf = (value: string): string => createHash('sha256').update(value).digest('hex').slice(0, 32);

/** Reports two things by their identity: creates those that nobody knows, counts up the others. */
function report(...values: readonly [string, string]): PlannedWrite {
  return {
    prepare: async (reader) => {
      const distinct = [...new Set(values)];
      const found = await findByIdentity(reader, distinct);
      const plans = await Promise.all(distinct.map((value) => reportOne(reader, value, found.get(value) ?? null)));
      return plans.reduce(joined, changePlan());
    },
  };
}

async function reportOne(
  reader: Executor,
  value: string,
  item: ReturnType<typeof toItem> | null,
): Promise<Pick<ChangePlan, 'items' | 'identifiersAdded' | 'expects'>> {
  const key = identifierKey(ENTRY_ID, hashOf(value));
  if (item) {
    const count = Number(item.attributes['count']) + 1;
    return {
      items: [update(item, { attributes: { count } })],
      identifiersAdded: [],
      expects: {
        ...NO_EXPECTATIONS,
        items: new Map([[item.id, item.validFrom]]),
        identifiers: new Map([[key, [item.id]]]),
      },
    };
  }
  const [id] = await takeItemIds(reader, 1);
  if (id === undefined) throw new Error('no id');
  return {
    items: [creation(testItem(id, { name: value, attributes: { count: 1 } }))],
    identifiersAdded: [
      { entryId: ENTRY_ID, keyHash: hashOf(value), itemId: id, tenant: '', value, normaliser: 1, contested: false },
    ],
    expects: { ...NO_EXPECTATIONS, items: new Map([[id, null]]), identifiers: new Map([[key, []]]) },
  };
}

function joined(plan: ChangePlan, part: Pick<ChangePlan, 'items' | 'identifiersAdded' | 'expects'>): ChangePlan {
  return {
    ...plan,
    items: [...plan.items, ...part.items],
    identifiersAdded: [...plan.identifiersAdded, ...part.identifiersAdded],
    expects: {
      ...plan.expects,
      items: new Map([...plan.expects.items, ...part.expects.items]),
      identifiers: new Map([...plan.expects.identifiers, ...part.expects.identifiers]),
    },
  };
}

/** Makes the relationship between the first two things, or ends it: so both happen however few writes there are. */
function toggleRelationship(): PlannedWrite {
  return {
    prepare: async (reader) => {
      const [source, target] = await reader.query<{ id: ItemId }>(
        'select id from configuration_item order by id limit 2',
      );
      if (!source || !target) return null;
      const [row] = await reader.query<RelationshipRow>(
        `select ${RELATIONSHIP_COLUMNS} from relationship where source_id = $1 and type = $2 and target_id = $3`,
        [source.id, 'DEPENDS_ON', target.id],
      );
      const existing = row ? toRelationship(row) : null;
      const [id] = existing ? [existing.id] : await takeRelationshipIds(reader, 1);
      return changePlan({
        relationships: [
          existing ? ending(existing) : relation(testRelationship(id as RelationshipId, source.id, target.id)),
        ],
        expects: {
          ...NO_EXPECTATIONS,
          relationships: new Map([[relationshipKey(source.id, 'DEPENDS_ON', target.id), existing?.validFrom ?? null]]),
        },
      });
    },
  };
}

async function findByIdentity(
  reader: Executor,
  values: readonly string[],
): Promise<ReadonlyMap<string, ReturnType<typeof toItem>>> {
  const owners = await reader.query<{ item_id: ItemId; value: string }>(
    'select item_id, value from ci_identifier where entry_id = $1 and key_hash = any($2::bytea[])',
    [ENTRY_ID, values.map((value) => Buffer.from(hashOf(value), 'hex'))],
  );
  const rows = await reader.query<ItemRow>(
    `select ${ITEM_COLUMNS} from configuration_item where id = any($1::bigint[])`,
    [owners.map((owner) => owner.item_id)],
  );
  const items = new Map(rows.map((row) => [row.id, toItem(row)]));
  return new Map(
    owners.flatMap((owner) => {
      const item = items.get(owner.item_id);
      return item ? [[owner.value, item]] : [];
    }),
  );
}

/** Takes a revision and gives it back: no trace of it may stay. */
async function takeAndRollBack(database: Database): Promise<void> {
  const purpose = new Error('rolled back');
  try {
    await database.transaction(async (tx) => {
      await advanceHead(tx, new Date());
      await tx.query(
        `insert into change_set values ((select revision from revision_head), now(), $1, 'nobody', null,
                        null, 'none', $1, 'EDIT', 0)`,
        [randomUUID()],
      );
      throw purpose;
    });
  } catch (error) {
    if (error !== purpose) throw error;
  }
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
