import type { Right } from './principal';

/** What an operation asks of its caller. */
export interface Need {
  readonly right: Right;
  /** Whether it is about the whole store: a caller who sees only a part of it may not. */
  readonly whole?: true;
  /** The field of the input that names the data source it is done as. */
  readonly source?: string;
  /** Its input names a sync session: it is done as the data source of that. */
  readonly session?: true;
}

const READ: Need = { right: 'READ' };
/** A session is about what who began it sees. */
const REPORT_IN_SESSION: Need = { right: 'REPORT', session: true };
const EDIT: Need = { right: 'EDIT' };
const ADMINISTER: Need = { right: 'ADMINISTER' };
/** The class model and the rules are one for all tenants. */
const GOVERN: Need = { right: 'ADMINISTER', whole: true };

/**
 * What every root field of the schema asks of its caller, by `Type.field`. A field that is not here is refused to
 * everybody, and the server does not start with it.
 */
export const NEEDS_OF_FIELDS: Readonly<Record<string, Need>> = {
  'Query.node': READ,
  'Query.nodes': READ,
  'Query.configurationItem': READ,
  'Query.configurationItems': READ,
  'Query.matchConfigurationItems': READ,
  'Query.relationships': READ,
  'Query.ciClasses': READ,
  'Query.ciClass': READ,
  'Query.relationshipTypes': READ,
  'Query.relationshipType': READ,
  'Query.dataSources': READ,
  'Query.valueLists': READ,
  'Query.junkValues': READ,
  'Query.explainValue': READ,
  'Query.reconciliationRules': READ,
  'Query.syncSessions': READ,
  'Query.parkedItems': READ,
  'Query.topology': READ,
  'Query.paths': READ,
  'Query.impact': READ,
  'Query.outages': READ,
  'Query.duplicateSets': READ,
  'Query.cutSets': READ,
  'Query.singlePointsOfFailure': READ,
  'Query.changes': READ,
  'Query.difference': READ,
  'Query.webhooks': EDIT,
  'Query.apiTokens': ADMINISTER,
  'Query.viewer': READ,
  'Query.server': READ,
  'Subscription.changes': READ,
  'Subscription.impact': READ,
  'Subscription.analysis': READ,
  'Subscription.impactAnalysis': READ,
  'Subscription.serviceStates': READ,
  'Mutation.ingest': { right: 'REPORT', source: 'source' },
  'Mutation.beginSync': { right: 'REPORT', source: 'source' },
  'Mutation.commitSync': REPORT_IN_SESSION,
  'Mutation.abortSync': REPORT_IN_SESSION,
  // What waits for a person.
  'Mutation.confirmSync': { right: 'EDIT', session: true },
  'Mutation.revertSync': { right: 'EDIT', session: true },
  'Mutation.reportOutages': { right: 'REPORT', source: 'source' },
  'Mutation.registerDataSource': { right: 'REPORT', source: 'name' },
  'Mutation.upsertConfigurationItem': EDIT,
  'Mutation.updateConfigurationItems': EDIT,
  'Mutation.retireConfigurationItem': EDIT,
  'Mutation.mergeConfigurationItems': EDIT,
  'Mutation.resolveDuplicateSet': EDIT,
  'Mutation.searchDuplicates': { right: 'EDIT', whole: true },
  'Mutation.undoMerge': { right: 'EDIT', whole: true },
  'Mutation.upsertRelationship': EDIT,
  'Mutation.endRelationship': EDIT,
  'Mutation.setGate': EDIT,
  'Mutation.openOutage': EDIT,
  'Mutation.closeOutage': EDIT,
  'Mutation.revertChangeSet': EDIT,
  'Mutation.createWebhook': EDIT,
  'Mutation.updateWebhook': EDIT,
  'Mutation.deleteWebhook': EDIT,
  'Mutation.redeliverWebhook': EDIT,
  'Mutation.defineCiClass': GOVERN,
  'Mutation.defineRelationshipType': GOVERN,
  'Mutation.defineReconciliationRule': GOVERN,
  'Mutation.defineValueList': GOVERN,
  'Mutation.defineJunkValues': GOVERN,
  'Mutation.applyModel': GOVERN,
  'Mutation.createApiToken': ADMINISTER,
  'Mutation.revokeApiToken': ADMINISTER,
};

/** What a door asks: OPEN asks nobody who they are, ANYBODY only that. */
export type NeedOfDoor = 'OPEN' | 'ANYBODY' | Need;

/** What every path over HTTP asks of its caller, by method and route. One that is not here is refused to everybody. */
export const NEEDS_OF_DOORS: Readonly<Record<string, NeedOfDoor>> = {
  // Their fields have needs of their own.
  'GET /graphql': 'ANYBODY',
  'POST /graphql': 'ANYBODY',
  'POST /ingest': { right: 'REPORT', source: 'source' },
  'GET /changes': READ,
  // Whole: numbers of all tenants.
  'GET /metrics': { right: 'READ', whole: true },
  'GET /health/live': 'OPEN',
  'GET /health/ready': 'OPEN',
  // The page itself holds no data.
  'GET /': 'OPEN',
  'GET /ci': 'OPEN',
  'GET /ci/:id': 'OPEN',
  'GET /impact': 'OPEN',
  'GET /ui/*': 'OPEN',
  'GET /favicon.ico': 'OPEN',
};
