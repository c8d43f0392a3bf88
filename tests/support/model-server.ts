import { randomUUID } from 'node:crypto';
import { applyModel, type ApplyModelCall } from '../../src/application/class-model/apply-model';
import type { AppliedModel } from '../../src/application/class-model/applied-model';
import { createClassModels, type ClassModels } from '../../src/application/class-model/class-models';
import { identityHash } from '../../src/application/references/identity-hash';
import { seedClassModel } from '../../src/application/class-model/seed-model';
import type { WriteQueue } from '../../src/application/writes/write-queue';
import { IdentityRules } from '../../src/domain/identification/identity-keys';
import { itemId, relationshipId, type ItemId } from '../../src/domain/ids';
import type { JsonObject } from '../../src/domain/json';
import type { CiClassInput, ModelInput, RelationshipTypeInput } from '../../src/domain/class-model/model-input';
import type { Database } from '../../src/storage/database';
import { takeItemIds, takeRelationshipIds } from '../../src/storage/change-sets/id-blocks';
import { findHolders } from '../../src/storage/identities/identifiers';
import { createTestDatabase, type TestDatabase } from './database';
import { changePlan, creation, relation, testItem, testObservation, testQueue, testRelationship } from './plans';

/** A server as far as the class model needs one, on a database of its own with the shipped model in it. */
export interface ModelServer {
  readonly test: TestDatabase;
  readonly database: Database;
  readonly writes: WriteQueue;
  readonly models: ClassModels;
  readonly clock: () => Date;
  readonly newId: () => string;
  stop(): Promise<void>;
}

export async function startModelServer(): Promise<ModelServer> {
  const test = await createTestDatabase();
  const { database } = test;
  const writes = testQueue(database);
  const models = await createClassModels(database);
  const server = { test, database, writes, models, clock: () => new Date(), newId: randomUUID };
  await seedClassModel(server);
  return {
    ...server,
    stop: async () => {
      await writes.close();
      await models.stop();
      await test.drop();
    },
  };
}

/** Names that a real API would reserve. */
const NAMES = { reservedClassNames: new Set(['Topology']), reservedAttributeNames: new Set(['labels', 'name']) };

/** Applies definitions as a caller would, by default for good. */
export function define(
  server: ModelServer,
  definitions: { classes?: readonly CiClassInput[]; relationshipTypes?: readonly RelationshipTypeInput[] },
  call: Partial<ApplyModelCall> = {},
): Promise<AppliedModel> {
  const input: ModelInput = { classes: [], relationshipTypes: [], ...definitions };
  const defaults = { principal: 'tester', requestId: randomUUID(), reason: null, dryRun: false, idempotency: null };
  return applyModel(server, input, { ...defaults, ...call }, NAMES);
}

/** Stores items as one source reported them, without identifiers. */
export async function storeItems(
  server: Pick<ModelServer, 'database' | 'writes'>,
  className: string,
  items: readonly { readonly name: string; readonly attributes?: JsonObject }[],
): Promise<readonly ItemId[]> {
  const ids = await takeItemIds(server.database, items.length);
  const plan = changePlan({
    items: items.map(({ name, attributes = {} }, index) =>
      creation(testItem(ids[index] ?? itemId(0), { className, name, attributes })),
    ),
    observations: items.map(({ name, attributes = {} }, index) => {
      const claims = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`attributes.${key}`, value]));
      const after = testObservation(ids[index] ?? itemId(0), { className, claims: { name, ...claims } });
      return { before: null, after, tenant: '' };
    }),
  });
  await server.writes.submit({ prepare: () => Promise.resolve(plan) });
  return ids;
}

/** Stores one relationship. */
export async function storeRelationship(
  server: ModelServer,
  source: ItemId,
  type: string,
  target: ItemId,
): Promise<void> {
  const [id = relationshipId(0)] = await takeRelationshipIds(server.database, 1);
  const plan = changePlan({ relationships: [relation(testRelationship(id, source, target, { type }))] });
  await server.writes.submit({ prepare: () => Promise.resolve(plan) });
}

/** Who holds the identity that an entry of a class gives some values, under the newest model; `*` marks contesting ones. */
export async function holdersOf(
  server: Pick<ModelServer, 'database' | 'models'>,
  className: string,
  { entry, values, host = null }: { entry: string; values: readonly string[]; host?: ItemId | null },
): Promise<readonly string[]> {
  const rules = new IdentityRules(server.models.current(), identityHash);
  const prepared = rules.entriesOf(className).find((one) => one.label === entry);
  if (!prepared) throw new Error(`${className} has no entry ${entry}`);
  const key = rules.key('', prepared.entry.id, values, host);
  const holders = await findHolders(server.database, [{ entryId: key.entryId, hash: key.hash }]);
  return [...holders.values()].flat().map((one) => `${one.itemId}${one.contested ? '*' : ''}`);
}
