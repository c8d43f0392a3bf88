import { createHash, randomUUID } from 'node:crypto';
import { createWriteQueue, type WriteQueue, type WriteQueueOptions } from '../../src/application/writes/write-queue';
import type { ConfigurationItem, Observation } from '../../src/domain/configuration-item';
import { revision, type ItemId, type RelationshipId } from '../../src/domain/ids';
import type { Relationship } from '../../src/domain/relationship';
import {
  NO_EXPECTATIONS,
  type ChangePlan,
  type Identifier,
  type ItemWrite,
  type RelationshipWrite,
} from '../../src/storage/change-sets/change-plan';
import type { Database } from '../../src/storage/database';

/** A write queue on a database, with the machine's clock. */
export function testQueue(database: Database, options: Partial<WriteQueueOptions> = {}): WriteQueue {
  return createWriteQueue({ database, clock: () => new Date(), newId: randomUUID, ...options });
}

/** A plan that writes nothing, with whatever a test puts into it. */
export function changePlan(parts: Partial<ChangePlan> = {}): ChangePlan {
  return {
    principal: 'tester',
    source: null,
    reason: null,
    requestId: randomUUID(),
    operationId: randomUUID(),
    operationKind: 'EDIT',
    expects: NO_EXPECTATIONS,
    items: [],
    observations: [],
    identifiersAdded: [],
    identifiersRemoved: [],
    relationships: [],
    model: null,
    dataSources: [],
    idempotency: null,
    ...parts,
  };
}

/** An operational server; its stamped fields are placeholders. */
export function testItem(id: ItemId, fields: Partial<ConfigurationItem> = {}): ConfigurationItem {
  return {
    id,
    className: 'Server',
    tenant: '',
    name: `server-${id}`,
    description: null,
    environment: null,
    lifecycle: 'OPERATIONAL',
    lifecycleStatus: null,
    criticality: null,
    owner: null,
    supportGroup: null,
    onCall: null,
    site: null,
    canFail: true,
    labels: {},
    attributes: {},
    gates: [],
    presence: 'PRESENT',
    absentSince: null,
    retiredAt: null,
    retiredBy: null,
    mergedInto: null,
    version: 1,
    createdAt: '',
    updatedAt: '',
    validFrom: revision(0),
    ...fields,
  };
}

/** Creates an item. */
export const creation = (item: ConfigurationItem): ItemWrite => ({
  before: null,
  after: item,
  kind: 'CREATED',
  paths: ['name'],
});

/** Changes an item. */
export const update = (before: ConfigurationItem, fields: Partial<ConfigurationItem>): ItemWrite => ({
  before,
  after: { ...before, ...fields, version: before.version + 1 },
  kind: 'UPDATED',
  paths: Object.keys(fields),
});

/** What a source says of an item. */
export function testObservation(item: ItemId, fields: Partial<Observation> = {}): Observation {
  return {
    itemId: item,
    source: 'scanner',
    nativeKey: `key-${item}`,
    className: 'Server',
    claims: { name: `server-${item}` },
    times: {},
    exists: true,
    observedAt: '2026-11-22T10:00:00.000Z',
    validFrom: revision(0),
    ...fields,
  };
}

/** source DEPENDS_ON target; its stamped fields are placeholders. */
export function testRelationship(
  id: RelationshipId,
  source: ItemId,
  target: ItemId,
  fields: Partial<Relationship> = {},
): Relationship {
  return {
    id,
    source,
    type: 'DEPENDS_ON',
    target,
    tenant: '',
    kind: 'DECLARED',
    strength: 'HARD',
    gateKeys: [],
    weight: 1,
    attributes: {},
    claims: [],
    version: 1,
    createdAt: '',
    updatedAt: '',
    validFrom: revision(0),
    ...fields,
  };
}

/** Creates a relationship. */
export const relation = (relationship: Relationship): RelationshipWrite => ({
  before: null,
  after: relationship,
  kind: 'CREATED',
  paths: [],
});

/** Ends a relationship. */
export const ending = (relationship: Relationship): RelationshipWrite => ({
  before: relationship,
  after: null,
  kind: 'ENDED',
  paths: [],
});

/** An identity of an item under the entry 100. */
export function testIdentifier(item: ItemId, value: string, fields: Partial<Identifier> = {}): Identifier {
  return {
    entryId: 100,
    keyHash: createHash('sha256').update(value).digest('hex').slice(0, 32),
    itemId: item,
    tenant: '',
    value,
    normaliser: 1,
    contested: false,
    ...fields,
  };
}
