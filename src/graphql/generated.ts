import type { JsonValue } from '../domain/json';
import type { JsonObject } from '../domain/json';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ItemModel } from './item-model';
import type { RelationshipModel, CiClassModel, RelationshipTypeModel, ChangeModel, UnresolvedRefModel, ItemMatchModel, ItemConnectionModel, RelationshipConnectionModel, ChangeConnectionModel, DataSourceModel, DataSourceConnectionModel, RevertPayloadModel, RevertedThingModel, SyncSessionModel, SyncRemovalModel, SyncSessionConnectionModel, SyncRemovalConnectionModel, IngestPayloadModel, CompletedParkedModel, ParkedItemConnectionModel, UpdatedItemsModel, ItemUpdateModel, IngestItemResultModel, IngestRelationshipResultModel, AvailabilityModel, AvailabilityCauseModel, OutageModel, OutageConnectionModel, ReportedOutagesModel, OutageResultModel } from './models';
import type { DuplicateSetModel, DuplicateEvidenceModel, DuplicateSetConnectionModel } from './duplicate-models';
import type { ParkedRecord } from '../domain/ingest/parked-record';
import type { ReconciliationRuleModel, ReconciliationRuleConnectionModel, DefineValueListPayloadModel, DefineJunkValuesPayloadModel, IdentityEffectModel, IdentityMoveModel, IdentityEffectConnectionModel, ValueExplanationModel, ExplainedClaimModel, RuleEffectModel, RuleEffectConnectionModel, DefineReconciliationRulePayloadModel } from './rule-models';
import type { TopologyModel, TopologyItemModel, TopologyItemConnectionModel, DependencyPathModel, DependencyPathConnectionModel, ImpactedItemModel, ImpactedItemConnectionModel, SparedItemModel, SparedItemConnectionModel, GateResultModel, GateMemberModel, GateMemberConnectionModel, GateWarningModel, ProofStepModel, CutSetAnalysisModel, CutSetModel, ProbabilityRangeModel, CutSetConnectionModel, SinglePointModel, StateChangeModel, ItemStateModel, SinglePointConnectionModel, SharedFateModel, ImpactAnalysisModel, ImpactSummaryModel } from './graph-models';
import type { WebhookModel, WebhookConnectionModel, DeadLetterConnectionModel } from './webhook-models';
import type { DeadLetter as DeadLetterModel } from '../domain/webhooks/webhook';
import type { ApiToken as ApiTokenModel } from '../domain/access/api-token';
import type { Principal as PrincipalModel } from '../domain/access/principal';
import type { ApiTokenConnectionModel } from './access-models';
import type { TopologyDifferenceModel, DifferingModel, DifferenceConnectionModel } from './difference-models';
import type { RequestContext } from './context';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A whole number of any size, as decimal digits. */
  BigCount: { input: string; output: bigint; }
  /** An instant as RFC 3339 in UTC; microseconds are kept. */
  DateTime: { input: string; output: string; }
  /** Any JSON value. */
  JSON: { input: JsonValue; output: JsonValue; }
  /** A JSON object. */
  JSONObject: { input: JsonObject; output: JsonObject; }
  /** A position in the change log: a whole number below 2^53. Revisions have no gaps and are in commit order. */
  Revision: { input: number; output: number; }
};

/** Input of abortSync. */
export type AbortSyncInput = {
  /** Show the session, change nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** Accepted like everywhere; repeating it gives the same answer without one. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why; kept with the session. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** The session. */
  readonly session: Scalars['ID']['input'];
};

/** Answer of abortSync. */
export type AbortSyncPayload = {
  readonly __typename?: 'AbortSyncPayload';
  /** What this call wrote, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** The operation of the session; null when this call wrote nothing. */
  readonly operation?: Maybe<Operation>;
  /** The revision of the last change set of this call; the newest one when it wrote nothing. */
  readonly revision: Scalars['Revision']['output'];
  /** The session as it now is. */
  readonly session: SyncSession;
};

/** What an analysis rests on. */
export type AnalysisCoverage = {
  readonly __typename?: 'AnalysisCoverage';
  /** How many of them are thought to fail. */
  readonly candidates: Scalars['Int']['output'];
  /** Whether everything asked for was found, and nothing is hidden or unresolved. */
  readonly complete: Scalars['Boolean']['output'];
  /** Sets of so many items and fewer are all known; null when all sets are. */
  readonly exactToOrder?: Maybe<Scalars['Int']['output']>;
  /** Items that this caller may not see; counted, never silently left out. */
  readonly hidden: Scalars['Int']['output'];
  /** How many items the target depends on, itself included. */
  readonly items: Scalars['Int']['output'];
  /** Sets of so many items and fewer can be listed; null when all that were counted can. */
  readonly listedToOrder?: Maybe<Scalars['Int']['output']>;
  /** Why there is nothing, or not everything; null when there is nothing to explain. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** Whether it ran out of time or room before everything asked for was found. */
  readonly stoppedEarly: Scalars['Boolean']['output'];
  /** References that did not resolve; 0 is the target. */
  readonly unresolved: ReadonlyArray<UnresolvedRef>;
};

/** A token by which a caller comes in. Its secret is kept nowhere. */
export type ApiToken = {
  readonly __typename?: 'ApiToken';
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Who made it. */
  readonly createdBy: Scalars['String']['output'];
  /** What it is for. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** When it ends by itself; null: never. */
  readonly expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Which one. */
  readonly id: Scalars['ID']['output'];
  /** Labels with values that items must have to be seen and written. */
  readonly labels: Scalars['JSONObject']['output'];
  /** When it was last used, give or take a minute; null: never. */
  readonly lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Stands in the change log for who wrote; never given twice. */
  readonly name: Scalars['String']['output'];
  /** When it was revoked; null: it was not. */
  readonly revokedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who revoked it. */
  readonly revokedBy?: Maybe<Scalars['String']['output']>;
  /** What it may do. */
  readonly role: Role;
  /** The data sources it may report as; null: any. */
  readonly sources?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The tenants whose items it sees and writes, the empty text for the default one; null: all. */
  readonly tenants?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** A page of tokens. */
export type ApiTokenConnection = {
  readonly __typename?: 'ApiTokenConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<ApiTokenEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<ApiToken>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** The newest revision when this page was read. */
  readonly revision: Scalars['Revision']['output'];
  /** How many there are in all; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
};

/** One of the tokens, with its cursor. */
export type ApiTokenEdge = {
  readonly __typename?: 'ApiTokenEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The token. */
  readonly node: ApiToken;
};

/** Input of applyModel. */
export type ApplyModelInput = {
  /** The classes, in any order. */
  readonly classes?: ReadonlyArray<CiClassInput>;
  /** Compute everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why; kept with the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** Reconciliation rules, each in place of the one for the same class or type, attributes and source. Effective values follow, as change sets of the same operation. */
  readonly reconciliationRules?: ReadonlyArray<ReconciliationRuleInput>;
  /** The relationship types, in any order. */
  readonly relationshipTypes?: ReadonlyArray<RelationshipTypeInput>;
};

/** Answer of applyModel. */
export type ApplyModelPayload = {
  readonly __typename?: 'ApplyModelPayload';
  /** What was written, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** The classes that were new or changed. */
  readonly classes: ReadonlyArray<CiClass>;
  /** Why it was refused; the path leads to the definition. */
  readonly errors: ReadonlyArray<ItemError>;
  /** Stored items that the definitions would make invalid. */
  readonly invalidated: InvalidatedItems;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** The names of classes and relationship types whose reconciliation rules changed. */
  readonly reconciliationTargets: ReadonlyArray<Scalars['String']['output']>;
  /** The relationship types that were new or changed. */
  readonly relationshipTypes: ReadonlyArray<RelationshipType>;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
};

/** An attribute of a class. */
export type AttributeDefinition = {
  readonly __typename?: 'AttributeDefinition';
  /** The class that adds it. */
  readonly definedBy: Scalars['String']['output'];
  /** What it means. */
  readonly description: Scalars['String']['output'];
  /** Its name. */
  readonly name: Scalars['String']['output'];
  /** Whether every item must have it. */
  readonly required: Scalars['Boolean']['output'];
  /** JSON Schema (2020-12) of its values. With x-volatile: true they have no history. */
  readonly schema: Scalars['JSONObject']['output'];
};

/** An attribute to define. */
export type AttributeDefinitionInput = {
  /** What it means. */
  readonly description?: Scalars['String']['input'];
  /** Its name: ^[a-z][A-Za-z0-9]{0,62}$, and no field of ConfigurationItem. */
  readonly name: Scalars['String']['input'];
  /** Whether every item must have it. */
  readonly required?: Scalars['Boolean']['input'];
  /** JSON Schema (2020-12) of its values, without pattern and without remote references. With x-volatile: true only the last value is kept: it takes no revision and has no history. */
  readonly schema: Scalars['JSONObject']['input'];
};

/** How a caller showed who they are. */
export type Authentication =
  /** By a token of createApiToken. */
  | 'API_TOKEN'
  /** Not at all: no authentication is configured. */
  | 'NONE'
  /** By a token that an identity provider has signed. */
  | 'OIDC';

/** How an item fared over a period. */
export type Availability = {
  readonly __typename?: 'Availability';
  /** Seconds in each state. */
  readonly byState: ReadonlyArray<StateDuration>;
  /** What the time in a state worse than OK was due to; what cost most DOWN time first. */
  readonly causes: ReadonlyArray<AvailabilityCause>;
  /** False: there were more moments to look at than one answer may take; ask for a shorter period. */
  readonly complete: Scalars['Boolean']['output'];
  /** The beginning of the period. */
  readonly from: Scalars['DateTime']['output'];
  /** When it was worse than OK, in order. */
  readonly intervals: ReadonlyArray<StateInterval>;
  /** For how many seconds the item was there. */
  readonly observedSeconds: Scalars['Float']['output'];
  /** The share of that time that it was not DOWN, 0 to 1; null when it was not there at all. */
  readonly share?: Maybe<Scalars['Float']['output']>;
  /** Its end, exclusive. */
  readonly to: Scalars['DateTime']['output'];
};

/** An item whose outages another one's state was due to. */
export type AvailabilityCause = {
  readonly __typename?: 'AvailabilityCause';
  /** The same in any state but OK. */
  readonly affectedSeconds: Scalars['Float']['output'];
  /** The item; null when it is hidden from the caller. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** For how many seconds the other one was DOWN by it. Of several causes at once each counts the whole time. */
  readonly downSeconds: Scalars['Float']['output'];
};

/** Input of beginSync. */
export type BeginSyncInput = {
  /** Compute everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** The same key with the same input gives the same session again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** It expires when nothing is heard of it for so long, and removes nothing; 1 to 10,080. Every ingest counts. */
  readonly idleMinutes?: Scalars['Int']['input'];
  /** More than this share of the scope, or of any class or relationship type in it with at least 5 members, is removed only when it is confirmed; 0 to 100. */
  readonly maxRemovalPercent?: Scalars['Float']['input'];
  /** Why; kept with the changes. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** What the run covers; everything that the source reports when left out. */
  readonly scope?: InputMaybe<SyncScopeInput>;
  /** The name of a registered data source. */
  readonly source: Scalars['String']['input'];
  /** Abort other open sessions of the source that cover some of the same, instead of being refused with SYNC_IN_PROGRESS. */
  readonly takeOver?: Scalars['Boolean']['input'];
};

/** Answer of beginSync. */
export type BeginSyncPayload = {
  readonly __typename?: 'BeginSyncPayload';
  /** What this call wrote, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** The operation of the session; null when this call wrote nothing. */
  readonly operation?: Maybe<Operation>;
  /** The revision of the last change set of this call; the newest one when it wrote nothing. */
  readonly revision: Scalars['Revision']['output'];
  /** The session as it now is. */
  readonly session: SyncSession;
};

/** Which items are thought to fail. What is left out asks nothing. */
export type CandidateFilter = {
  /** True: items that can fail, which is also meant when it is left out. False: items that never fail by themselves. */
  readonly canFail?: InputMaybe<Scalars['Boolean']['input']>;
  /** Of these classes, descendants included. */
  readonly classes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** With each of these labels at this value. */
  readonly labels?: InputMaybe<Scalars['JSONObject']['input']>;
};

/** One thing changed by a change set. */
export type Change = {
  readonly __typename?: 'Change';
  /** The committed write: when, who, why. */
  readonly changeSet: ChangeSet;
  /** The item, or the source of the relationship, as it was then. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** What kind of thing. */
  readonly entity: EntityKind;
  /** What happened to it. */
  readonly kind: ChangeKind;
  /** Its position in the change set, from 0. */
  readonly ordinal: Scalars['Int']['output'];
  /** The global id of the relationship. */
  readonly relationshipId?: Maybe<Scalars['ID']['output']>;
  /** The revision it made. */
  readonly revision: Scalars['Revision']['output'];
  /** The name of the relationship type, class or data source. */
  readonly subject?: Maybe<Scalars['String']['output']>;
  /** The target of the relationship, as it was then. */
  readonly target?: Maybe<ConfigurationItem>;
  /** What changed, value by value; of a relationship that begins or ends, all its fields, its ends by their global ids. */
  readonly values: ReadonlyArray<ValueChange>;
};

/** A page of changes. */
export type ChangeConnection = {
  readonly __typename?: 'ChangeConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<ChangeEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<Change>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** The revision this page was read at. */
  readonly revision: Scalars['Revision']['output'];
  /** How many there are in all; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
  /** Items of the filter that did not resolve. Nothing fits them; the rest is answered. */
  readonly unresolved: ReadonlyArray<UnresolvedRef>;
};

/** One of changes, with its cursor. */
export type ChangeEdge = {
  readonly __typename?: 'ChangeEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The one itself. */
  readonly node: Change;
};

/** What passes the filter of one change set, at most 1,000 changes; a larger change set comes in several events. Without a change set: a bookmark to resume from. */
export type ChangeEvent = {
  readonly __typename?: 'ChangeEvent';
  /** The committed write: when, who, why; null for a bookmark. */
  readonly changeSet?: Maybe<ChangeSet>;
  /** What changed, in order. */
  readonly changes: ReadonlyArray<Change>;
  /** Give it as `after` to go on behind this event; it names the history as well. */
  readonly cursor: Scalars['String']['output'];
  /** Whether no further event of this change set follows. */
  readonly last: Scalars['Boolean']['output'];
  /** The change set, or how far the log was looked through. */
  readonly revision: Scalars['Revision']['output'];
};

/** Which changes: all that is given must hold. */
export type ChangeFilter = {
  /** Of items of these classes or their descendants. */
  readonly classes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Of these items, their relationships included. */
  readonly configurationItems?: InputMaybe<ReadonlyArray<ConfigurationItemRef>>;
  /** Of these kinds of things. */
  readonly entities?: InputMaybe<ReadonlyArray<EntityKind>>;
  /** Committed at this instant or later. */
  readonly from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Of items within a closure, their relationships included: as it is at the revision read at; of a feed, at that of what is told. */
  readonly inClosureOf?: InputMaybe<TopologyScope>;
  /** Of these kinds. */
  readonly kinds?: InputMaybe<ReadonlyArray<ChangeKind>>;
  /** Of this call. */
  readonly operation?: InputMaybe<Scalars['ID']['input']>;
  /** That moved a value at one of these paths: a base field, attributes.<name>, labels.<key>, gates.<key>, a field of a relationship. */
  readonly paths?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** By one of these. */
  readonly principals?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Behind this revision. */
  readonly since?: InputMaybe<Scalars['Revision']['input']>;
  /** Reported by one of these data sources. */
  readonly sources?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Committed before this instant. */
  readonly to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What happened to a thing. */
export type ChangeKind =
  /** No source claims any more that it exists. */
  | 'ABSENT'
  /** It is new. */
  | 'CREATED'
  /** The relationship ended. */
  | 'ENDED'
  /** The item became a part of another one, to which its id leads now; the relationship left it for that one. */
  | 'MERGED'
  /** Only what a source says changed; no effective value did. */
  | 'OBSERVED'
  /** It has another class now. */
  | 'RECLASSIFIED'
  /** A merge was undone: the item or relationship is itself again. */
  | 'RESTORED'
  /** It was absent or retired and is back. */
  | 'RESURRECTED'
  /** It was retired. */
  | 'RETIRED'
  /** A value changed. */
  | 'UPDATED';

/** One committed write. */
export type ChangeSet = {
  readonly __typename?: 'ChangeSet';
  /** When it was committed. */
  readonly at: Scalars['DateTime']['output'];
  /** How many changes it holds. */
  readonly changeCount: Scalars['Int']['output'];
  /** Its random id; names the history up to here. */
  readonly id: Scalars['ID']['output'];
  /** The call; one call may write several change sets. */
  readonly operation: Operation;
  /** Who wrote. */
  readonly principal: Scalars['String']['output'];
  /** Why, as the caller said. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** The request it came with. */
  readonly requestId: Scalars['String']['output'];
  /** Its position in the log. */
  readonly revision: Scalars['Revision']['output'];
  /** The data source that reported it; null for edits by hand. */
  readonly source?: Maybe<Scalars['String']['output']>;
};

/** A class of configuration items. */
export type CiClass = {
  readonly __typename?: 'CiClass';
  /** For how many hours an item that no data source claims any more stays absent before it is retired; inherited where the class says nothing itself. Null: its data sources decide. */
  readonly absentGraceHours?: Maybe<Scalars['Int']['output']>;
  /** True: no item is of this class itself. */
  readonly abstract: Scalars['Boolean']['output'];
  /** Its attributes, inherited ones included, by name. */
  readonly attributes: ReadonlyArray<AttributeDefinition>;
  /** True: shipped with this program and not redefined since; an upgrade may change it. */
  readonly builtIn: Scalars['Boolean']['output'];
  /** The default of its items' canFail. */
  readonly canFail: Scalars['Boolean']['output'];
  /** The names of its descendants, itself left out. */
  readonly descendants: ReadonlyArray<Scalars['String']['output']>;
  /** What it stands for. */
  readonly description: Scalars['String']['output'];
  /** How likely its items are to be down at any moment, 0 to 1, unless they have an attribute of this name; inherited. Null when nobody says so. */
  readonly failureProbability?: Maybe<Scalars['Float']['output']>;
  /** Its default redundancy rules, inherited ones included. */
  readonly gateDefaults: ReadonlyArray<ClassGateDefault>;
  /** How its items are recognised, first that applies; inherited entries included. */
  readonly identification: ReadonlyArray<IdentificationEntry>;
  /** Its own identification rules, as they were defined. */
  readonly identificationRules: ReadonlyArray<IdentificationRule>;
  /** Whether impact answers list its items as services. */
  readonly isService: Scalars['Boolean']['output'];
  /** Its name. */
  readonly name: Scalars['String']['output'];
  /** The class it inherits from. */
  readonly parent?: Maybe<CiClass>;
};

/** A class to define. */
export type CiClassInput = {
  /** For how many hours an item that no data source claims any more stays absent before it is retired, whatever its data sources say; the parent's when left out. */
  readonly absentGraceHours?: InputMaybe<Scalars['Int']['input']>;
  /** True: no item is of this class itself. */
  readonly abstract?: Scalars['Boolean']['input'];
  /** The attributes it adds. */
  readonly attributes?: ReadonlyArray<AttributeDefinitionInput>;
  /** The default of its items' canFail; the parent's when left out. */
  readonly canFail?: InputMaybe<Scalars['Boolean']['input']>;
  /** What it stands for. */
  readonly description: Scalars['String']['input'];
  /** How likely its items are to be down at any moment, 0 to 1, unless they have an attribute of this name; the parent's when left out. */
  readonly failureProbability?: InputMaybe<Scalars['Float']['input']>;
  /** Its default redundancy rules. */
  readonly gateDefaults?: ReadonlyArray<ClassGateDefaultInput>;
  /** How its items are recognised, first that applies; the parent's rules when left out. */
  readonly identification?: InputMaybe<ReadonlyArray<IdentificationRuleInput>>;
  /** Whether impact answers list its items as services; the parent's when left out. */
  readonly isService?: InputMaybe<Scalars['Boolean']['input']>;
  /** Its name: ^[A-Z][A-Za-z0-9]{0,62}$, and no type of this API. */
  readonly name: Scalars['String']['input'];
  /** The class it inherits from; ConfigurationItem when left out. */
  readonly parent?: InputMaybe<Scalars['String']['input']>;
};

/** Why one claim is stronger than another. */
export type ClaimReason =
  /** A person said it. */
  | 'BY_HAND'
  /** Both are equally strong and of the same time: the first name is taken. */
  | 'FIRST_NAME'
  /** Both are equally strong, and it is later. */
  | 'LATER'
  /** The other one has expired. */
  | 'NOT_EXPIRED'
  /** There is no other. */
  | 'ONLY_CLAIM'
  /** Its rule is stronger, or the other one has none. */
  | 'RULE';

/** A redundancy rule that a class prescribes. */
export type ClassGateDefault = {
  readonly __typename?: 'ClassGateDefault';
  /** The class that prescribes it. */
  readonly definedBy: Scalars['String']['output'];
  /** The relationship type it is for. */
  readonly relationshipType: Scalars['String']['output'];
  /** The rule. */
  readonly rule: GateRule;
  /** PATH: the relationship types a chain may use. */
  readonly types?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** AT_LEAST: how much weight; PERCENT: 1 to 100. */
  readonly value?: Maybe<Scalars['Int']['output']>;
};

/** A redundancy rule that a class prescribes. */
export type ClassGateDefaultInput = {
  /** The relationship type it is for. */
  readonly relationshipType: Scalars['String']['input'];
  /** The rule. */
  readonly rule: GateRule;
  /** PATH: the relationship types a chain may use. */
  readonly types?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** AT_LEAST: how much weight; PERCENT: 1 to 100. */
  readonly value?: InputMaybe<Scalars['Int']['input']>;
};

/** An outage to end. */
export type CloseOutageInput = {
  /** When it ended; now when left out. */
  readonly at?: InputMaybe<Scalars['DateTime']['input']>;
  /** Compute everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Its global id. */
  readonly outage: Scalars['ID']['input'];
  /** Why; kept with the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** What became of the outage. */
export type CloseOutagePayload = {
  readonly __typename?: 'CloseOutagePayload';
  /** What was written, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** Why it was refused. */
  readonly errors: ReadonlyArray<ItemError>;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** The outage as it now is; null when there is none. */
  readonly outage?: Maybe<Outage>;
  /** CLOSED, UNCHANGED (it had ended) or REJECTED. */
  readonly outcome: OutageOutcome;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
};

/** Input of commitSync. */
export type CommitSyncInput = {
  /** Show what would be removed; the session stays open. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** Accepted like everywhere; repeating it gives the same answer without one. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Instead of what the session was begun with. */
  readonly maxRemovalPercent?: InputMaybe<Scalars['Float']['input']>;
  /** Classes, with everything below them, and relationship types whose collection failed: nothing of them is removed. */
  readonly partialTypes?: ReadonlyArray<Scalars['String']['input']>;
  /** Why; kept with the changes. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** The session. */
  readonly session: Scalars['ID']['input'];
};

/** Answer of commitSync. */
export type CommitSyncPayload = {
  readonly __typename?: 'CommitSyncPayload';
  /** What this call wrote, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** The operation of the session; null when this call wrote nothing. */
  readonly operation?: Maybe<Operation>;
  /** The revision of the last change set of this call; the newest one when it wrote nothing. */
  readonly revision: Scalars['Revision']['output'];
  /** The session as it now is. */
  readonly session: SyncSession;
};

/** A parked report that was completed. */
export type CompletedParkedItem = {
  readonly __typename?: 'CompletedParkedItem';
  /** The item; null for a relationship, and when a dry run would create it. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** What it is. */
  readonly kind: ParkedKind;
  /** The key the source has for the item; null for relationships, and in a replayed answer. */
  readonly nativeKey?: Maybe<Scalars['String']['output']>;
  /** What happened to it. */
  readonly outcome: IngestOutcome;
  /** The relationship; null for an item, and when a dry run would create it. */
  readonly relationship?: Maybe<Relationship>;
  /** The data source that had reported it. */
  readonly source: Scalars['String']['output'];
};

/** Anything whose failure or change matters: a service, an application, a host, a rack. */
export type ConfigurationItem = {
  /** Since when no data source claims that it exists. */
  readonly absentSince?: Maybe<Scalars['DateTime']['output']>;
  /** The attributes of its class, effective values. Volatile ones are those seen last, and missing at moments at which the item was another version. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** How it fared over a period, by the outages as they are known now, through the graph as it was at each moment. */
  readonly availability?: Maybe<Availability>;
  /** False: a pure grouping that never fails by itself. */
  readonly canFail: Scalars['Boolean']['output'];
  /** What changed on it, newest first, its relationships included. */
  readonly changes: ChangeConnection;
  /** The class it belongs to. */
  readonly class: CiClass;
  /** When it was stored for the first time. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** How much the business minds when it fails. */
  readonly criticality?: Maybe<Criticality>;
  /** What takes it down: sets of items of so many at most. */
  readonly cutSets?: Maybe<CutSetAnalysis>;
  /** What it depends on. */
  readonly dependencies?: Maybe<Topology>;
  /** What depends on it. */
  readonly dependents?: Maybe<Topology>;
  /** Free text. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** Such as production or staging. */
  readonly environment?: Maybe<Scalars['String']['output']>;
  /** When a data source reported it for the first time. */
  readonly firstSeenAt: Scalars['DateTime']['output'];
  /** The redundancy rules it defines for its own dependencies. */
  readonly gates: ReadonlyArray<Gate>;
  /** The global id. Opaque; never reused. */
  readonly id: Scalars['ID']['output'];
  /** What breaks if it goes down. */
  readonly impactIfDown?: Maybe<ImpactAnalysis>;
  /** Free key-value pairs. */
  readonly labels: Scalars['JSONObject']['output'];
  /** When a data source reported it for the last time, unchanged or not. */
  readonly lastSeenAt: Scalars['DateTime']['output'];
  /** The life-cycle stage (Common Service Data Model). */
  readonly lifecycle: LifecycleStage;
  /** The status within the stage, such as In Use. */
  readonly lifecycleStatus?: Maybe<Scalars['String']['output']>;
  /** The ids of the items that were merged into it. */
  readonly mergedIds: ReadonlyArray<Scalars['ID']['output']>;
  /** The display name. */
  readonly name: Scalars['String']['output'];
  /** What each data source says of it. */
  readonly observations: ReadonlyArray<Observation>;
  /** Who is called at night. */
  readonly onCall?: Maybe<Contact>;
  /** Who answers for it. */
  readonly owner?: Maybe<Contact>;
  /** Whether some data source claims that it exists. */
  readonly presence: Presence;
  /** Its relationships, both directions unless one is asked for. Ordered by type, then by the other end, unless orderBy says otherwise. */
  readonly relationships: RelationshipConnection;
  /** When it left lists, graph and gates; references to it still resolve. */
  readonly retiredAt?: Maybe<Scalars['DateTime']['output']>;
  /** Where it is. */
  readonly site?: Maybe<Scalars['String']['output']>;
  /** How it fares by the recorded outages that last at the moment asked; null for one that has left the graph. */
  readonly state?: Maybe<ImpactState>;
  /** Who looks after it. */
  readonly supportGroup?: Maybe<Contact>;
  /** The tenant it belongs to; null for the default tenant. */
  readonly tenant?: Maybe<Scalars['String']['output']>;
  /** When an effective value changed for the last time. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Counts its versions from 1; give it as ifVersion to write only what you have seen. */
  readonly version: Scalars['Int']['output'];
};


/** Anything whose failure or change matters: a service, an application, a host, a rack. */
export type ConfigurationItemAttributesArgs = {
  names?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};


/** Anything whose failure or change matters: a service, an application, a host, a rack. */
export type ConfigurationItemAvailabilityArgs = {
  from: Scalars['DateTime']['input'];
  to: Scalars['DateTime']['input'];
};


/** Anything whose failure or change matters: a service, an application, a host, a rack. */
export type ConfigurationItemChangesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Anything whose failure or change matters: a service, an application, a host, a rack. */
export type ConfigurationItemCutSetsArgs = {
  maxOrder?: InputMaybe<Scalars['Int']['input']>;
};


/** Anything whose failure or change matters: a service, an application, a host, a rack. */
export type ConfigurationItemDependenciesArgs = {
  depth?: InputMaybe<Scalars['Int']['input']>;
  filter?: InputMaybe<TopologyFilter>;
};


/** Anything whose failure or change matters: a service, an application, a host, a rack. */
export type ConfigurationItemDependentsArgs = {
  depth?: InputMaybe<Scalars['Int']['input']>;
  filter?: InputMaybe<TopologyFilter>;
};


/** Anything whose failure or change matters: a service, an application, a host, a rack. */
export type ConfigurationItemRelationshipsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  direction?: InputMaybe<RelationshipDirection>;
  filter?: InputMaybe<ConfigurationItemFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<ReadonlyArray<ConfigurationItemOrder>>;
  types?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** A page of configuration items. */
export type ConfigurationItemConnection = {
  readonly __typename?: 'ConfigurationItemConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<ConfigurationItemEdge>;
  /** How many of them all, whatever the page, have each value; in the order asked, at most 10. One statement for all of them. */
  readonly facets: ReadonlyArray<Facet>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<Maybe<ConfigurationItem>>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** The revision this page was read at. */
  readonly revision: Scalars['Revision']['output'];
  /** How many there are in all; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
};


/** A page of configuration items. */
export type ConfigurationItemConnectionFacetsArgs = {
  by: ReadonlyArray<FacetKey>;
  first?: Scalars['Int']['input'];
};

/** One of configuration items, with its cursor. */
export type ConfigurationItemEdge = {
  readonly __typename?: 'ConfigurationItemEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The one itself. */
  readonly node?: Maybe<ConfigurationItem>;
};

/** What items must be like: all that is given must hold. */
export type ConfigurationItemFilter = {
  /** Since when no data source claims it; items that are not absent do not fit. */
  readonly absentSince?: InputMaybe<DateTimeFilter>;
  /** All of these. */
  readonly and?: InputMaybe<ReadonlyArray<ConfigurationItemFilter>>;
  /** Attributes; all of these must hold. INVALID_ATTRIBUTE for an attribute that none of the classes has, and for a value of another kind than their schemas allow. */
  readonly attributes?: InputMaybe<ReadonlyArray<ValueFilter>>;
  /** Whether it can fail by itself. */
  readonly canFail?: InputMaybe<Scalars['Boolean']['input']>;
  /** Of one of these classes or their descendants. */
  readonly classes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** When it was stored for the first time. */
  readonly createdAt?: InputMaybe<DateTimeFilter>;
  /** One of these; items without criticality do not fit. */
  readonly criticality?: InputMaybe<ReadonlyArray<Criticality>>;
  /** The description. */
  readonly description?: InputMaybe<StringFilter>;
  /** The environment. */
  readonly environment?: InputMaybe<StringFilter>;
  /** Whether an outage of it lasts, maintenance included: at the moment of at, which cursors carry on, as outages count, else now. What was merged into it counts as its own, and of items that have left the graph none counts. */
  readonly hasOpenOutage?: InputMaybe<Scalars['Boolean']['input']>;
  /** One of these ids. */
  readonly ids?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Labels; all of these must hold. */
  readonly labels?: InputMaybe<ReadonlyArray<ValueFilter>>;
  /** When any data source saw it last, as its field lastSeenAt says. */
  readonly lastSeenAt?: InputMaybe<DateTimeFilter>;
  /** One of these stages. */
  readonly lifecycle?: InputMaybe<ReadonlyArray<LifecycleStage>>;
  /** The status within the stage. */
  readonly lifecycleStatus?: InputMaybe<StringFilter>;
  /** The name. */
  readonly name?: InputMaybe<StringFilter>;
  /** Not this. */
  readonly not?: InputMaybe<ConfigurationItemFilter>;
  /** The on-call contact's name. */
  readonly onCall?: InputMaybe<StringFilter>;
  /** Any of these. */
  readonly or?: InputMaybe<ReadonlyArray<ConfigurationItemFilter>>;
  /** The owner's name. */
  readonly owner?: InputMaybe<StringFilter>;
  /** One of these. */
  readonly presence?: InputMaybe<ReadonlyArray<Presence>>;
  /** Relationships; all of these must hold. */
  readonly related?: InputMaybe<ReadonlyArray<RelatedFilter>>;
  /** When it was retired; items that are not do not fit. Lists leave retired ones out unless includeRetired says otherwise. */
  readonly retiredAt?: InputMaybe<DateTimeFilter>;
  /** The site. */
  readonly site?: InputMaybe<StringFilter>;
  /** Reported by one of these data sources. */
  readonly sources?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** The support group's name. */
  readonly supportGroup?: InputMaybe<StringFilter>;
  /** The tenant. */
  readonly tenant?: InputMaybe<StringFilter>;
  /** When an effective value changed for the last time. */
  readonly updatedAt?: InputMaybe<DateTimeFilter>;
};

/** The item that a key means. */
export type ConfigurationItemMatch = {
  readonly __typename?: 'ConfigurationItemMatch';
  /** Those it could be, by id, ten at most; empty unless AMBIGUOUS. */
  readonly candidates: ReadonlyArray<ConfigurationItem>;
  /** The item; null unless FOUND. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** Why the key can mean nothing: it is empty, too long, or no address. */
  readonly error?: Maybe<ItemError>;
  /** The attribute that matched, name, or ref; with its class where it is that of a part, as in NetworkInterface.macAddress. */
  readonly matchedBy?: Maybe<Scalars['String']['output']>;
  /** The value that matched, in its one spelling. */
  readonly matchedValue?: Maybe<Scalars['String']['output']>;
  /** What the key came to. */
  readonly outcome: MatchOutcome;
};

/** A key to order items by: exactly one of field, label and attribute. Items without a value come last, whichever way the others are ordered. */
export type ConfigurationItemOrder = {
  /** An attribute, or a path within it: os.version. Texts come before numbers. */
  readonly attribute?: InputMaybe<Scalars['String']['input']>;
  /** Which way. */
  readonly direction?: OrderDirection;
  /** A base field. */
  readonly field?: InputMaybe<ConfigurationItemOrderField>;
  /** The key of a label, or a path within it. Texts come before numbers. */
  readonly label?: InputMaybe<Scalars['String']['input']>;
};

/** What items can be ordered by. */
export type ConfigurationItemOrderField =
  /** The class name. */
  | 'CLASS'
  /** When it was stored for the first time. */
  | 'CREATED_AT'
  /** The criticality; items without one count as least critical. */
  | 'CRITICALITY'
  /** The environment. */
  | 'ENVIRONMENT'
  /** The life-cycle stage, from the first to the last. */
  | 'LIFECYCLE'
  /** The name. */
  | 'NAME'
  /** The owner's name. */
  | 'OWNER'
  /** The site. */
  | 'SITE'
  /** When an effective value changed for the last time. */
  | 'UPDATED_AT';

/** What is claimed by hand: what is left out stays, null withdraws what was claimed by hand before. */
export type ConfigurationItemPatch = {
  /** Attributes, one by one; an item whose class has none of that name is refused, and the others are not. */
  readonly attributes?: InputMaybe<Scalars['JSONObject']['input']>;
  /** False: a pure grouping. */
  readonly canFail?: InputMaybe<Scalars['Boolean']['input']>;
  /** How much the business minds when it fails. */
  readonly criticality?: InputMaybe<Criticality>;
  /** Free text. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Such as production or staging. */
  readonly environment?: InputMaybe<Scalars['String']['input']>;
  /** Key-value pairs, one by one. */
  readonly labels?: InputMaybe<Scalars['JSONObject']['input']>;
  /** The life-cycle stage. */
  readonly lifecycle?: InputMaybe<LifecycleStage>;
  /** The status within the stage. */
  readonly lifecycleStatus?: InputMaybe<Scalars['String']['input']>;
  /** Who is called at night. */
  readonly onCall?: InputMaybe<ContactInput>;
  /** Who answers for it. */
  readonly owner?: InputMaybe<ContactInput>;
  /** Where it is. */
  readonly site?: InputMaybe<Scalars['String']['input']>;
  /** Who looks after it. */
  readonly supportGroup?: InputMaybe<ContactInput>;
};

/** Points at one configuration item. */
export type ConfigurationItemRef =
  /** The global id. */
  { readonly id: Scalars['ID']['input']; readonly identity?: never; readonly native?: never; }
  |  /** Its class and identifying attributes. */
  { readonly id?: never; readonly identity: IdentityInput; readonly native?: never; }
  |  /** The key a data source has for it. */
  { readonly id?: never; readonly identity?: never; readonly native: NativeKeyInput; };

/** Input of confirmSync. */
export type ConfirmSyncInput = {
  /** Show the session, change nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** Accepted like everywhere; repeating it gives the same answer without one. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why; kept with the changes. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** The session. */
  readonly session: Scalars['ID']['input'];
};

/** Answer of confirmSync. */
export type ConfirmSyncPayload = {
  readonly __typename?: 'ConfirmSyncPayload';
  /** What this call wrote, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** The operation of the session; null when this call wrote nothing. */
  readonly operation?: Maybe<Operation>;
  /** The revision of the last change set of this call; the newest one when it wrote nothing. */
  readonly revision: Scalars['Revision']['output'];
  /** The session as it now is. */
  readonly session: SyncSession;
};

/** A person, team or queue. */
export type Contact = {
  readonly __typename?: 'Contact';
  /** Its name. */
  readonly name: Scalars['String']['output'];
  /** Where it can be reached. */
  readonly url?: Maybe<Scalars['String']['output']>;
};

/** A person, team or queue. */
export type ContactInput = {
  /** Its name. */
  readonly name: Scalars['String']['input'];
  /** Where it can be reached. */
  readonly url?: InputMaybe<Scalars['String']['input']>;
};

/** What a number must be like: all that is given must hold. */
export type CountFilter = {
  /** Exactly this. */
  readonly eq?: InputMaybe<Scalars['Int']['input']>;
  /** More than this. */
  readonly gt?: InputMaybe<Scalars['Int']['input']>;
  /** At least this. */
  readonly gte?: InputMaybe<Scalars['Int']['input']>;
  /** Less than this. */
  readonly lt?: InputMaybe<Scalars['Int']['input']>;
  /** At most this. */
  readonly lte?: InputMaybe<Scalars['Int']['input']>;
};

/** A token to make. */
export type CreateApiTokenInput = {
  /** What it is for. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Check everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** When it ends by itself; never when left out. */
  readonly expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Makes repeating the call harmless for 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Only items with these labels are seen and written: an object of texts. */
  readonly labels?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Stands in the change log for who wrote; letters, digits and . _ @ -. */
  readonly name: Scalars['String']['input'];
  /** Why. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** What it may do. */
  readonly role: Role;
  /** It may report only as these data sources; a discoverer must be given some. Any when left out. */
  readonly sources?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Only items of these tenants are seen and written, the empty text for the default one; all tenants when left out. */
  readonly tenants?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** A token that was made. */
export type CreateApiTokenPayload = {
  readonly __typename?: 'CreateApiTokenPayload';
  /** The token; null when it was refused or only tried. */
  readonly apiToken?: Maybe<ApiToken>;
  /** Always empty. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** What is wrong; nothing was written then. */
  readonly errors: ReadonlyArray<ItemError>;
  /** Always null: a token is no change of the inventory. */
  readonly operation?: Maybe<Operation>;
  /** Whether this is the answer of an earlier call with the same idempotency key; it never holds a secret. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The newest revision; a token takes none. */
  readonly revision: Scalars['Revision']['output'];
  /** What its holder sends as a bearer token, shown this once. A lost one is replaced by another token. */
  readonly secret?: Maybe<Scalars['String']['output']>;
};

/** A webhook to register. */
export type CreateWebhookInput = {
  /** What it is for. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Check everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** Which changes; all of them when left out. Items are those that the references lead to now. */
  readonly filter?: InputMaybe<ChangeFilter>;
  /** Makes repeating the call harmless for 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** Told of what comes behind this revision; from now on when left out. */
  readonly since?: InputMaybe<Scalars['Revision']['input']>;
  /** Where to post events to: https:// or http://. Addresses of this machine and its networks are refused unless the server's configuration lists them, and redirects are not followed. */
  readonly url: Scalars['String']['input'];
};

/** A registered webhook. */
export type CreateWebhookPayload = {
  readonly __typename?: 'CreateWebhookPayload';
  /** Always empty. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** What is wrong; nothing was written then. */
  readonly errors: ReadonlyArray<ItemError>;
  /** Always null: a webhook is no change of the inventory. */
  readonly operation?: Maybe<Operation>;
  /** Whether this is the answer of an earlier call with the same idempotency key; it never holds a secret. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The newest revision; a webhook takes none. */
  readonly revision: Scalars['Revision']['output'];
  /** What signs its events, shown this once. A lost one is replaced by updateWebhook with rotateSecret. */
  readonly secret?: Maybe<Scalars['String']['output']>;
  /** The webhook; null when it was refused or only tried. */
  readonly webhook?: Maybe<Webhook>;
};

/** How much the business minds, from least to most. */
export type Criticality =
  /** Everybody minds at once. */
  | 'CRITICAL'
  /** Many mind within hours. */
  | 'HIGH'
  /** Nobody minds for days. */
  | 'LOW'
  /** Some mind within a day. */
  | 'MEDIUM';

/** Items whose failure at once takes the target down, while that of fewer of them does not. */
export type CutSet = {
  readonly __typename?: 'CutSet';
  /** The items, by id. */
  readonly configurationItems: ReadonlyArray<Maybe<ConfigurationItem>>;
  /** How many items. */
  readonly order: Scalars['Int']['output'];
  /** How likely all of them are to be down at once; null when that is not known of one of them. */
  readonly probability?: Maybe<Scalars['Float']['output']>;
};

/** What can take an item down, from a healthy start. */
export type CutSetAnalysis = {
  readonly __typename?: 'CutSetAnalysis';
  /** How many minimal sets there are, by the number of their items; orders without sets behind the last one are left out. */
  readonly counts: ReadonlyArray<CutSetCount>;
  /** What the answer rests on. */
  readonly coverage: AnalysisCoverage;
  /** How likely the target is to be down, when items fail independently of one another; null when that is not known of some item that matters. The attribute failureProbability says it. */
  readonly probability?: Maybe<ProbabilityRange>;
  /** The revision that all of it speaks of: that of the cursor given to its list, if there is one. */
  readonly revision: Scalars['Revision']['output'];
  /** The sets: the likeliest first when failure probabilities are known, else the smallest first and of these the most critical. The first million can be paged through. */
  readonly sets: CutSetConnection;
  /** Redundancy that is not what it seems: items that take several members of one redundancy gate down by themselves. Gates that fail with one item come first. */
  readonly sharedFate: ReadonlyArray<SharedFate>;
  /** The item that may go down; null when the reference did not lead to one. */
  readonly target?: Maybe<ConfigurationItem>;
};


/** What can take an item down, from a healthy start. */
export type CutSetAnalysisSetsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  order?: InputMaybe<Scalars['Int']['input']>;
};


/** What can take an item down, from a healthy start. */
export type CutSetAnalysisSharedFateArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of sets. */
export type CutSetConnection = {
  readonly __typename?: 'CutSetConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<CutSetEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<CutSet>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** The revision this page was read at. */
  readonly revision: Scalars['Revision']['output'];
  /** How many sets there are on all pages, as far as they were found. */
  readonly totalCount: Scalars['BigCount']['output'];
};

/** How many minimal sets there are of so many items. */
export type CutSetCount = {
  readonly __typename?: 'CutSetCount';
  /** False: there are at least so many; the analysis stopped early. */
  readonly complete: Scalars['Boolean']['output'];
  /** How many sets. */
  readonly count: Scalars['BigCount']['output'];
  /** How many items a set has. */
  readonly order: Scalars['Int']['output'];
};

/** One of sets, with its cursor. */
export type CutSetEdge = {
  readonly __typename?: 'CutSetEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The one itself. */
  readonly node: CutSet;
};

/** Something that reports items: a script, a tool, a file. */
export type DataSource = {
  readonly __typename?: 'DataSource';
  /** How many sync sessions in a row must miss a thing before the source no longer claims it. */
  readonly absentAfterMisses: Scalars['Int']['output'];
  /** For how many hours what it reported stays absent before it is retired; null: 168, a week. An item that several sources reported waits for the longest. */
  readonly absentGraceHours?: Maybe<Scalars['Int']['output']>;
  /** When it was registered. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** What it is. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** By when it has to have reported again; null: nobody waits for it. */
  readonly dueAt?: Maybe<Scalars['DateTime']['output']>;
  /** How often it is expected to report; null: nobody waits for it. */
  readonly expectedIntervalSeconds?: Maybe<Scalars['Int']['output']>;
  /** When an ingest, a sync session or a list of outages of it was last taken, whatever it changed; null: never. This, dueAt and overdue are of now, at a past moment too. */
  readonly lastCommitAt?: Maybe<Scalars['DateTime']['output']>;
  /** False: it may only add to items that others created. */
  readonly mayCreate: Scalars['Boolean']['output'];
  /** Its name. */
  readonly name: Scalars['String']['output'];
  /** It has not reported for longer than expected. */
  readonly overdue: Scalars['Boolean']['output'];
  /** How long its claims stand without being repeated, where no reconciliation rule says otherwise; then a weaker claim may win. 604,800 is a week, the default. */
  readonly refreshPeriodSeconds: Scalars['Int']['output'];
  /** The tenant of items that name none; null for the default tenant. */
  readonly tenant?: Maybe<Scalars['String']['output']>;
};

/** A page of data sources. */
export type DataSourceConnection = {
  readonly __typename?: 'DataSourceConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<DataSourceEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<DataSource>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** The revision this page was read at. */
  readonly revision: Scalars['Revision']['output'];
  /** How many there are in all; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
};

/** One of data sources, with its cursor. */
export type DataSourceEdge = {
  readonly __typename?: 'DataSourceEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The one itself. */
  readonly node: DataSource;
};

/** What an instant must be like: all that is given must hold. */
export type DateTimeFilter = {
  /** This instant or later. */
  readonly from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Before this instant. */
  readonly to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** An event that a webhook did not take. */
export type DeadLetter = {
  readonly __typename?: 'DeadLetter';
  /** How often it was tried. */
  readonly attempts: Scalars['Int']['output'];
  /** The id it was sent under, webhook-id; the same when it is sent again. */
  readonly eventId: Scalars['ID']['output'];
  /** When it was last tried. */
  readonly failedAt: Scalars['DateTime']['output'];
  /** Its id. */
  readonly id: Scalars['ID']['output'];
  /** Why the last attempt failed. */
  readonly reason: Scalars['String']['output'];
  /** Somebody asked for it to be sent again, and that was not yet done. */
  readonly redeliver: Scalars['Boolean']['output'];
  /** The revision it speaks of. */
  readonly revision: Scalars['Revision']['output'];
};

/** A page of dead letters. */
export type DeadLetterConnection = {
  readonly __typename?: 'DeadLetterConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<DeadLetterEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<DeadLetter>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
};

/** One of the dead letters, with its cursor. */
export type DeadLetterEdge = {
  readonly __typename?: 'DeadLetterEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The dead letter. */
  readonly node: DeadLetter;
};

/** Input of defineCiClass. */
export type DefineCiClassInput = {
  /** The class. */
  readonly class: CiClassInput;
  /** Compute everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why; kept with the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of defineCiClass. */
export type DefineCiClassPayload = {
  readonly __typename?: 'DefineCiClassPayload';
  /** What was written, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** The class as it now is; null when it was refused. */
  readonly class?: Maybe<CiClass>;
  /** Why it was refused. */
  readonly errors: ReadonlyArray<ItemError>;
  /** Stored items that the definition would make invalid. */
  readonly invalidated: InvalidatedItems;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
};

/** Input of defineJunkValues. */
export type DefineJunkValuesInput = {
  /** Compute everything, write nothing; effects shows which items would lose or gain identities, and who would share them. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** In identifying values of which kind. */
  readonly kind?: JunkValueKind;
  /** Why; kept with the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** What counts from now on: added earlier, or shipped. */
  readonly remove?: ReadonlyArray<Scalars['String']['input']>;
  /** What counts as absent from now on. Case and notation do not count. */
  readonly values?: ReadonlyArray<Scalars['String']['input']>;
};

/** Answer of defineJunkValues. */
export type DefineJunkValuesPayload = {
  readonly __typename?: 'DefineJunkValuesPayload';
  /** What was written, one committed write each: the list, then what it comes to. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** Of a dry run: which items would lose or gain identities, by id; null otherwise. */
  readonly effects?: Maybe<IdentityEffectConnection>;
  /** Why it was refused. */
  readonly errors: ReadonlyArray<ItemError>;
  /** The list as it now is; null when it was refused. */
  readonly list?: Maybe<JunkValueList>;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** How far the effects on stored identities have been written. */
  readonly rederived: Rederivation;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
};


/** Answer of defineJunkValues. */
export type DefineJunkValuesPayloadEffectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** Input of defineReconciliationRule. */
export type DefineReconciliationRuleInput = {
  /** Base fields, attributes, labels.<key>, gates.<key>, whole parts such as labels.*; of a relationship kind, strength, gateKeys, weight, attributes.<name>. Everything when left out. */
  readonly attributes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** The class whose items it is for, descendants included. Give this or relationshipType. */
  readonly class?: InputMaybe<Scalars['String']['input']>;
  /** Compute everything, write nothing; effects shows what would change. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The lower number wins; 0 to 1,000,000. Needed unless the rule is taken away. */
  readonly priority?: InputMaybe<Scalars['Int']['input']>;
  /** Why; kept with the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** How long such a claim stands without being repeated, at least an hour; as all claims of the source when left out. */
  readonly refreshPeriodSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** The type whose relationships it is for. */
  readonly relationshipType?: InputMaybe<Scalars['String']['input']>;
  /** Takes the rule away. */
  readonly remove?: Scalars['Boolean']['input'];
  /** The name of a registered data source. */
  readonly source: Scalars['String']['input'];
};

/** Answer of defineReconciliationRule. */
export type DefineReconciliationRulePayload = {
  readonly __typename?: 'DefineReconciliationRulePayload';
  /** What was written, one committed write each: the rule, then what it comes to. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** Of a dry run: what would change; null otherwise. */
  readonly effects?: Maybe<RuleEffectConnection>;
  /** Why it was refused. */
  readonly errors: ReadonlyArray<ItemError>;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** How far the effects on stored values have been written. */
  readonly rederived: Rederivation;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
  /** The rules for these attributes and this source as they now are; none when they were taken away. */
  readonly rules: ReadonlyArray<ReconciliationRule>;
};


/** Answer of defineReconciliationRule. */
export type DefineReconciliationRulePayloadEffectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** Input of defineRelationshipType. */
export type DefineRelationshipTypeInput = {
  /** Compute everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why; kept with the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** The relationship type. */
  readonly relationshipType: RelationshipTypeInput;
};

/** Answer of defineRelationshipType. */
export type DefineRelationshipTypePayload = {
  readonly __typename?: 'DefineRelationshipTypePayload';
  /** What was written, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** Why it was refused. */
  readonly errors: ReadonlyArray<ItemError>;
  /** Stored relationships that the definition would not allow. */
  readonly invalidated: InvalidatedItems;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** The type as it now is; null when it was refused. */
  readonly relationshipType?: Maybe<RelationshipType>;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
};

/** Input of defineValueList. */
export type DefineValueListInput = {
  /** Compute everything, write nothing; effects shows what would be rewritten. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** The field. */
  readonly field: ListedField;
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What happens to a value that is not in it. */
  readonly policy?: ValueListPolicy;
  /** Why; kept with the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** The whole list; without values the field takes anything. */
  readonly values: ReadonlyArray<ListedValueInput>;
};

/** Answer of defineValueList. */
export type DefineValueListPayload = {
  readonly __typename?: 'DefineValueListPayload';
  /** What was written, one committed write each: the list, then what it comes to. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** Of a dry run: what would be rewritten; null otherwise. */
  readonly effects?: Maybe<RuleEffectConnection>;
  /** Why it was refused. */
  readonly errors: ReadonlyArray<ItemError>;
  /** The list as it now is; null when the field takes anything, and when it was refused. */
  readonly list?: Maybe<ValueList>;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** How far the effects on stored values have been written. */
  readonly rederived: Rederivation;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
};


/** Answer of defineValueList. */
export type DefineValueListPayloadEffectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A webhook to remove. */
export type DeleteWebhookInput = {
  /** Check everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** Which one. */
  readonly id: Scalars['ID']['input'];
  /** Makes repeating the call harmless for 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** A removed webhook. */
export type DeleteWebhookPayload = {
  readonly __typename?: 'DeleteWebhookPayload';
  /** Always empty. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** What is wrong; nothing was written then. */
  readonly errors: ReadonlyArray<ItemError>;
  /** Always null: a webhook is no change of the inventory. */
  readonly operation?: Maybe<Operation>;
  /** Whether this is the answer of an earlier call with the same idempotency key; it never holds a secret. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The newest revision; a webhook takes none. */
  readonly revision: Scalars['Revision']['output'];
};

/** Which way to follow dependencies. */
export type DependencyDirection =
  /** What the roots need. */
  | 'DEPENDENCIES'
  /** What needs the roots. */
  | 'DEPENDENTS';

/** One chain of dependencies. */
export type DependencyPath = {
  readonly __typename?: 'DependencyPath';
  /** The items, from the dependent to what it depends on. */
  readonly configurationItems: ReadonlyArray<Maybe<ConfigurationItem>>;
  /** How many steps. */
  readonly length: Scalars['Int']['output'];
  /** The relationships, one less than the items. */
  readonly relationships: ReadonlyArray<Relationship>;
};

/** A page of chains of dependencies. */
export type DependencyPathConnection = {
  readonly __typename?: 'DependencyPathConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<DependencyPathEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<DependencyPath>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** The revision this page was read at. */
  readonly revision: Scalars['Revision']['output'];
  /** True: the search stopped at its bound before all chains were found. */
  readonly truncated: Scalars['Boolean']['output'];
  /** Ends that did not resolve; 0 is from, 1 is to. */
  readonly unresolved: ReadonlyArray<UnresolvedRef>;
};

/** One of chains of dependencies, with its cursor. */
export type DependencyPathEdge = {
  readonly __typename?: 'DependencyPathEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The one itself. */
  readonly node: DependencyPath;
};

/** A language to draw in. */
export type DiagramFormat =
  /** Cytoscape JSON. */
  | 'CYTOSCAPE_JSON'
  /** Graphviz. */
  | 'DOT'
  /** GraphML. */
  | 'GRAPHML'
  /** Mermaid flow chart. */
  | 'MERMAID';

/** How many things differ. */
export type DifferenceCounts = {
  readonly __typename?: 'DifferenceCounts';
  /** There at the later moment only. */
  readonly added: Scalars['Int']['output'];
  /** There at both, with other values. */
  readonly changed: Scalars['Int']['output'];
  /** There at the earlier moment only. */
  readonly removed: Scalars['Int']['output'];
};

/** What became of a thing between two moments. */
export type DifferenceKind =
  /** It is there at the later moment only. */
  | 'ADDED'
  /** It is there at both, with other values. */
  | 'CHANGED'
  /** It was there at the earlier moment only. Retired and merged items are not there. */
  | 'REMOVED';

/** Gates of an item that would be other ones. */
export type DraftGatesInput = {
  /** The item. */
  readonly configurationItem: IngestEndInput;
  /** Its gates of these keys; the others stay. */
  readonly gates?: InputMaybe<ReadonlyArray<GateInput>>;
  /** Keys of gates that it would not define. */
  readonly remove?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** A what-if: a few changes over the inventory that nobody writes. At most 1,000 in all. */
export type DraftInput = {
  /** Items that are not there. Name them elsewhere by their ref, and in the question by the id draft_<ref>. */
  readonly addConfigurationItems?: InputMaybe<ReadonlyArray<DraftItemInput>>;
  /** Relationships that are not there. */
  readonly addRelationships?: InputMaybe<ReadonlyArray<DraftRelationshipInput>>;
  /** Global ids of recorded outages that would be over. */
  readonly closeOutages?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Items that would be gone, with their relationships. */
  readonly removeConfigurationItems?: InputMaybe<ReadonlyArray<ConfigurationItemRef>>;
  /** Global ids of relationships that would end. */
  readonly removeRelationships?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Gates that would be other ones. */
  readonly setGates?: InputMaybe<ReadonlyArray<DraftGatesInput>>;
};

/** An item that is not there. */
export type DraftItemInput = {
  /** Whether it can fail by itself; as its class says when left out. */
  readonly canFail?: InputMaybe<Scalars['Boolean']['input']>;
  /** Its class. */
  readonly class: Scalars['String']['input'];
  /** How much the business minds. */
  readonly criticality?: InputMaybe<Criticality>;
  /** Its environment. */
  readonly environment?: InputMaybe<Scalars['String']['input']>;
  /** Its gates. */
  readonly gates?: InputMaybe<ReadonlyArray<GateInput>>;
  /** Its life-cycle stage; OPERATIONAL when left out. */
  readonly lifecycle?: InputMaybe<LifecycleStage>;
  /** Its name; the ref when left out. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Its name within the draft. */
  readonly ref: Scalars['String']['input'];
};

/** A relationship that is not there. */
export type DraftRelationshipInput = {
  /** The dependent's gates it is a member of. */
  readonly gateKeys?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** The item it starts at. */
  readonly source: IngestEndInput;
  /** How hard the dependency is; as the type says when left out. */
  readonly strength?: InputMaybe<Strength>;
  /** The item it points at. */
  readonly target: IngestEndInput;
  /** The relationship type. */
  readonly type: Scalars['String']['input'];
  /** How much it counts in its gate: 1 to 100,000. */
  readonly weight?: InputMaybe<Scalars['Int']['input']>;
};

/** Why items are thought to be one. */
export type DuplicateEvidence = {
  readonly __typename?: 'DuplicateEvidence';
  /** The items that were meant; those that were merged meanwhile as their survivors. Null: hidden from this caller. */
  readonly configurationItems: ReadonlyArray<Maybe<ConfigurationItem>>;
  /** The identification entry by its attributes, or `nativeKey`: of different matches the one that meant the others, of a reused key the attribute that contradicts. */
  readonly entry: Scalars['String']['output'];
  /** When it was first met. */
  readonly firstSeenAt: Scalars['DateTime']['output'];
  /** What was seen. */
  readonly kind: DuplicateReason;
  /** When it was last met. */
  readonly lastSeenAt: Scalars['DateTime']['output'];
  /** The native key under which it did. */
  readonly nativeKey?: Maybe<Scalars['String']['output']>;
  /** The data source that reported them; null for what a search found in the store. */
  readonly source?: Maybe<Scalars['String']['output']>;
  /** How often it was met. */
  readonly times: Scalars['Int']['output'];
  /** The values of that entry, normalised. */
  readonly values: ReadonlyArray<Scalars['String']['output']>;
};

/** What was seen of items that may be one. */
export type DuplicateReason =
  /** Two identities of one report belong to different items. */
  | 'DIFFERENT_MATCHES'
  /** A source's key came with the serial number of another thing. */
  | 'NATIVE_KEY_REUSED'
  /** A report has an identity that several items have. */
  | 'SEVERAL_MATCHES'
  /** Several items hold one identity. */
  | 'SHARED_IDENTITY';

/** What to do about a duplicate set. */
export type DuplicateResolution =
  /** They are different things: do not open it again for them. */
  | 'DISTINCT'
  /** Make its items one; needs a survivor. */
  | 'MERGE';

/** Items that may be one and the same thing, for a person to decide. */
export type DuplicateSet = {
  readonly __typename?: 'DuplicateSet';
  /** When evidence was added, or somebody decided. */
  readonly changedAt: Scalars['DateTime']['output'];
  /** When it was decided, or its reason went; null while it is open. */
  readonly closedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who decided; null when nobody has. */
  readonly closedBy?: Maybe<Scalars['String']['output']>;
  /** The items; those that were merged meanwhile as their survivors. Null: hidden from this caller. */
  readonly configurationItems: ReadonlyArray<Maybe<ConfigurationItem>>;
  /** Why they are thought to be one, newest first; at most 100. */
  readonly evidence: ReadonlyArray<DuplicateEvidence>;
  /** Names the set. */
  readonly id: Scalars['ID']['output'];
  /** When it was opened. */
  readonly openedAt: Scalars['DateTime']['output'];
  /** Why, as that person said. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** Whether somebody has decided. */
  readonly state: DuplicateSetState;
  /** The tenant of its items; null for the default one. */
  readonly tenant?: Maybe<Scalars['String']['output']>;
};

/** A page of duplicate sets. */
export type DuplicateSetConnection = {
  readonly __typename?: 'DuplicateSetConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<DuplicateSetEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<DuplicateSet>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** The revision that the items are shown at; the sets are as they are now. */
  readonly revision: Scalars['Revision']['output'];
  /** How many there are in all; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
  /** Items of the filter that did not resolve. Nothing fits them; the rest is answered. */
  readonly unresolved: ReadonlyArray<UnresolvedRef>;
};

/** One duplicate set, with its cursor. */
export type DuplicateSetEdge = {
  readonly __typename?: 'DuplicateSetEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The one itself. */
  readonly node: DuplicateSet;
};

/** Which duplicate sets: all that is given must hold. */
export type DuplicateSetFilter = {
  /** With an item of these classes or their descendants. */
  readonly classes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** With one of these items. */
  readonly configurationItems?: InputMaybe<ReadonlyArray<ConfigurationItemRef>>;
  /** With evidence of one of these data sources. */
  readonly sources?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** In one of these states. */
  readonly states?: InputMaybe<ReadonlyArray<DuplicateSetState>>;
};

/** What has become of a duplicate set. */
export type DuplicateSetState =
  /** Somebody said that its items are different things; it does not open again for them. */
  | 'DISTINCT'
  /** What it rested on is no longer so. */
  | 'GONE'
  /** Its items are one now. */
  | 'MERGED'
  /** Nobody has decided. */
  | 'OPEN';

/** Input of endRelationship. */
export type EndRelationshipInput = {
  /** Compute everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Write only when the relationship is at this version. */
  readonly ifVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Why; kept with the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** Which one. */
  readonly relationship: RelationshipRef;
};

/** Answer of endRelationship. */
export type EndRelationshipPayload = {
  readonly __typename?: 'EndRelationshipPayload';
  /** What was written, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** Whether there was one to end. */
  readonly ended: Scalars['Boolean']['output'];
  /** Why it was refused. */
  readonly errors: ReadonlyArray<ItemError>;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
};

/** Classes that a relationship may connect. */
export type EndpointRule = {
  readonly __typename?: 'EndpointRule';
  /** Classes of the source, descendants included. */
  readonly source: ReadonlyArray<Scalars['String']['output']>;
  /** Classes of the target, descendants included. */
  readonly target: ReadonlyArray<Scalars['String']['output']>;
};

/** Classes that a relationship may connect. */
export type EndpointRuleInput = {
  /** Classes of the source, descendants included. */
  readonly source: ReadonlyArray<Scalars['String']['input']>;
  /** Classes of the target, descendants included. */
  readonly target: ReadonlyArray<Scalars['String']['input']>;
};

/** What kind of thing a change is about. */
export type EntityKind =
  /** A class. */
  | 'CI_CLASS'
  /** A configuration item. */
  | 'CONFIGURATION_ITEM'
  /** A data source. */
  | 'DATA_SOURCE'
  /** Values that count as absent. */
  | 'JUNK_VALUES'
  /** An outage. */
  | 'OUTAGE'
  /** The reconciliation rules of a class or relationship type, or the refresh period of a data source. */
  | 'RECONCILIATION_RULE'
  /** A relationship. */
  | 'RELATIONSHIP'
  /** A relationship type. */
  | 'RELATIONSHIP_TYPE'
  /** The allowed values of a base field. */
  | 'VALUE_LIST';

/** The closed set of error codes. */
export type ErrorCode =
  /** The class is abstract; name one of its descendants. */
  | 'ABSTRACT_CLASS'
  /** More than one stored item matches. */
  | 'AMBIGUOUS_MATCH'
  /** The request is malformed. */
  | 'BAD_REQUEST'
  /** Two items of the request are the same and contradict each other. */
  | 'BATCH_CONFLICT'
  /** The class may not change this way. */
  | 'CLASS_CHANGE_REFUSED'
  /** The cursor belongs to an answer that cannot be given any more; start again without it. */
  | 'CURSOR_EXPIRED'
  /** The database cannot be reached; try again. */
  | 'DATABASE_UNAVAILABLE'
  /** Something it depends on was rejected. */
  | 'DEPENDENCY_FAILED'
  /** An end of the relationship is not there. */
  | 'ENDPOINT_MISSING'
  /** The caller may not do this. */
  | 'FORBIDDEN'
  /** More than one host could be meant. */
  | 'HOST_AMBIGUOUS'
  /** The host that the item is identified inside is missing. */
  | 'HOST_MISSING'
  /** The idempotency key was used with another input. */
  | 'IDEMPOTENCY_CONFLICT'
  /** Nothing identifies the item. */
  | 'INSUFFICIENT_IDENTITY'
  /** A fault of this server; the log has it under the request id. */
  | 'INTERNAL'
  /** An attribute does not fit its schema, or the class has none of that name. */
  | 'INVALID_ATTRIBUTE'
  /** A class or relationship type definition makes no sense. */
  | 'INVALID_DEFINITION'
  /** A redundancy rule makes no sense. */
  | 'INVALID_GATE'
  /** A name does not fit its pattern or is taken. */
  | 'INVALID_NAME'
  /** A reference does not resolve. */
  | 'INVALID_REFERENCE'
  /** A base field, label or other value does not fit. */
  | 'INVALID_VALUE'
  /** A limit on the request's shape or cost. */
  | 'LIMIT_EXCEEDED'
  /** The moment lies before the history or in the future. */
  | 'MOMENT_OUT_OF_RANGE'
  /** A known native key comes with a contradicting strong identifier. */
  | 'NATIVE_KEY_REUSED'
  /** There is no such thing. */
  | 'NOT_FOUND'
  /** The operation cannot be undone as such; the message says what to do instead. */
  | 'NOT_REVERTIBLE'
  /** The revision asked for did not become visible in time; try again. */
  | 'NOT_YET_VISIBLE'
  /** The type does not allow these classes at its ends. */
  | 'RELATIONSHIP_NOT_ALLOWED'
  /** An attribute that the class requires is missing. */
  | 'REQUIRED_ATTRIBUTE_MISSING'
  /** The item is retired. */
  | 'RETIRED'
  /** Too busy, or stopping; try again. What landed of a large call stays; with the same idempotency key it goes on there. */
  | 'RETRY_LATER'
  /** The data source may only add to items that others created. */
  | 'SOURCE_MAY_NOT_CREATE'
  /** Another sync session of the data source covers some of the same. */
  | 'SYNC_IN_PROGRESS'
  /** The sync session has been committed or aborted, or it expired. */
  | 'SYNC_SESSION_ENDED'
  /** More than the limit that the message names. */
  | 'TOO_LARGE'
  /** Nobody knows who asks: a token is missing, unknown, revoked or expired. */
  | 'UNAUTHENTICATED'
  /** No such class. */
  | 'UNKNOWN_CLASS'
  /** No such relationship type. */
  | 'UNKNOWN_RELATIONSHIP_TYPE'
  /** No such data source is registered. */
  | 'UNKNOWN_SOURCE'
  /** The item is at another version than the caller saw. */
  | 'VERSION_CONFLICT'
  /** The definition would make stored items invalid. */
  | 'WOULD_INVALIDATE_STORED';

/** What one source says of one value, and how much that counts. */
export type ExplainedClaim = {
  readonly __typename?: 'ExplainedClaim';
  /** The source has not reported the item for its refresh period, so that a weaker claim may win. */
  readonly expired: Scalars['Boolean']['output'];
  /** When it expires, or did, unless the source reports the item again; null: never. */
  readonly expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** When the source last reported the item, whatever it said. */
  readonly lastReportedAt: Scalars['DateTime']['output'];
  /** The key the source has for the item. */
  readonly nativeKey?: Maybe<Scalars['String']['output']>;
  /** When the source last said so. */
  readonly observedAt: Scalars['DateTime']['output'];
  /** Why it wins over the next one, or why the winner is stronger; null for a withdrawn claim. */
  readonly reason?: Maybe<ClaimReason>;
  /** The rule that ranks it; null for edits by hand and sources without a rule. */
  readonly rule?: Maybe<ReconciliationRule>;
  /** The name of the data source; manual for an edit by hand. */
  readonly source: Scalars['String']['output'];
  /** What it says; null when it was withdrawn. */
  readonly value?: Maybe<Scalars['JSON']['output']>;
  /** This one decides. */
  readonly wins: Scalars['Boolean']['output'];
  /** The source took it back. */
  readonly withdrawn: Scalars['Boolean']['output'];
};

/** How many items have each value of something. */
export type Facet = {
  readonly __typename?: 'Facet';
  /** The attribute, if it is one. */
  readonly attribute?: Maybe<Scalars['String']['output']>;
  /** The base field, if it is one. */
  readonly field?: Maybe<FacetField>;
  /** The label, if it is one. */
  readonly label?: Maybe<Scalars['String']['output']>;
  /** How many items those have, together. */
  readonly otherCount: Scalars['Int']['output'];
  /** How many values more there are. */
  readonly otherValues: Scalars['Int']['output'];
  /** The most frequent values. */
  readonly values: ReadonlyArray<FacetValue>;
};

/** Base fields that items are counted by. */
export type FacetField =
  /** The class; the name of its own one, not of ancestors. */
  | 'CLASS'
  /** The criticality. */
  | 'CRITICALITY'
  /** The environment. */
  | 'ENVIRONMENT'
  /** The life-cycle stage. */
  | 'LIFECYCLE'
  /** The status within the stage. */
  | 'LIFECYCLE_STATUS'
  /** The on-call contact's name. */
  | 'ON_CALL'
  /** The owner's name. */
  | 'OWNER'
  /** The presence. */
  | 'PRESENCE'
  /** The site. */
  | 'SITE'
  /** The support group's name. */
  | 'SUPPORT_GROUP'
  /** The tenant. */
  | 'TENANT';

/** What items are counted by. */
export type FacetKey =
  /** An attribute, or a path within it: os.name. Of a list, an item counts once for each of its values. */
  { readonly attribute: Scalars['String']['input']; readonly field?: never; readonly label?: never; }
  |  /** A base field. */
  { readonly attribute?: never; readonly field: FacetField; readonly label?: never; }
  |  /** The key of a label, or a path within it. */
  { readonly attribute?: never; readonly field?: never; readonly label: Scalars['String']['input']; };

/** A value and how many items have it. */
export type FacetValue = {
  readonly __typename?: 'FacetValue';
  /** How many items. */
  readonly count: Scalars['Int']['output'];
  /** The value; null: none. */
  readonly value?: Maybe<Scalars['JSON']['output']>;
};

/** A redundancy rule of a dependent: how many of its providers must be up. */
export type Gate = {
  readonly __typename?: 'Gate';
  /** Below this healthy weight the gate is DEGRADED though it holds. */
  readonly degradedBelow?: Maybe<Scalars['Int']['output']>;
  /** Names it within its item; relationships join it by this key. */
  readonly key: Scalars['String']['output'];
  /** The gate of the same item that this one is a member of. */
  readonly parent?: Maybe<Scalars['String']['output']>;
  /** The rule. */
  readonly rule: GateRule;
  /** HARD: takes the item down. SOFT: only degrades it. */
  readonly strength: Strength;
  /** PATH: the relationship types a chain may use. */
  readonly types?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** AT_LEAST: how much weight; PERCENT: 1 to 100. */
  readonly value?: Maybe<Scalars['Int']['output']>;
};

/** A redundancy rule without a key. */
export type GateDefault = {
  readonly __typename?: 'GateDefault';
  /** The rule. */
  readonly rule: GateRule;
  /** PATH: the relationship types a chain may use. */
  readonly types?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** AT_LEAST: how much weight; PERCENT: 1 to 100. */
  readonly value?: Maybe<Scalars['Int']['output']>;
};

/** A redundancy rule without a key. */
export type GateDefaultInput = {
  /** The rule. */
  readonly rule: GateRule;
  /** PATH: the relationship types a chain may use. */
  readonly types?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** AT_LEAST: how much weight; PERCENT: 1 to 100. */
  readonly value?: InputMaybe<Scalars['Int']['input']>;
};

/** A redundancy rule to claim. */
export type GateInput = {
  /** Below this healthy weight the gate is DEGRADED though it holds. */
  readonly degradedBelow?: InputMaybe<Scalars['Int']['input']>;
  /** Names the gate within the item: a name of your own, or a relationship type for its default gate. */
  readonly key: Scalars['String']['input'];
  /** The gate of the same item that this one is a member of. */
  readonly parent?: InputMaybe<Scalars['String']['input']>;
  /** The rule. */
  readonly rule: GateRule;
  /** HARD when left out. */
  readonly strength?: InputMaybe<Strength>;
  /** PATH: the relationship types a chain may use. */
  readonly types?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** AT_LEAST: how much weight, at least 1; PERCENT: 1 to 100. */
  readonly value?: InputMaybe<Scalars['Int']['input']>;
};

/** A member of a gate: an item, or another gate of the same dependent. */
export type GateMember = {
  readonly __typename?: 'GateMember';
  /** The item; null for a gate, and when it is hidden from the caller. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** How that gate, a member of this one, came out by itself; null for an item. */
  readonly gate?: Maybe<GateResult>;
  /** The key of the gate; null for an item. */
  readonly gateKey?: Maybe<Scalars['String']['output']>;
  /** How it fares. */
  readonly state: ImpactState;
  /** How much it counts. */
  readonly weight: Scalars['Int']['output'];
};

/** A page of the members of a gate. */
export type GateMemberConnection = {
  readonly __typename?: 'GateMemberConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<GateMemberEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<GateMember>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
};

/** One of the members of a gate, with its cursor. */
export type GateMemberEdge = {
  readonly __typename?: 'GateMemberEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The one itself. */
  readonly node: GateMember;
};

/** How a redundancy rule came out. All numbers are weights; of more than 2,147,483,647 that number is told, all of it counts, and the explanation has it. */
export type GateResult = {
  readonly __typename?: 'GateResult';
  /** Below this healthy weight it is DEGRADED though it holds. */
  readonly degradedBelow?: Maybe<Scalars['Int']['output']>;
  /** The same in words. */
  readonly explanation: Scalars['String']['output'];
  /** Members that are OK or AT_RISK. */
  readonly healthy: Scalars['Int']['output'];
  /** Names the gate within its item. */
  readonly key: Scalars['String']['output'];
  /** Its members, worst first. */
  readonly members: GateMemberConnection;
  /** How much must be up. */
  readonly minUp: Scalars['Int']['output'];
  /** The rule. */
  readonly rule: GateRule;
  /** How the gate fares, capped at DEGRADED when it is SOFT. */
  readonly state: ImpactState;
  /** HARD: takes the item down. SOFT: only degrades it. */
  readonly strength: Strength;
  /** All members. */
  readonly total: Scalars['Int']['output'];
  /** Members that are not DOWN. */
  readonly up: Scalars['Int']['output'];
};


/** How a redundancy rule came out. All numbers are weights; of more than 2,147,483,647 that number is told, all of it counts, and the explanation has it. */
export type GateResultMembersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** How many members of a gate must be up. */
export type GateRule =
  /** All of them. */
  | 'ALL'
  /** Asks nothing of members and marks the item as an anchor: chains over `types` end here, all chains when types is left out, and its own PATH gates over them hold. */
  | 'ANCHOR'
  /** Any one of them. */
  | 'ANY'
  /** Members of at least `value` weight. */
  | 'AT_LEAST'
  /** A chain of items that are up leads from a member to an anchor, neither through the item itself nor to it. */
  | 'PATH'
  /** Members of at least `value` percent of the weight, rounded up. */
  | 'PERCENT';

/** Something odd about a gate. */
export type GateWarning = {
  readonly __typename?: 'GateWarning';
  /** The dependent; null when it is hidden from the caller. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** The key of the gate. */
  readonly key: Scalars['String']['output'];
  /** What is odd, and what was done about it. */
  readonly message: Scalars['String']['output'];
};

/** A configuration item of any class. */
export type GenericConfigurationItem = ConfigurationItem & Node & {
  readonly __typename?: 'GenericConfigurationItem';
  /** Since when no data source claims that it exists. */
  readonly absentSince?: Maybe<Scalars['DateTime']['output']>;
  /** The attributes of its class, effective values. Volatile ones are those seen last, and missing at moments at which the item was another version. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** How it fared over a period, by the outages as they are known now, through the graph as it was at each moment. */
  readonly availability?: Maybe<Availability>;
  /** False: a pure grouping that never fails by itself. */
  readonly canFail: Scalars['Boolean']['output'];
  /** What changed on it, newest first, its relationships included. */
  readonly changes: ChangeConnection;
  /** The class it belongs to. */
  readonly class: CiClass;
  /** When it was stored for the first time. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** How much the business minds when it fails. */
  readonly criticality?: Maybe<Criticality>;
  /** What takes it down: sets of items of so many at most. */
  readonly cutSets?: Maybe<CutSetAnalysis>;
  /** What it depends on. */
  readonly dependencies?: Maybe<Topology>;
  /** What depends on it. */
  readonly dependents?: Maybe<Topology>;
  /** Free text. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** Such as production or staging. */
  readonly environment?: Maybe<Scalars['String']['output']>;
  /** When a data source reported it for the first time. */
  readonly firstSeenAt: Scalars['DateTime']['output'];
  /** The redundancy rules it defines for its own dependencies. */
  readonly gates: ReadonlyArray<Gate>;
  /** The global id. Opaque; never reused. */
  readonly id: Scalars['ID']['output'];
  /** What breaks if it goes down. */
  readonly impactIfDown?: Maybe<ImpactAnalysis>;
  /** Free key-value pairs. */
  readonly labels: Scalars['JSONObject']['output'];
  /** When a data source reported it for the last time, unchanged or not. */
  readonly lastSeenAt: Scalars['DateTime']['output'];
  /** The life-cycle stage (Common Service Data Model). */
  readonly lifecycle: LifecycleStage;
  /** The status within the stage, such as In Use. */
  readonly lifecycleStatus?: Maybe<Scalars['String']['output']>;
  /** The ids of the items that were merged into it. */
  readonly mergedIds: ReadonlyArray<Scalars['ID']['output']>;
  /** The display name. */
  readonly name: Scalars['String']['output'];
  /** What each data source says of it. */
  readonly observations: ReadonlyArray<Observation>;
  /** Who is called at night. */
  readonly onCall?: Maybe<Contact>;
  /** Who answers for it. */
  readonly owner?: Maybe<Contact>;
  /** Whether some data source claims that it exists. */
  readonly presence: Presence;
  /** Its relationships, both directions unless one is asked for. Ordered by type, then by the other end, unless orderBy says otherwise. */
  readonly relationships: RelationshipConnection;
  /** When it left lists, graph and gates; references to it still resolve. */
  readonly retiredAt?: Maybe<Scalars['DateTime']['output']>;
  /** Where it is. */
  readonly site?: Maybe<Scalars['String']['output']>;
  /** How it fares by the recorded outages that last at the moment asked; null for one that has left the graph. */
  readonly state?: Maybe<ImpactState>;
  /** Who looks after it. */
  readonly supportGroup?: Maybe<Contact>;
  /** The tenant it belongs to; null for the default tenant. */
  readonly tenant?: Maybe<Scalars['String']['output']>;
  /** When an effective value changed for the last time. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Counts its versions from 1; give it as ifVersion to write only what you have seen. */
  readonly version: Scalars['Int']['output'];
};


/** A configuration item of any class. */
export type GenericConfigurationItemAttributesArgs = {
  names?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};


/** A configuration item of any class. */
export type GenericConfigurationItemAvailabilityArgs = {
  from: Scalars['DateTime']['input'];
  to: Scalars['DateTime']['input'];
};


/** A configuration item of any class. */
export type GenericConfigurationItemChangesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** A configuration item of any class. */
export type GenericConfigurationItemCutSetsArgs = {
  maxOrder?: InputMaybe<Scalars['Int']['input']>;
};


/** A configuration item of any class. */
export type GenericConfigurationItemDependenciesArgs = {
  depth?: InputMaybe<Scalars['Int']['input']>;
  filter?: InputMaybe<TopologyFilter>;
};


/** A configuration item of any class. */
export type GenericConfigurationItemDependentsArgs = {
  depth?: InputMaybe<Scalars['Int']['input']>;
  filter?: InputMaybe<TopologyFilter>;
};


/** A configuration item of any class. */
export type GenericConfigurationItemRelationshipsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  direction?: InputMaybe<RelationshipDirection>;
  filter?: InputMaybe<ConfigurationItemFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<ReadonlyArray<ConfigurationItemOrder>>;
  types?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** The size of the graph. Where none is kept in memory, the numbers are PostgreSQL's estimates of its tables. */
export type GraphInfo = {
  readonly __typename?: 'GraphInfo';
  /** Bytes held in memory; 0 where the graph is read from the tables. */
  readonly bytes: Scalars['Float']['output'];
  /** Items that are not retired. */
  readonly items: Scalars['Int']['output'];
  /** Relationships that hold now. */
  readonly relationships: Scalars['Int']['output'];
};

/** How far back the history reaches. */
export type HistoryHorizon = {
  readonly __typename?: 'HistoryHorizon';
  /** Its time; null while nothing was dropped. */
  readonly at?: Maybe<Scalars['DateTime']['output']>;
  /** The oldest revision that can be read. */
  readonly revision: Scalars['Revision']['output'];
};

/** Where a dependent entry finds the host of an item. */
export type HostContext = {
  readonly __typename?: 'HostContext';
  /** The classes a host may have. */
  readonly hostClasses: ReadonlyArray<Scalars['String']['output']>;
  /** The relationship that leads to the host. */
  readonly relationshipType: Scalars['String']['output'];
};

/** Where a dependent entry finds the host of an item. */
export type HostContextInput = {
  /** The classes a host may have, descendants included. */
  readonly hostClasses: ReadonlyArray<Scalars['String']['input']>;
  /** The relationship that leads to the host. */
  readonly relationshipType: Scalars['String']['input'];
};

/** One way to recognise an item. */
export type IdentificationEntry = {
  readonly __typename?: 'IdentificationEntry';
  /** The attributes and base fields that must all be there. */
  readonly attributes: ReadonlyArray<Scalars['String']['output']>;
  /** The array attribute whose elements hold the attributes. */
  readonly rows?: Maybe<Scalars['String']['output']>;
  /** May match, may never create alone. */
  readonly weak: Scalars['Boolean']['output'];
  /** Where the item is looked for; null: anywhere in the tenant. */
  readonly within?: Maybe<ReadonlyArray<HostContext>>;
};

/** One rule in the list of a class: an entry, or the place where all entries of an ancestor stand. */
export type IdentificationRule = {
  readonly __typename?: 'IdentificationRule';
  /** The entry; null where those of an ancestor stand. */
  readonly entry?: Maybe<IdentificationEntry>;
  /** The ancestor; null for an entry. */
  readonly inherits?: Maybe<Scalars['String']['output']>;
};

/** One way to recognise items: either `inherits`, or `attributes` with the rest. */
export type IdentificationRuleInput = {
  /** The attributes and base fields that must all be there. */
  readonly attributes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** The entries of this class stand here. */
  readonly inherits?: InputMaybe<Scalars['String']['input']>;
  /** The array attribute whose elements hold the attributes. */
  readonly rows?: InputMaybe<Scalars['String']['input']>;
  /** May match, may never create alone. */
  readonly weak?: Scalars['Boolean']['input'];
  /** The item is looked for inside a host. */
  readonly within?: InputMaybe<ReadonlyArray<HostContextInput>>;
};

/** What other junk values would do to the identities of one item. */
export type IdentityEffect = {
  readonly __typename?: 'IdentityEffect';
  /** The item as it is. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** The identities that it would lose or gain. */
  readonly moves: ReadonlyArray<IdentityMove>;
  /** How many identities it would hold then, native keys included; without any, no report would find it again. */
  readonly remaining: Scalars['Int']['output'];
};

/** A page of what other junk values would do. */
export type IdentityEffectConnection = {
  readonly __typename?: 'IdentityEffectConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<IdentityEffectEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<IdentityEffect>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** The revision this page was read at. */
  readonly revision: Scalars['Revision']['output'];
  /** How many items would lose or gain identities. */
  readonly totalCount: Scalars['Int']['output'];
};

/** One of the effects, with its cursor. */
export type IdentityEffectEdge = {
  readonly __typename?: 'IdentityEffectEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The one itself. */
  readonly node: IdentityEffect;
};

/** An item by its class and identifying values, looked up through the class's identification rules or, if they do not decide, by equality. */
export type IdentityInput = {
  /** Identifying attributes; base fields such as name may be among them. */
  readonly attributes: Scalars['JSONObject']['input'];
  /** The class or one of its ancestors. */
  readonly class: Scalars['String']['input'];
};

/** An identity that an item would lose or gain. */
export type IdentityMove = {
  readonly __typename?: 'IdentityMove';
  /** The attributes of the identification entry. */
  readonly attributes: ReadonlyArray<Scalars['String']['output']>;
  /** The id of the host that the item is identified inside; null for none. */
  readonly host?: Maybe<Scalars['ID']['output']>;
  /** Which of both. */
  readonly kind: IdentityMoveKind;
  /** How many others there are. */
  readonly sharedCount: Scalars['Int']['output'];
  /** Other items that hold it now (LOST) or would hold it too (GAINED): the first ten by id. */
  readonly sharedWith: ReadonlyArray<Maybe<ConfigurationItem>>;
  /** The values as they are compared, in the order of the attributes. */
  readonly values: ReadonlyArray<Scalars['String']['output']>;
};

/** Whether an identity would be lost or gained. */
export type IdentityMoveKind =
  /** Its values would count again. */
  | 'GAINED'
  /** A value of it would count as absent. */
  | 'LOST';

/** What breaks, with the reason for every item that is hit and every item that is spared. */
export type ImpactAnalysis = {
  readonly __typename?: 'ImpactAnalysis';
  /** What the answer rests on. */
  readonly coverage: ImpactCoverage;
  /** All of it as a drawing; LIMIT_EXCEEDED where the drawings and tables of one request hold too much. */
  readonly diagram: Scalars['String']['output'];
  /** Items that are hit, worst first, then nearest first. The outages themselves are among them. */
  readonly impacted: ImpactedItemConnection;
  /** The recorded outages that count, maintenance included: those that last at the moment asked. */
  readonly openOutages: OutageConnection;
  /** The revision that all of it speaks of: that of the cursors given to its lists, if there are any. */
  readonly revision: Scalars['Revision']['output'];
  /** Services that are hit, most critical first. */
  readonly services: ImpactedItemConnection;
  /** Items that a redundancy rule saved: something they need is hit, they are not. Smallest margin first. */
  readonly spared: SparedItemConnection;
  /** Totals. */
  readonly summary: ImpactSummary;
  /** Outages and assumptions that did not resolve: outages first, then assumeHealthy. */
  readonly unresolved: ReadonlyArray<UnresolvedRef>;
};


/** What breaks, with the reason for every item that is hit and every item that is spared. */
export type ImpactAnalysisDiagramArgs = {
  format: DiagramFormat;
};


/** What breaks, with the reason for every item that is hit and every item that is spared. */
export type ImpactAnalysisImpactedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ConfigurationItemFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  minState?: ImpactState;
};


/** What breaks, with the reason for every item that is hit and every item that is spared. */
export type ImpactAnalysisOpenOutagesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What breaks, with the reason for every item that is hit and every item that is spared. */
export type ImpactAnalysisServicesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  minState?: ImpactState;
};


/** What breaks, with the reason for every item that is hit and every item that is spared. */
export type ImpactAnalysisSparedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** How many items of a group are hit. */
export type ImpactCount = {
  readonly __typename?: 'ImpactCount';
  /** How many in all. */
  readonly count: Scalars['Int']['output'];
  /** How many are DOWN. */
  readonly down: Scalars['Int']['output'];
  /** The group; null for items without a value. */
  readonly key?: Maybe<Scalars['String']['output']>;
};

/** What an impact rests on. */
export type ImpactCoverage = {
  readonly __typename?: 'ImpactCoverage';
  /** Nothing was left out: no hidden item, no unresolved reference, not stopped early. */
  readonly complete: Scalars['Boolean']['output'];
  /** Gates without members. */
  readonly emptyGates: ReadonlyArray<GateWarning>;
  /** How many items are hidden from the caller. */
  readonly hidden: Scalars['Int']['output'];
  /** Gates whose numbers had to be clamped. */
  readonly misconfiguredGates: ReadonlyArray<GateWarning>;
  /** What of the answer still holds when it was stopped early; null when it was not. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** The share of visited items that no data source claims any more, 0 to 1. */
  readonly staleShare: Scalars['Float']['output'];
  /** Whether time ran out before all states were worked out. */
  readonly stoppedEarly: Scalars['Boolean']['output'];
};

/** How an item fares, from best to worst. */
export type ImpactState =
  /** It holds, and nothing is left to lose. */
  | 'AT_RISK'
  /** It works, but worse. */
  | 'DEGRADED'
  /** It does not work. */
  | 'DOWN'
  /** Nothing is wrong, or there is spare capacity left. */
  | 'OK';

/** Totals of an impact. */
export type ImpactSummary = {
  readonly __typename?: 'ImpactSummary';
  /** By class. */
  readonly byClass: ReadonlyArray<ImpactCount>;
  /** By criticality, most critical first. */
  readonly byCriticality: ReadonlyArray<ImpactCount>;
  /** By environment. */
  readonly byEnvironment: ReadonlyArray<ImpactCount>;
  /** By state, worst first. */
  readonly byState: ReadonlyArray<StateCount>;
  /** How many are spared. */
  readonly spared: Scalars['Int']['output'];
  /** How many items are hit: AT_RISK or worse, the outages included. */
  readonly total: Scalars['Int']['output'];
};

/** An item that is hit. */
export type ImpactedItem = {
  readonly __typename?: 'ImpactedItem';
  /** The item; null when it is hidden from the caller. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** How many steps from the nearest outage. */
  readonly distance: Scalars['Int']['output'];
  /** The outages it is due to. */
  readonly dueTo: ConfigurationItemConnection;
  /** The redundancy rules that failed, with the arithmetic. */
  readonly failedGates: ReadonlyArray<GateResult>;
  /** Why, step by step. */
  readonly proof: ReadonlyArray<ProofStep>;
  /** How it fares. */
  readonly state: ImpactState;
  /** How it fares without the outages asked about. */
  readonly stateBefore: ImpactState;
};


/** An item that is hit. */
export type ImpactedItemDueToArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of items that are hit. */
export type ImpactedItemConnection = {
  readonly __typename?: 'ImpactedItemConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<ImpactedItemEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<ImpactedItem>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
};

/** One of items that are hit, with its cursor. */
export type ImpactedItemEdge = {
  readonly __typename?: 'ImpactedItemEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The one itself. */
  readonly node: ImpactedItem;
};

/** One end of a relationship in an ingest request. */
export type IngestEndInput =
  /** The global id. */
  { readonly id: Scalars['ID']['input']; readonly identity?: never; readonly native?: never; readonly ref?: never; }
  |  /** Its class and identifying attributes. */
  { readonly id?: never; readonly identity: IdentityInput; readonly native?: never; readonly ref?: never; }
  |  /** The key a data source has for it. */
  { readonly id?: never; readonly identity?: never; readonly native: NativeKeyInput; readonly ref?: never; }
  |  /** An item of this request, by its ref. */
  { readonly id?: never; readonly identity?: never; readonly native?: never; readonly ref: Scalars['String']['input']; };

/** Input of ingest. */
export type IngestInput = {
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The items, in any order. */
  readonly items?: ReadonlyArray<IngestItemInput>;
  /** What to do about wrong items. */
  readonly mode?: IngestMode;
  /** With DRY_RUN: a data source that nobody has registered counts as one that has just been. */
  readonly newSource?: Scalars['Boolean']['input'];
  /** When the source saw all this; now when left out. Never moves the history. More than five minutes ahead of this server: BAD_REQUEST. */
  readonly observedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Why; kept with the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** The relationships, in any order; their ends may be items of this request. */
  readonly relationships?: ReadonlyArray<IngestRelationshipInput>;
  /** The name of a registered data source. */
  readonly source: Scalars['String']['input'];
  /** The sync session that this is a part of: what is reported counts as seen, and is undone with it. */
  readonly syncSession?: InputMaybe<Scalars['ID']['input']>;
};

/** One item as a data source reports it. What is left out is kept; null withdraws this source's own claim. */
export type IngestItemInput = {
  /** Attributes of the class; merged into this source's earlier ones unless declared complete. null withdraws a claim. */
  readonly attributes?: InputMaybe<Scalars['JSONObject']['input']>;
  /** False: a pure grouping. The default comes from the class. */
  readonly canFail?: InputMaybe<Scalars['Boolean']['input']>;
  /** The class. */
  readonly class: Scalars['String']['input'];
  /** Parts that replace this source's earlier claim instead of being merged into it. */
  readonly complete?: InputMaybe<ReadonlyArray<IngestPart>>;
  /** Of these types, this source's other relationships of the item end. */
  readonly completeRelationships?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** How much the business minds when it fails. */
  readonly criticality?: InputMaybe<Criticality>;
  /** Free text. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Such as production or staging. */
  readonly environment?: InputMaybe<Scalars['String']['input']>;
  /** Redundancy rules; merged by key into this source's earlier ones unless declared complete. */
  readonly gates?: InputMaybe<ReadonlyArray<GateInput>>;
  /** The global id, when you know it. */
  readonly id?: InputMaybe<Scalars['ID']['input']>;
  /** Write only when the item is at this version. */
  readonly ifVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Key-value pairs; merged into this source's earlier ones unless declared complete. */
  readonly labels?: InputMaybe<Scalars['JSONObject']['input']>;
  /** The life-cycle stage; OPERATIONAL for a new item that names none. */
  readonly lifecycle?: InputMaybe<LifecycleStage>;
  /** The status within the stage. */
  readonly lifecycleStatus?: InputMaybe<Scalars['String']['input']>;
  /** The display name. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** The key the source has for it: stable, its own. */
  readonly nativeKey?: InputMaybe<Scalars['String']['input']>;
  /** When the source saw it; the request's observedAt when left out. More than five minutes ahead of this server: INVALID_VALUE. */
  readonly observedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Who is called at night. */
  readonly onCall?: InputMaybe<ContactInput>;
  /** Who answers for it. */
  readonly owner?: InputMaybe<ContactInput>;
  /** ABSENT: this source says that it is gone. */
  readonly presence?: Presence;
  /** Your name for it inside this request. */
  readonly ref?: InputMaybe<Scalars['String']['input']>;
  /** Relationships of this item. */
  readonly relationships?: InputMaybe<ReadonlyArray<ItemRelationshipInput>>;
  /** Where it is. */
  readonly site?: InputMaybe<Scalars['String']['input']>;
  /** Who looks after it. */
  readonly supportGroup?: InputMaybe<ContactInput>;
  /** The tenant; that of the data source when left out. Never changes. */
  readonly tenant?: InputMaybe<Scalars['String']['input']>;
};

/** What happened to one item. */
export type IngestItemResult = {
  readonly __typename?: 'IngestItemResult';
  /** Every way that was tried. */
  readonly attempts: ReadonlyArray<MatchAttempt>;
  /** Stored items that it could have been, beside the one that it is. Null: hidden from this caller. */
  readonly candidates: ReadonlyArray<Maybe<ConfigurationItem>>;
  /** The item as it is after the request; null in a dry run that would create it, and when rejected. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** Why it was rejected. */
  readonly errors: ReadonlyArray<ItemError>;
  /** Its position in the request. */
  readonly index: Scalars['Int']['output'];
  /** Values of this payload that lost against another claim. */
  readonly masked: ReadonlyArray<MaskedAttribute>;
  /** What it was recognised by: id, nativeKey, or the attributes of the entry. */
  readonly matchedBy?: Maybe<Scalars['String']['output']>;
  /** Stored items that share only a weak identity with it, which proves nothing. Null: hidden from this caller. */
  readonly nearMisses: ReadonlyArray<Maybe<ConfigurationItem>>;
  /** What happened. */
  readonly outcome: IngestOutcome;
  /** Your name for it. */
  readonly ref?: Maybe<Scalars['String']['output']>;
  /** What is odd about it. */
  readonly warnings: ReadonlyArray<ItemError>;
};

/** What to do about wrong items. */
export type IngestMode =
  /** All or nothing, as one change set. */
  | 'ATOMIC'
  /** Compute everything, write nothing. */
  | 'DRY_RUN'
  /** Good items land, wrong ones are reported. */
  | 'PARTIAL';

/** What happened to an item or relationship. */
export type IngestOutcome =
  /** This source withdrew its claim of existence. */
  | 'ABSENT'
  /** It is new. */
  | 'CREATED'
  /** It is incomplete, and waits up to 30 days for a later report, host or end to complete it; see its errors and parkedItems. */
  | 'PARKED'
  /** It has another class now. */
  | 'RECLASSIFIED'
  /** It is wrong; see its errors. */
  | 'REJECTED'
  /** It was retired or absent and is back. */
  | 'RESURRECTED'
  /** It is older than what is known. */
  | 'SUPERSEDED'
  /** Nothing changed and nothing was written. */
  | 'UNCHANGED'
  /** An effective value or a claim changed. */
  | 'UPDATED';

/** Parts of an item that a payload may declare complete. */
export type IngestPart =
  /** The attributes. */
  | 'ATTRIBUTES'
  /** The redundancy rules. */
  | 'GATES'
  /** The labels. */
  | 'LABELS';

/** Answer of ingest. */
export type IngestPayload = {
  readonly __typename?: 'IngestPayload';
  /** What was written, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** What was parked and has landed with these records, whoever had reported it. */
  readonly completedParked: ReadonlyArray<CompletedParkedItem>;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** What happened to each relationship: those nested in items first, then the others, in the order given. */
  readonly relationshipResults: ReadonlyArray<IngestRelationshipResult>;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** What happened to each item, in the order given. */
  readonly results: ReadonlyArray<IngestItemResult>;
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
  /** How many items and relationships had each outcome. */
  readonly totals: ReadonlyArray<OutcomeCount>;
};


/** Answer of ingest. */
export type IngestPayloadRelationshipResultsArgs = {
  outcomes?: InputMaybe<ReadonlyArray<IngestOutcome>>;
};


/** Answer of ingest. */
export type IngestPayloadResultsArgs = {
  outcomes?: InputMaybe<ReadonlyArray<IngestOutcome>>;
};

/** A relationship as a data source reports it. */
export type IngestRelationshipInput = {
  /** Its attributes. */
  readonly attributes?: InputMaybe<Scalars['JSONObject']['input']>;
  /** The dependent's gates it is a member of. */
  readonly gateKeys?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** How it is known. */
  readonly kind?: RelationshipKind;
  /** When the source saw it; the request's observedAt when left out. More than five minutes ahead of this server: INVALID_VALUE. */
  readonly observedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** ABSENT: this source says that it is gone. */
  readonly presence?: Presence;
  /** The source, usually the dependent. */
  readonly source: IngestEndInput;
  /** The default of the type when left out. */
  readonly strength?: InputMaybe<Strength>;
  /** The target. */
  readonly target: IngestEndInput;
  /** The relationship type. */
  readonly type: Scalars['String']['input'];
  /** How much it counts in its gate: 1 to 100,000. */
  readonly weight?: InputMaybe<Scalars['Int']['input']>;
};

/** What happened to one relationship. */
export type IngestRelationshipResult = {
  readonly __typename?: 'IngestRelationshipResult';
  /** Why it was rejected. */
  readonly errors: ReadonlyArray<ItemError>;
  /** Its position: of the item it is nested in, or in the request's relationships. */
  readonly index: Scalars['Int']['output'];
  /** Its position among the relationships of that item; null when it was not nested. */
  readonly nestedIndex?: Maybe<Scalars['Int']['output']>;
  /** What happened. */
  readonly outcome: IngestOutcome;
  /** The relationship as it is after the request. */
  readonly relationship?: Maybe<Relationship>;
  /** What is odd about it. */
  readonly warnings: ReadonlyArray<ItemError>;
};

/** One stored item that a definition would make invalid. */
export type InvalidatedItem = {
  readonly __typename?: 'InvalidatedItem';
  /** The item. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** What would be wrong with it. */
  readonly errors: ReadonlyArray<ItemError>;
};

/** Stored items and relationships that a definition would make invalid; retired items do not count. */
export type InvalidatedItems = {
  readonly __typename?: 'InvalidatedItems';
  /** How many in all; every relationship counts as one. */
  readonly count: Scalars['Int']['output'];
  /** The first 20 of them, a relationship under its source. */
  readonly items: ReadonlyArray<InvalidatedItem>;
};

/** An item that differs. */
export type ItemDifference = {
  readonly __typename?: 'ItemDifference';
  /** As it is at the later moment; null when it is not there. */
  readonly after?: Maybe<ConfigurationItem>;
  /** As it was at the earlier moment; null when it was not there. */
  readonly before?: Maybe<ConfigurationItem>;
  /** What became of it. */
  readonly kind: DifferenceKind;
  /** What differs, value by value; of one that is at one moment only, everything that is set. */
  readonly values: ReadonlyArray<ValueChange>;
};

/** A page of the items that differ. */
export type ItemDifferenceConnection = {
  readonly __typename?: 'ItemDifferenceConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<ItemDifferenceEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<ItemDifference>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
};

/** One of the items that differ, with its cursor. */
export type ItemDifferenceEdge = {
  readonly __typename?: 'ItemDifferenceEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The item that differs. */
  readonly node: ItemDifference;
};

/** What is wrong with one item of a request. */
export type ItemError = {
  readonly __typename?: 'ItemError';
  /** Which rule. */
  readonly code: ErrorCode;
  /** The item, the rule and what to do. */
  readonly message: Scalars['String']['output'];
  /** Where in the item as it was given. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** Whether the same request may succeed later. */
  readonly retryable: Scalars['Boolean']['output'];
};

/** A relationship of the item it stands in. */
export type ItemRelationshipInput = {
  /** Its attributes. */
  readonly attributes?: InputMaybe<Scalars['JSONObject']['input']>;
  /** SOURCE: the item is the source. */
  readonly direction?: RelationshipDirection;
  /** The other end. */
  readonly end: IngestEndInput;
  /** The dependent's gates it is a member of. */
  readonly gateKeys?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** How it is known. */
  readonly kind?: RelationshipKind;
  /** When the source saw it; the item's observedAt when left out. More than five minutes ahead of this server: INVALID_VALUE. */
  readonly observedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** ABSENT: this source says that it is gone. */
  readonly presence?: Presence;
  /** The default of the type when left out. */
  readonly strength?: InputMaybe<Strength>;
  /** The relationship type. */
  readonly type: Scalars['String']['input'];
  /** How much it counts in its gate: 1 to 100,000. */
  readonly weight?: InputMaybe<Scalars['Int']['input']>;
};

/** How an item fares. */
export type ItemState = {
  readonly __typename?: 'ItemState';
  /** The item; null when it is hidden from this caller. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** How it fares; null when it has left the graph or does not fit any more. */
  readonly state?: Maybe<ImpactState>;
  /** How it fared before; null when it was not there. */
  readonly stateBefore?: Maybe<ImpactState>;
};

/** What happens to one item. */
export type ItemUpdateResult = {
  readonly __typename?: 'ItemUpdateResult';
  /** The item: as it is now in a dry run, else as it was left. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** Why it was refused. */
  readonly errors: ReadonlyArray<ItemError>;
  /** Claims that have no effect, because another source is believed before. */
  readonly masked: ReadonlyArray<MaskedAttribute>;
  /** What happens to it. */
  readonly outcome: IngestOutcome;
  /** What changes of its effective values; empty in a replayed answer. */
  readonly values: ReadonlyArray<ValueChange>;
  /** What is odd about it. */
  readonly warnings: ReadonlyArray<ItemError>;
};

/** An item and the version that it must be at. */
export type ItemVersionInput = {
  /** The id of the item. */
  readonly configurationItem: Scalars['ID']['input'];
  /** The version. */
  readonly version: Scalars['Int']['input'];
};

/** How an identifying value is written, which decides how it is compared and what of it is junk. */
export type JunkValueKind =
  /** Values of every kind. */
  | 'ANY'
  /** Paths and codes in which case counts: installPath, mountPoint, arn. */
  | 'EXACT'
  /** Host names, with or without domain: hostname, fqdn. */
  | 'FQDN'
  /** Fingerprints and world-wide names: sha256Fingerprint, wwn. */
  | 'HEX'
  /** Addresses that hosts are known by: ipAddress. */
  | 'IP'
  /** Addresses that a process listens on: listenAddress. */
  | 'LISTEN'
  /** Hardware addresses: macAddress. */
  | 'MAC'
  /** What a maker or owner stuck on a device: serialNumber, assetTag. */
  | 'SERIAL'
  /** Names and words; every attribute that is of no other kind. */
  | 'TEXT'
  /** Addresses of services: apiServerUrl, repositoryUrl. */
  | 'URL'
  /** Universally unique ids: systemUuid, instanceUuid. */
  | 'UUID';

/** The values that count as absent in identifying values of a kind. The narrower list wins: that of the kind, that of any kind, what is shipped. */
export type JunkValueList = {
  readonly __typename?: 'JunkValueList';
  /** What was added, as it is compared: normalised, in lower case. */
  readonly added: ReadonlyArray<Scalars['String']['output']>;
  /** What counts although it is shipped as junk or is junk in values of any kind. */
  readonly allowed: ReadonlyArray<Scalars['String']['output']>;
  /** The kind of values it is about. */
  readonly kind: JunkValueKind;
  /** What is shipped. Beside these count by their form: empty values, serial numbers of one repeated sign, ids and hardware addresses of zeros or Fs only, addresses that every machine has. */
  readonly shipped: ReadonlyArray<Scalars['String']['output']>;
};

/** What a source said of the survivor after a merge that was undone. */
export type KeptClaims = {
  readonly __typename?: 'KeptClaims';
  /** Its key for the item; empty for none. */
  readonly nativeKey: Scalars['String']['output'];
  /** What it claims: fields, `attributes.<name>`, `labels.<key>`, `gates.<key>`. */
  readonly paths: ReadonlyArray<Scalars['String']['output']>;
  /** The data source. */
  readonly source: Scalars['String']['output'];
};

/** How far the graph is behind the database. */
export type LagInfo = {
  readonly __typename?: 'LagInfo';
  /** In milliseconds since the oldest change set not yet applied; 0 when there is none. */
  readonly milliseconds: Scalars['Float']['output'];
  /** In revisions. */
  readonly revisions: Scalars['Int']['output'];
};

/** Life-cycle stages of the Common Service Data Model, in order. */
export type LifecycleStage =
  /** Broken. */
  | 'DEFECTIVE'
  /** Being deployed. */
  | 'DEPLOY'
  /** Being designed. */
  | 'DESIGN'
  /** Gone. */
  | 'END_OF_LIFE'
  /** Being taken out of use. */
  | 'END_OF_OPERATION'
  /** An idea. */
  | 'IDEATION'
  /** In stock. */
  | 'INVENTORY'
  /** Not to be found. */
  | 'MISSING'
  /** In use. */
  | 'OPERATIONAL'
  /** Ordered. */
  | 'PURCHASE';

/** A base field that may have a list of allowed values. */
export type ListedField =
  /** The environment. */
  | 'ENVIRONMENT'
  /** The name of the owner. */
  | 'OWNER'
  /** The site. */
  | 'SITE';

/** One allowed value and what else it is called. */
export type ListedValue = {
  readonly __typename?: 'ListedValue';
  /** What is stored as this value. Case and white space do not count. */
  readonly synonyms: ReadonlyArray<Scalars['String']['output']>;
  /** The value as it is stored. */
  readonly value: Scalars['String']['output'];
};

/** One allowed value and what else it is called. */
export type ListedValueInput = {
  /** What is stored as this value. Case and white space do not count. */
  readonly synonyms?: ReadonlyArray<Scalars['String']['input']>;
  /** The value as it is stored. */
  readonly value: Scalars['String']['input'];
};

/** A value of a payload that lost against another claim. */
export type MaskedAttribute = {
  readonly __typename?: 'MaskedAttribute';
  /** A base field, attributes.<name>, labels.<key> or gates.<key>. */
  readonly path: Scalars['String']['output'];
  /** Why. */
  readonly reason: MaskedReason;
  /** The source that won. */
  readonly winner: Scalars['String']['output'];
};

/** Why a value lost. */
export type MaskedReason =
  /** It is older than the refresh period of its source. */
  | 'EXPIRED'
  /** It is older than the claim it met. */
  | 'OLDER_THAN_CLAIM'
  /** Another source has precedence. */
  | 'PRECEDENCE';

/** One way of recognising an item that was tried. */
export type MatchAttempt = {
  readonly __typename?: 'MatchAttempt';
  /** What by: id, nativeKey, or the attributes of the entry. */
  readonly entry: Scalars['String']['output'];
  /** What came of it. */
  readonly outcome: MatchAttemptOutcome;
  /** The normalised values that were tried. */
  readonly values: ReadonlyArray<Scalars['String']['output']>;
};

/** What came of a way of recognising an item. */
export type MatchAttemptOutcome =
  /** Exactly one item. */
  | 'MATCHED'
  /** More than one item. */
  | 'MULTI_MATCH'
  /** No item. */
  | 'NO_MATCH'
  /** A value was missing or junk. */
  | 'SKIPPED';

/** What somebody outside knows of an item. Notation does not count: case, trailing dots, ports, forms of addresses. */
export type MatchKeyInput =
  /** A host name, with or without its domain. */
  { readonly host: Scalars['String']['input']; readonly ip?: never; readonly mac?: never; readonly ref?: never; readonly text?: never; }
  |  /** An IP address of either version. */
  { readonly host?: never; readonly ip: Scalars['String']['input']; readonly mac?: never; readonly ref?: never; readonly text?: never; }
  |  /** A hardware address. */
  { readonly host?: never; readonly ip?: never; readonly mac: Scalars['String']['input']; readonly ref?: never; readonly text?: never; }
  |  /** A reference, for lists that hold both. */
  { readonly host?: never; readonly ip?: never; readonly mac?: never; readonly ref: ConfigurationItemRef; readonly text?: never; }
  |  /** A text such as that of an alert, up to 8,192 characters; the host names, addresses and names of items in it count. */
  { readonly host?: never; readonly ip?: never; readonly mac?: never; readonly ref?: never; readonly text: Scalars['String']['input']; };

/** What a key came to. */
export type MatchOutcome =
  /** Several items have the same evidence. */
  | 'AMBIGUOUS'
  /** One item has the best evidence. */
  | 'FOUND'
  /** Nothing fits, or the key means nothing. */
  | 'NOT_FOUND';

/** Two relationships that became one. */
export type MergeCollision = {
  readonly __typename?: 'MergeCollision';
  /** The id of the one that became a part of it. */
  readonly absorbed: Scalars['ID']['output'];
  /** Gates in which both counted: they have one member less now. */
  readonly gateKeys: ReadonlyArray<Scalars['String']['output']>;
  /** The id of the one that is kept. */
  readonly kept: Scalars['ID']['output'];
  /** The relationship type. */
  readonly type: Scalars['String']['output'];
};

/** Input of mergeConfigurationItems. */
export type MergeConfigurationItemsInput = {
  /** Compute everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Write only when these items are at these versions. */
  readonly ifVersions?: InputMaybe<ReadonlyArray<ItemVersionInput>>;
  /** The items that become a part of it, 1 to 100. One that is merged into it already changes nothing. */
  readonly merged: ReadonlyArray<ConfigurationItemRef>;
  /** Why; kept with the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** The item whose id is kept. */
  readonly survivor: ConfigurationItemRef;
};

/** Answer of mergeConfigurationItems; of a dry run, what would be. */
export type MergeConfigurationItemsPayload = {
  readonly __typename?: 'MergeConfigurationItemsPayload';
  /** What was written, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** Relationships that both had: they become one, and count once in gates. */
  readonly collisions: ReadonlyArray<MergeCollision>;
  /** The survivor as it now is. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** How many relationships between the items end, because they are one. */
  readonly endedRelationships: Scalars['Int']['output'];
  /** Why it was refused. */
  readonly errors: ReadonlyArray<ItemError>;
  /** The ids that lead to the survivor since this call. */
  readonly mergedIds: ReadonlyArray<Scalars['ID']['output']>;
  /** How much moves to the survivor. */
  readonly moved: MergeCounts;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
  /** Effective values of the survivor that change. */
  readonly values: ReadonlyArray<MergedValue>;
  /** What to look at: gates that lose a member, items inside the merged ones that are duplicates now. */
  readonly warnings: ReadonlyArray<ItemError>;
};

/** How much moves to the survivor of a merge. */
export type MergeCounts = {
  readonly __typename?: 'MergeCounts';
  /** Identities of the merged items, and of items that are identified inside them. */
  readonly identifiers: Scalars['Int']['output'];
  /** What sources say of the merged items, one for each source and native key. */
  readonly observations: Scalars['Int']['output'];
  /** Relationships that get another end. */
  readonly relationships: Scalars['Int']['output'];
};

/** A value of the survivor that a merge changes. */
export type MergedValue = {
  readonly __typename?: 'MergedValue';
  /** The value after; null when there is none. */
  readonly after?: Maybe<Scalars['JSON']['output']>;
  /** The value before; null when there was none. */
  readonly before?: Maybe<Scalars['JSON']['output']>;
  /** A field, `attributes.<name>`, `labels.<key>` or `gates.<key>`. */
  readonly path: Scalars['String']['output'];
  /** The data source whose claim it is; null when none claims it. */
  readonly source?: Maybe<Scalars['String']['output']>;
};

/** A moment to read at: a time (the largest revision committed by then) or a revision. */
export type Moment =
  /** The revision itself. */
  { readonly revision: Scalars['Revision']['input']; readonly time?: never; }
  |  /** The commit time; the answer is what was stored then. */
  { readonly revision?: never; readonly time: Scalars['DateTime']['input']; };

/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Ends a session that is open or waits to be confirmed; nothing is removed. Repeating it gives the same answer. */
  readonly abortSync?: Maybe<AbortSyncPayload>;
  /** Defines many classes and relationship types as one change set: all of them or none. */
  readonly applyModel?: Maybe<ApplyModelPayload>;
  /** Begins a run that reports everything a data source can see in a scope. Send its ingests with the id of the session, then commit it. Whoever is limited to tenants or labels begins one about what they see. */
  readonly beginSync?: Maybe<BeginSyncPayload>;
  /** Ends an outage, whoever reported it; one that has not begun is taken back. */
  readonly closeOutage?: Maybe<CloseOutagePayload>;
  /** Ends a session: what its source claimed in the scope and the session did not see is claimed no longer. When that is much, it waits for confirmSync. Repeating it gives the same answer. */
  readonly commitSync?: Maybe<CommitSyncPayload>;
  /** Goes ahead with a commit that waits to be confirmed. Repeating it gives the same answer. */
  readonly confirmSync?: Maybe<ConfirmSyncPayload>;
  /** Makes a token by which a caller comes in; it reaches no further than who makes it. Answers the secret, this once. From the first token on, nobody comes in without one. */
  readonly createApiToken?: Maybe<CreateApiTokenPayload>;
  /** Has changes posted to an address: the events of the change feed, signed, in order, each until it is taken or given up. Answers the secret, this once. */
  readonly createWebhook?: Maybe<CreateWebhookPayload>;
  /** Defines a class, or redefines it; by name. Needs no restart. */
  readonly defineCiClass?: Maybe<DefineCiClassPayload>;
  /** Lets values count as absent when things are recognised, or count again. Stored items lose or regain the identities that rest on them, as change sets of the same operation; nothing is merged or split, and who shares an identity then is in a duplicate set. */
  readonly defineJunkValues?: Maybe<DefineJunkValuesPayload>;
  /** Says how strong a data source is for attributes of a class or relationship type, or takes that back; by class, attribute and source. Effective values follow, as change sets of the same operation. */
  readonly defineReconciliationRule?: Maybe<DefineReconciliationRulePayload>;
  /** Defines a relationship type, or redefines it; by name. Needs no restart. */
  readonly defineRelationshipType?: Maybe<DefineRelationshipTypePayload>;
  /** Says which values a base field takes and what else they are called, in place of the list it had. What is stored in other words is put into these, as change sets of the same operation. */
  readonly defineValueList?: Maybe<DefineValueListPayload>;
  /** Removes a webhook with its dead letters. */
  readonly deleteWebhook?: Maybe<DeleteWebhookPayload>;
  /** Ends one relationship, whoever claims it. */
  readonly endRelationship?: Maybe<EndRelationshipPayload>;
  /** Takes many items and relationships of one data source; says what happened to each. Idempotent. */
  readonly ingest?: Maybe<IngestPayload>;
  /** Merges duplicates into one item: what is said of them, their relationships and identities move to it in one change set, and their ids lead to it. */
  readonly mergeConfigurationItems?: Maybe<MergeConfigurationItemsPayload>;
  /** Records an outage or maintenance of one item by hand. */
  readonly openOutage?: Maybe<OpenOutagePayload>;
  /** Has events sent again that a webhook did not take, each once. They come out of order, under the ids they had. */
  readonly redeliverWebhook?: Maybe<RedeliverWebhookPayload>;
  /** Registers a data source, or changes a registered one; by name. */
  readonly registerDataSource?: Maybe<RegisterDataSourcePayload>;
  /** Takes a tool's list of outages; idempotent by source and key. Says what became of each. */
  readonly reportOutages?: Maybe<ReportOutagesPayload>;
  /** Decides about a duplicate set: makes its items one, or remembers that they are different things. */
  readonly resolveDuplicateSet?: Maybe<ResolveDuplicateSetPayload>;
  /** Retires one item: it leaves lists, graph and gates, and its relationships end in the same change set. */
  readonly retireConfigurationItem?: Maybe<RetireConfigurationItemPayload>;
  /** Undoes everything that an operation wrote, named by one of its change sets or by its id; what others wrote on top since stays, and is said thing by thing. That is an operation itself, and can be undone. Refused with FORBIDDEN to whoever does not see all that it changed. */
  readonly revertChangeSet?: Maybe<RevertChangeSetPayload>;
  /** Undoes everything that a sync session wrote: its ingests, and what its commit removed. See revertChangeSet. */
  readonly revertSync?: Maybe<RevertSyncPayload>;
  /** Revokes a token for good: within seconds nobody comes in with it, and what was opened with it is closed. */
  readonly revokeApiToken?: Maybe<RevokeApiTokenPayload>;
  /** Searches the store for items that hold one identity together, and opens duplicate sets for them. */
  readonly searchDuplicates?: Maybe<SearchDuplicatesPayload>;
  /** Sets or removes one redundancy rule of an item. */
  readonly setGate?: Maybe<SetGatePayload>;
  /** Takes a merge back: every merged item is itself again. What was written to the survivor since stays there, and is told. */
  readonly undoMerge?: Maybe<UndoMergePayload>;
  /** Changes all items that fit a filter by hand. Look at a dry run first: the write asks for the number of items that it told. */
  readonly updateConfigurationItems?: Maybe<UpdateConfigurationItemsPayload>;
  /** Changes a webhook, pauses it, makes it go on from another place, or gives it another secret. */
  readonly updateWebhook?: Maybe<UpdateWebhookPayload>;
  /** Creates or changes one item by hand. */
  readonly upsertConfigurationItem?: Maybe<UpsertConfigurationItemPayload>;
  /** Creates or changes one relationship by hand. */
  readonly upsertRelationship?: Maybe<UpsertRelationshipPayload>;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationAbortSyncArgs = {
  input: AbortSyncInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationApplyModelArgs = {
  input: ApplyModelInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationBeginSyncArgs = {
  input: BeginSyncInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationCloseOutageArgs = {
  input: CloseOutageInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationCommitSyncArgs = {
  input: CommitSyncInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationConfirmSyncArgs = {
  input: ConfirmSyncInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationCreateApiTokenArgs = {
  input: CreateApiTokenInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationCreateWebhookArgs = {
  input: CreateWebhookInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationDefineCiClassArgs = {
  input: DefineCiClassInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationDefineJunkValuesArgs = {
  input: DefineJunkValuesInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationDefineReconciliationRuleArgs = {
  input: DefineReconciliationRuleInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationDefineRelationshipTypeArgs = {
  input: DefineRelationshipTypeInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationDefineValueListArgs = {
  input: DefineValueListInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationDeleteWebhookArgs = {
  input: DeleteWebhookInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationEndRelationshipArgs = {
  input: EndRelationshipInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationIngestArgs = {
  input: IngestInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationMergeConfigurationItemsArgs = {
  input: MergeConfigurationItemsInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationOpenOutageArgs = {
  input: OpenOutageInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationRedeliverWebhookArgs = {
  input: RedeliverWebhookInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationRegisterDataSourceArgs = {
  input: RegisterDataSourceInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationReportOutagesArgs = {
  input: ReportOutagesInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationResolveDuplicateSetArgs = {
  input: ResolveDuplicateSetInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationRetireConfigurationItemArgs = {
  input: RetireConfigurationItemInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationRevertChangeSetArgs = {
  input: RevertChangeSetInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationRevertSyncArgs = {
  input: RevertSyncInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationRevokeApiTokenArgs = {
  input: RevokeApiTokenInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationSearchDuplicatesArgs = {
  input: SearchDuplicatesInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationSetGateArgs = {
  input: SetGateInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationUndoMergeArgs = {
  input: UndoMergeInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationUpdateConfigurationItemsArgs = {
  input: UpdateConfigurationItemsInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationUpdateWebhookArgs = {
  input: UpdateWebhookInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationUpsertConfigurationItemArgs = {
  input: UpsertConfigurationItemInput;
};


/** Writes. Each answers with the revision it led to; give that as `atLeast` to read your own write anywhere. */
export type MutationUpsertRelationshipArgs = {
  input: UpsertRelationshipInput;
};

/** The key a data source has for an item. */
export type NativeKeyInput = {
  /** Its key. */
  readonly key: Scalars['String']['input'];
  /** The name of the data source. */
  readonly source: Scalars['String']['input'];
};

/** Anything with a global id. */
export type Node = {
  /** The global id. Opaque; never reused. */
  readonly id: Scalars['ID']['output'];
};

/** What one data source says of an item. */
export type Observation = {
  readonly __typename?: 'Observation';
  /** The values it claims: base fields, attributes.<name>, labels.<key>, gates.<key>. */
  readonly claims: Scalars['JSONObject']['output'];
  /** Whether it claims that the item exists. */
  readonly claimsExistence: Scalars['Boolean']['output'];
  /** The class the source reported. */
  readonly class: Scalars['String']['output'];
  /** Its first report. */
  readonly firstSeenAt: Scalars['DateTime']['output'];
  /** Its last report. */
  readonly lastSeenAt: Scalars['DateTime']['output'];
  /** The key the source has for it. */
  readonly nativeKey?: Maybe<Scalars['String']['output']>;
  /** The name of the data source. */
  readonly source: Scalars['String']['output'];
};

/** An outage to record by hand. */
export type OpenOutageInput = {
  /** The item that is out. */
  readonly configurationItem: ConfigurationItemRef;
  /** Compute everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** From when; now when left out. In the future only when it is planned. */
  readonly from?: InputMaybe<Scalars['DateTime']['input']>;
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** A key to find it by; the same key again changes the same outage. Made up when left out. */
  readonly key?: InputMaybe<Scalars['String']['input']>;
  /** True for maintenance. */
  readonly planned?: Scalars['Boolean']['input'];
  /** Why; kept with the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** How badly: DOWN, DEGRADED or AT_RISK. */
  readonly state?: ImpactState;
  /** Until when; open when left out. */
  readonly until?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What became of the outage. */
export type OpenOutagePayload = {
  readonly __typename?: 'OpenOutagePayload';
  /** What was written, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** Why it was refused. */
  readonly errors: ReadonlyArray<ItemError>;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** The outage as it now is; null when it was refused or only tried. */
  readonly outage?: Maybe<Outage>;
  /** CREATED, UPDATED, UNCHANGED or REJECTED. */
  readonly outcome: OutageOutcome;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
};

/** One call that wrote: an ingest, an edit, a model change. */
export type Operation = {
  readonly __typename?: 'Operation';
  /** Its id. */
  readonly id: Scalars['ID']['output'];
  /** What kind of call. */
  readonly kind: OperationKind;
};

/** What kind of call wrote. */
export type OperationKind =
  /** An edit by hand. */
  | 'EDIT'
  /** Records of a data source. */
  | 'INGEST'
  /** Duplicates were merged into one item, or such a merge was undone. */
  | 'MERGE'
  /** A change of the class model. */
  | 'MODEL'
  /** Outages that were recorded, changed or ended. */
  | 'OUTAGE'
  /** An operation was undone. */
  | 'REVERT'
  /** A data source was registered. */
  | 'SOURCE'
  /** A sync session: its ingests, and what its commit removed. */
  | 'SYNC'
  /** The server itself. */
  | 'SYSTEM';

/** Which way to order. */
export type OrderDirection =
  /** Smallest first. */
  | 'ASCENDING'
  /** Largest first. */
  | 'DESCENDING';

/** A recorded outage or maintenance of one item. It has a time of its own: a late report shows in the past that it happened in. */
export type Outage = Node & {
  readonly __typename?: 'Outage';
  /** The item that is out; null when it is hidden from the caller. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** From when. */
  readonly from: Scalars['DateTime']['output'];
  /** Its global id. */
  readonly id: Scalars['ID']['output'];
  /** The reporter's own key. An outage that comes back after it ended is another one under the same key. */
  readonly key: Scalars['String']['output'];
  /** Whether it lasts at the moment asked. */
  readonly open: Scalars['Boolean']['output'];
  /** True for maintenance. */
  readonly planned: Scalars['Boolean']['output'];
  /** Why. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** Who reported it; manual for a person. */
  readonly source: Scalars['String']['output'];
  /** How badly the item is off by itself. */
  readonly state: ImpactState;
  /** Until when; null while nobody knows. */
  readonly until?: Maybe<Scalars['DateTime']['output']>;
};

/** A page of outages. */
export type OutageConnection = {
  readonly __typename?: 'OutageConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<OutageEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<Outage>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** The revision they were read at. */
  readonly revision: Scalars['Revision']['output'];
  /** How many there are in all; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
  /** References of the filter that did not resolve; nothing fits them. */
  readonly unresolved: ReadonlyArray<UnresolvedRef>;
};

/** An outage in a page. */
export type OutageEdge = {
  readonly __typename?: 'OutageEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The one itself. */
  readonly node: Outage;
};

/** Which outages; everything given must fit. */
export type OutageFilter = {
  /** Of these items. */
  readonly configurationItems?: InputMaybe<ReadonlyArray<ConfigurationItemRef>>;
  /** Those that last at some time from here on. */
  readonly from?: InputMaybe<Scalars['DateTime']['input']>;
  /** True: those that last at the moment asked. False: those that do not. */
  readonly open?: InputMaybe<Scalars['Boolean']['input']>;
  /** Maintenance, or not. */
  readonly planned?: InputMaybe<Scalars['Boolean']['input']>;
  /** Reported by these sources; manual for a person. */
  readonly sources?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** In these states. */
  readonly states?: InputMaybe<ReadonlyArray<ImpactState>>;
  /** Those that begin before this time. */
  readonly to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** An item that fails, and how badly. */
export type OutageInput = {
  /** The item. */
  readonly configurationItem: ConfigurationItemRef;
  /** Its own state. */
  readonly state?: ImpactState;
};

/** What became of an outage. */
export type OutageOutcome =
  /** It was ended. */
  | 'CLOSED'
  /** It is new. */
  | 'CREATED'
  /** It was refused; the errors say why. */
  | 'REJECTED'
  /** Nothing of it changed. */
  | 'UNCHANGED'
  /** Something of it changed. */
  | 'UPDATED';

/** What became of one outage of a list. */
export type OutageResult = {
  readonly __typename?: 'OutageResult';
  /** Why it was refused. */
  readonly errors: ReadonlyArray<ItemError>;
  /** Its position in the call; null for one that a complete list omits. */
  readonly index?: Maybe<Scalars['Int']['output']>;
  /** The reporter's key. */
  readonly key: Scalars['String']['output'];
  /** The outage as it now is; null when it was refused or only tried. */
  readonly outage?: Maybe<Outage>;
  /** What happened. */
  readonly outcome: OutageOutcome;
};

/** How many had an outcome. */
export type OutcomeCount = {
  readonly __typename?: 'OutcomeCount';
  /** How many items. */
  readonly items: Scalars['Int']['output'];
  /** The outcome. */
  readonly outcome: IngestOutcome;
  /** How many relationships. */
  readonly relationships: Scalars['Int']['output'];
};

/** Whether a connection has more, and where (Relay). */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** Cursor of the last one of the page. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  /** There is more behind the page. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** There is more in front of the page. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first one of the page. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** How many reports are parked for one reason. */
export type ParkedCount = {
  readonly __typename?: 'ParkedCount';
  /** Why. */
  readonly code: ErrorCode;
  /** How many. */
  readonly count: Scalars['Int']['output'];
  /** What is parked. */
  readonly kind: ParkedKind;
  /** The data source. */
  readonly source: Scalars['String']['output'];
};

/** A report that was incomplete: kept until a later one completes it, or until it expires. */
export type ParkedItem = {
  readonly __typename?: 'ParkedItem';
  /** The class of the item, or the type of the relationship. */
  readonly class: Scalars['String']['output'];
  /** Why it cannot land: the first of its errors. */
  readonly code: ErrorCode;
  /** Why it could not land when it was last tried, and what would complete it. */
  readonly errors: ReadonlyArray<ItemError>;
  /** When it is given up. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** Its id within the parked. */
  readonly id: Scalars['ID']['output'];
  /** What it is. */
  readonly kind: ParkedKind;
  /** The key the source has for the item; null for relationships. */
  readonly nativeKey?: Maybe<Scalars['String']['output']>;
  /** When the source saw it. */
  readonly observedAt: Scalars['DateTime']['output'];
  /** When it was first parked. */
  readonly parkedAt: Scalars['DateTime']['output'];
  /** What was reported, as in an ingest; references within the request are replaced by native keys and ids. */
  readonly record: Scalars['JSONObject']['output'];
  /** The data source that reported it. */
  readonly source: Scalars['String']['output'];
  /** When it was last reported or tried. */
  readonly triedAt: Scalars['DateTime']['output'];
};

/** A page of parked reports. */
export type ParkedItemConnection = {
  readonly __typename?: 'ParkedItemConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<ParkedItemEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<ParkedItem>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** The newest revision when this page was read; parking itself takes no revision. */
  readonly revision: Scalars['Revision']['output'];
  /** How many there are in all; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
};

/** One of parked reports, with its cursor. */
export type ParkedItemEdge = {
  readonly __typename?: 'ParkedItemEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The one itself. */
  readonly node: ParkedItem;
};

/** Which parked reports; all that is given must fit. */
export type ParkedItemFilter = {
  /** Items of these classes and what descends from them, and relationships of these types. */
  readonly classes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** For these reasons. */
  readonly codes?: InputMaybe<ReadonlyArray<ErrorCode>>;
  /** Of these kinds. */
  readonly kinds?: InputMaybe<ReadonlyArray<ParkedKind>>;
  /** Of these data sources. */
  readonly sources?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** What is parked. */
export type ParkedKind =
  /** An item without a complete identity, host or attributes. */
  | 'ITEM'
  /** A relationship with an end that is not there yet. */
  | 'RELATIONSHIP';

/** Whether some data source claims that an item exists. */
export type Presence =
  /** No source says so any more; it stays in the graph, flagged stale. */
  | 'ABSENT'
  /** Some source says that it exists. */
  | 'PRESENT';

/** A probability, or the interval that it lies in. */
export type ProbabilityRange = {
  readonly __typename?: 'ProbabilityRange';
  /** Whether both are the same but for rounding. */
  readonly exact: Scalars['Boolean']['output'];
  /** At most this. */
  readonly high: Scalars['Float']['output'];
  /** At least this. */
  readonly low: Scalars['Float']['output'];
};

/** A step of a proof. A proof is a small acyclic graph, causes first. */
export type ProofStep = {
  readonly __typename?: 'ProofStep';
  /** The steps it follows from, by position. */
  readonly because: ReadonlyArray<Scalars['Int']['output']>;
  /** The item; null when it is hidden from the caller. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** The gate that made it so; null for an outage. */
  readonly gate?: Maybe<GateResult>;
  /** How it fares. */
  readonly state: ImpactState;
};

/** Which way an outage travels over a relationship. */
export type Propagation =
  /** Each depends on the other. */
  | 'BOTH'
  /** Neither depends on the other. */
  | 'NONE'
  /** The target depends on the source. */
  | 'SOURCE_TO_TARGET'
  /** The source depends on the target. */
  | 'TARGET_TO_SOURCE';

/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type Query = {
  readonly __typename?: 'Query';
  /** Tokens by which callers come in, revoked ones included, the oldest first; those that reach no further than who asks. */
  readonly apiTokens?: Maybe<ApiTokenConnection>;
  /** What changed, newest first. */
  readonly changes?: Maybe<ChangeConnection>;
  /** One class by name. */
  readonly ciClass?: Maybe<CiClass>;
  /** All classes, parents before children. */
  readonly ciClasses?: Maybe<ReadonlyArray<CiClass>>;
  /** One configuration item; null when the reference does not resolve. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** Configuration items that fit, in a stable order. */
  readonly configurationItems?: Maybe<ConfigurationItemConnection>;
  /** What can take an item down: the smallest sets of items whose failure does, single points of failure among them. Every CI that the target depends on may be in one, the target itself never. */
  readonly cutSets?: Maybe<CutSetAnalysis>;
  /** The registered data sources, by name. */
  readonly dataSources?: Maybe<DataSourceConnection>;
  /** What is not at one moment what it was at another: added, removed and changed, value by value. */
  readonly difference?: Maybe<TopologyDifference>;
  /** Items that may be one and the same thing, newest first: the sets as they are now. */
  readonly duplicateSets?: Maybe<DuplicateSetConnection>;
  /** Why a value of an item is what it is: everything that is claimed of it, the rules, and who wins; null when the reference does not resolve. */
  readonly explainValue?: Maybe<ValueExplanation>;
  /** What breaks, and why, if these items fail. */
  readonly impact?: Maybe<ImpactAnalysis>;
  /** Which values count as absent when things are recognised: what is shipped, and what was added or allowed. */
  readonly junkValues?: Maybe<ReadonlyArray<JunkValueList>>;
  /** The items that host names, addresses, hardware addresses and free texts mean, as an alert knows them; answered in the order asked. */
  readonly matchConfigurationItems?: Maybe<ReadonlyArray<ConfigurationItemMatch>>;
  /** Any object by its global id. */
  readonly node?: Maybe<Node>;
  /** Many objects by global id, in the order asked; null where there is none. */
  readonly nodes?: Maybe<ReadonlyArray<Maybe<Node>>>;
  /** Recorded outages and maintenance, those that began last first. */
  readonly outages?: Maybe<OutageConnection>;
  /** Reports that were incomplete and wait to be completed, the longest parked first. */
  readonly parkedItems?: Maybe<ParkedItemConnection>;
  /** How one item depends on another: shortest chains first. */
  readonly paths?: Maybe<DependencyPathConnection>;
  /** Who is believed about what, by class or relationship type, attribute and priority. */
  readonly reconciliationRules?: Maybe<ReconciliationRuleConnection>;
  /** One relationship type by name. */
  readonly relationshipType?: Maybe<RelationshipType>;
  /** All relationship types, by name. */
  readonly relationshipTypes?: Maybe<ReadonlyArray<RelationshipType>>;
  /** Relationships that fit, ordered by id. */
  readonly relationships?: Maybe<RelationshipConnection>;
  /** This server: version, revision, graph and lag. */
  readonly server?: Maybe<ServerInfo>;
  /** Which items take services down by themselves, over the whole estate: those that take most down first. */
  readonly singlePointsOfFailure?: Maybe<SinglePointOfFailureConnection>;
  /** The sync sessions, the newest first. They are bookkeeping: a page shows them as they are now. */
  readonly syncSessions?: Maybe<SyncSessionConnection>;
  /** What depends on what: everything reachable from the roots. */
  readonly topology?: Maybe<Topology>;
  /** The lists of allowed values of base fields that are in force. */
  readonly valueLists?: Maybe<ReadonlyArray<ValueList>>;
  /** Who asks, and what they may do and see. */
  readonly viewer?: Maybe<Viewer>;
  /** Who is told of changes by HTTP, the oldest first. */
  readonly webhooks?: Maybe<WebhookConnection>;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryApiTokensArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryChangesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ChangeFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryCiClassArgs = {
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
  name: Scalars['String']['input'];
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryCiClassesArgs = {
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryConfigurationItemArgs = {
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
  ref: ConfigurationItemRef;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryConfigurationItemsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ConfigurationItemFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  includeRetired?: Scalars['Boolean']['input'];
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<ReadonlyArray<ConfigurationItemOrder>>;
  search?: InputMaybe<Scalars['String']['input']>;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryCutSetsArgs = {
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
  candidates?: InputMaybe<CandidateFilter>;
  deadlineMs?: InputMaybe<Scalars['Int']['input']>;
  draft?: InputMaybe<DraftInput>;
  maxOrder?: InputMaybe<Scalars['Int']['input']>;
  target: ConfigurationItemRef;
  withOpenOutages?: Scalars['Boolean']['input'];
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryDataSourcesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryDifferenceArgs = {
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
  from: Moment;
  scope?: InputMaybe<TopologyScope>;
  to?: InputMaybe<Moment>;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryDuplicateSetsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<DuplicateSetFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryExplainValueArgs = {
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
  attribute: Scalars['String']['input'];
  ref: ConfigurationItemRef;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryImpactArgs = {
  assumeHealthy?: InputMaybe<ReadonlyArray<ConfigurationItemRef>>;
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
  deadlineMs?: InputMaybe<Scalars['Int']['input']>;
  draft?: InputMaybe<DraftInput>;
  outages?: ReadonlyArray<OutageInput>;
  withOpenOutages?: Scalars['Boolean']['input'];
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryJunkValuesArgs = {
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
  kinds?: InputMaybe<ReadonlyArray<JunkValueKind>>;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryMatchConfigurationItemsArgs = {
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
  keys: ReadonlyArray<MatchKeyInput>;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryNodesArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryOutagesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<OutageFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryParkedItemsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ParkedItemFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryPathsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  from: ConfigurationItemRef;
  maxLength?: InputMaybe<Scalars['Int']['input']>;
  to: ConfigurationItemRef;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryReconciliationRulesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ReconciliationRuleFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryRelationshipTypeArgs = {
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
  name: Scalars['String']['input'];
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryRelationshipTypesArgs = {
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryRelationshipsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<RelationshipFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QuerySinglePointsOfFailureArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
  draft?: InputMaybe<DraftInput>;
  filter?: InputMaybe<ConfigurationItemFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  minServices?: InputMaybe<Scalars['Int']['input']>;
  withOpenOutages?: Scalars['Boolean']['input'];
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QuerySyncSessionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SyncSessionFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryTopologyArgs = {
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
  depth?: InputMaybe<Scalars['Int']['input']>;
  direction?: DependencyDirection;
  draft?: InputMaybe<DraftInput>;
  filter?: InputMaybe<TopologyFilter>;
  roots: ReadonlyArray<ConfigurationItemRef>;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryValueListsArgs = {
  at?: InputMaybe<Moment>;
  atLeast?: InputMaybe<Scalars['Revision']['input']>;
};


/** Reads. Every field without `at` in one operation answers at the same revision, given as `extensions.revision`. */
export type QueryWebhooksArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** How strong a data source is. The narrower rule wins: for an attribute over a part such as labels.* over everything, then on the class over an inherited one, then the lower priority. A source without a rule is weakest, an edit by hand strongest; between equals the later claim wins. */
export type ReconciliationRule = {
  readonly __typename?: 'ReconciliationRule';
  /** A base field, attributes.<name>, labels.<key>, gates.<key>, a field of a relationship, or a part such as labels.*; null for everything. */
  readonly attribute?: Maybe<Scalars['String']['output']>;
  /** The class whose items it is for, descendants included; null for relationships. */
  readonly class?: Maybe<CiClass>;
  /** The lower number wins. */
  readonly priority: Scalars['Int']['output'];
  /** How long a claim stands without being repeated; null: as long as all claims of its source do. */
  readonly refreshPeriodSeconds?: Maybe<Scalars['Int']['output']>;
  /** The type whose relationships it is for; null for items. */
  readonly relationshipType?: Maybe<RelationshipType>;
  /** The name of the data source. */
  readonly source: Scalars['String']['output'];
};

/** A page of reconciliation rules. */
export type ReconciliationRuleConnection = {
  readonly __typename?: 'ReconciliationRuleConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<ReconciliationRuleEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<ReconciliationRule>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** The revision this page was read at. */
  readonly revision: Scalars['Revision']['output'];
  /** How many there are in all; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
};

/** One of reconciliation rules, with its cursor. */
export type ReconciliationRuleEdge = {
  readonly __typename?: 'ReconciliationRuleEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The one itself. */
  readonly node: ReconciliationRule;
};

/** Which reconciliation rules: all that is given must hold. */
export type ReconciliationRuleFilter = {
  /** For items of these classes. */
  readonly classes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Rules that these classes inherit, too. */
  readonly inherited?: Scalars['Boolean']['input'];
  /** For relationships of these types. */
  readonly relationshipTypes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** For these data sources. */
  readonly sources?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** A reconciliation rule of a model, as defineReconciliationRule takes it. */
export type ReconciliationRuleInput = {
  /** What it is about; everything when left out. */
  readonly attributes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** The class whose items it is for, descendants included. Give this or relationshipType. */
  readonly class?: InputMaybe<Scalars['String']['input']>;
  /** The lower number wins; 0 to 1,000,000. Needed unless the rule is taken away. */
  readonly priority?: InputMaybe<Scalars['Int']['input']>;
  /** How long such a claim stands without being repeated, at least an hour; as all claims of the source when left out. */
  readonly refreshPeriodSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** The type whose relationships it is for. */
  readonly relationshipType?: InputMaybe<Scalars['String']['input']>;
  /** Takes the rule away. */
  readonly remove?: Scalars['Boolean']['input'];
  /** The name of a registered data source. */
  readonly source: Scalars['String']['input'];
};

/** Dead letters to send again. */
export type RedeliverWebhookInput = {
  /** Which of its dead letters; all when left out. */
  readonly deadLetters?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Check everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** Of which webhook. */
  readonly id: Scalars['ID']['input'];
  /** Makes repeating the call harmless for 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** What is sent again. */
export type RedeliverWebhookPayload = {
  readonly __typename?: 'RedeliverWebhookPayload';
  /** Always empty. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** What is wrong; nothing was written then. */
  readonly errors: ReadonlyArray<ItemError>;
  /** Always null: a webhook is no change of the inventory. */
  readonly operation?: Maybe<Operation>;
  /** How many are going to be sent again. */
  readonly queued: Scalars['Int']['output'];
  /** Whether this is the answer of an earlier call with the same idempotency key; it never holds a secret. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The newest revision; a webhook takes none. */
  readonly revision: Scalars['Revision']['output'];
  /** The webhook; null when there is none of that id. */
  readonly webhook?: Maybe<Webhook>;
};

/** How far the effects of changed rules on stored values have been written. */
export type Rederivation = {
  readonly __typename?: 'Rederivation';
  /** False: the server goes on with it, in change sets of the same operation. */
  readonly complete: Scalars['Boolean']['output'];
  /** Items that have other effective values, or of junk values other identities, now. */
  readonly items: Scalars['Int']['output'];
  /** Relationships that have other effective values now. */
  readonly relationships: Scalars['Int']['output'];
};

/** Input of registerDataSource. */
export type RegisterDataSourceInput = {
  /** How many sync sessions in a row must miss a thing before the source no longer claims it, for flaky scans; 1 to 100. Kept when left out, 1 at first. */
  readonly absentAfterMisses?: InputMaybe<Scalars['Int']['input']>;
  /** For how many hours what it reported stays absent before it is retired, 0 to 87,600; null for the default, 168. Kept when left out. */
  readonly absentGraceHours?: InputMaybe<Scalars['Int']['input']>;
  /** What it is. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Compute everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** How often it is expected to report, in seconds, from ten to a year (31,536,000); later it is overdue. Null: nobody waits for it. Kept when left out. */
  readonly expectedIntervalSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** False: it may only add to items that others created. */
  readonly mayCreate?: Scalars['Boolean']['input'];
  /** Its name; letters, digits, dots, dashes, slashes and underscores, at most 200. */
  readonly name: Scalars['String']['input'];
  /** Why; kept with the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** How long its claims stand without being repeated, in seconds, at least an hour (3,600); null for the default, a week. Kept when left out. */
  readonly refreshPeriodSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** The tenant of items that name none. Never changes. */
  readonly tenant?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of registerDataSource. */
export type RegisterDataSourcePayload = {
  readonly __typename?: 'RegisterDataSourcePayload';
  /** What was written, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** The source as it now is. */
  readonly dataSource?: Maybe<DataSource>;
  /** Why it was refused. */
  readonly errors: ReadonlyArray<ItemError>;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
};

/** Whether an item has a relationship, or how many. */
export type RelatedFilter = {
  /** How many it must have: then exists must be left out. One that leads back to the item itself counts once. */
  readonly count?: InputMaybe<CountFilter>;
  /** Seen from the item; both when left out. */
  readonly direction?: InputMaybe<RelationshipDirection>;
  /** False: it must have none. */
  readonly exists?: Scalars['Boolean']['input'];
  /** What the other end must be like. */
  readonly filter?: InputMaybe<ConfigurationItemFilter>;
  /** Of one of these types; any when left out. */
  readonly types?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** A relationship between two items. Read it as: source TYPE target. */
export type Relationship = Node & {
  readonly __typename?: 'Relationship';
  /** Attributes, effective values. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** When it was stored for the first time. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** The dependent's gates it is a member of; empty: the default gate of its type and strength. */
  readonly gateKeys: ReadonlyArray<Scalars['String']['output']>;
  /** The global id. Opaque; never reused. */
  readonly id: Scalars['ID']['output'];
  /** How it is known. */
  readonly kind: RelationshipKind;
  /** When a data source last reported it. */
  readonly lastSeenAt: Scalars['DateTime']['output'];
  /** What each data source says of it. */
  readonly observations: ReadonlyArray<RelationshipObservation>;
  /** The source, usually the dependent. */
  readonly source?: Maybe<ConfigurationItem>;
  /** How a failure passes on. */
  readonly strength: Strength;
  /** The target. */
  readonly target?: Maybe<ConfigurationItem>;
  /** Its type. */
  readonly type: RelationshipType;
  /** When an effective value changed for the last time. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Counts its versions from 1. */
  readonly version: Scalars['Int']['output'];
  /** How much it counts in its gate. */
  readonly weight: Scalars['Int']['output'];
};

/** A page of relationships. */
export type RelationshipConnection = {
  readonly __typename?: 'RelationshipConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<RelationshipEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<Relationship>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** The revision this page was read at. */
  readonly revision: Scalars['Revision']['output'];
  /** How many there are in all; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
  /** References of the filter that did not resolve, counted through sources, then targets. Nothing fits them; the rest is answered. */
  readonly unresolved: ReadonlyArray<UnresolvedRef>;
};

/** A relationship that differs. */
export type RelationshipDifference = {
  readonly __typename?: 'RelationshipDifference';
  /** As it is at the later moment; null when it is not there. */
  readonly after?: Maybe<Relationship>;
  /** As it was at the earlier moment; null when it was not there. */
  readonly before?: Maybe<Relationship>;
  /** What became of it. */
  readonly kind: DifferenceKind;
  /** What differs, value by value, its ends by their global ids; of one that is at one moment only, everything. */
  readonly values: ReadonlyArray<ValueChange>;
};

/** A page of the relationships that differ. */
export type RelationshipDifferenceConnection = {
  readonly __typename?: 'RelationshipDifferenceConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<RelationshipDifferenceEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<RelationshipDifference>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
};

/** One of the relationships that differ, with its cursor. */
export type RelationshipDifferenceEdge = {
  readonly __typename?: 'RelationshipDifferenceEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The relationship that differs. */
  readonly node: RelationshipDifference;
};

/** Which way a relationship is seen from an item. */
export type RelationshipDirection =
  /** The item is the source. */
  | 'SOURCE'
  /** The item is the target. */
  | 'TARGET';

/** One of relationships, with its cursor. */
export type RelationshipEdge = {
  readonly __typename?: 'RelationshipEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The one itself. */
  readonly node: Relationship;
};

/** A relationship by its type and ends. */
export type RelationshipEndsInput = {
  /** The source. */
  readonly source: ConfigurationItemRef;
  /** The target. */
  readonly target: ConfigurationItemRef;
  /** The relationship type. */
  readonly type: Scalars['String']['input'];
};

/** What relationships must be like: all that is given must hold. */
export type RelationshipFilter = {
  /** Claimed by one of these data sources. */
  readonly dataSources?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** One of these ids. */
  readonly ids?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** One of these kinds. */
  readonly kinds?: InputMaybe<ReadonlyArray<RelationshipKind>>;
  /** Its source fits this. */
  readonly source?: InputMaybe<ConfigurationItemFilter>;
  /** Its source is one of these. */
  readonly sources?: InputMaybe<ReadonlyArray<ConfigurationItemRef>>;
  /** One of these strengths. */
  readonly strengths?: InputMaybe<ReadonlyArray<Strength>>;
  /** Its target fits this. */
  readonly target?: InputMaybe<ConfigurationItemFilter>;
  /** Its target is one of these. */
  readonly targets?: InputMaybe<ReadonlyArray<ConfigurationItemRef>>;
  /** One of these types. */
  readonly types?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** How a relationship is known. */
export type RelationshipKind =
  /** Somebody says so. */
  | 'DECLARED'
  /** It follows from other facts. */
  | 'INFERRED'
  /** It was seen. */
  | 'OBSERVED';

/** What one data source says of a relationship. */
export type RelationshipObservation = {
  readonly __typename?: 'RelationshipObservation';
  /** The attributes it claims. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** The gates it names. */
  readonly gateKeys: ReadonlyArray<Scalars['String']['output']>;
  /** How the source knows it. */
  readonly kind: RelationshipKind;
  /** Its last report. */
  readonly lastSeenAt: Scalars['DateTime']['output'];
  /** Its last report that changed something. */
  readonly observedAt: Scalars['DateTime']['output'];
  /** The name of the data source. */
  readonly source: Scalars['String']['output'];
  /** The strength it claims. */
  readonly strength?: Maybe<Strength>;
  /** The weight it claims. */
  readonly weight: Scalars['Int']['output'];
};

/** Points at one relationship. */
export type RelationshipRef =
  /** Its type and ends. */
  { readonly ends: RelationshipEndsInput; readonly id?: never; }
  |  /** The global id. */
  { readonly ends?: never; readonly id: Scalars['ID']['input']; };

/** A type of relationship. Read it as: source NAME target. */
export type RelationshipType = {
  readonly __typename?: 'RelationshipType';
  /** True: shipped with this program and not redefined since; an upgrade may change it. */
  readonly builtIn: Scalars['Boolean']['output'];
  /** The default redundancy rule of the dependent. */
  readonly defaultGate: GateDefault;
  /** The strength of relationships that claim none. */
  readonly defaultStrength: Strength;
  /** What it stands for. */
  readonly description: Scalars['String']['output'];
  /** Which classes may stand at its ends; any rule that fits allows it. */
  readonly endpoints: ReadonlyArray<EndpointRule>;
  /** Its name, seen from the target. */
  readonly inverseName: Scalars['String']['output'];
  /** Its name, seen from the source. */
  readonly name: Scalars['String']['output'];
  /** Which way an outage travels. */
  readonly propagation: Propagation;
  /** Whether the target stands in for the source: where a gate counts the source, either of them will do. */
  readonly standby: Scalars['Boolean']['output'];
  /** Whether both ends are alike. */
  readonly symmetric: Scalars['Boolean']['output'];
};

/** A relationship type to define. */
export type RelationshipTypeInput = {
  /** The default redundancy rule of the dependent; ALL when left out. */
  readonly defaultGate?: InputMaybe<GateDefaultInput>;
  /** The strength of relationships that claim none. */
  readonly defaultStrength?: Strength;
  /** What it stands for. */
  readonly description: Scalars['String']['input'];
  /** Which classes may stand at its ends; any when left out. */
  readonly endpoints?: InputMaybe<ReadonlyArray<EndpointRuleInput>>;
  /** Its name, seen from the target; the same pattern. */
  readonly inverseName: Scalars['String']['input'];
  /** Its name, seen from the source: ^[A-Z][A-Z0-9_]{0,62}$. */
  readonly name: Scalars['String']['input'];
  /** Which way an outage travels. */
  readonly propagation: Propagation;
  /** Whether the target stands in for the source: where a gate counts the source, either of them will do. Its propagation must be NONE. */
  readonly standby?: Scalars['Boolean']['input'];
  /** Whether both ends are alike. */
  readonly symmetric?: Scalars['Boolean']['input'];
};

/** A tool's list of outages. */
export type ReportOutagesInput = {
  /** True: this is everything the source knows of. Its outages that are not named end now, those to come are taken back. */
  readonly complete?: Scalars['Boolean']['input'];
  /** Compute everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** At most 5,000. */
  readonly outages: ReadonlyArray<ReportedOutageInput>;
  /** Why; kept with the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** The registered data source that reports. */
  readonly source: Scalars['String']['input'];
};

/** What became of a tool's list of outages. */
export type ReportOutagesPayload = {
  readonly __typename?: 'ReportOutagesPayload';
  /** What was written, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** What became of each, in the order of the call; those that were closed because a complete list omits them last. */
  readonly results: ReadonlyArray<OutageResult>;
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
};


/** What became of a tool's list of outages. */
export type ReportOutagesPayloadResultsArgs = {
  outcomes?: InputMaybe<ReadonlyArray<OutageOutcome>>;
};

/** One outage of a tool's list. What is left out is kept, or takes its default. */
export type ReportedOutageInput = {
  /** The item that is out. */
  readonly configurationItem: ConfigurationItemRef;
  /** From when; now when left out. */
  readonly from?: InputMaybe<Scalars['DateTime']['input']>;
  /** The tool's own key: an incident, alert or maintenance number. */
  readonly key: Scalars['String']['input'];
  /** True for maintenance. */
  readonly planned?: InputMaybe<Scalars['Boolean']['input']>;
  /** Why. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** How badly: DOWN (the default), DEGRADED or AT_RISK. */
  readonly state?: InputMaybe<ImpactState>;
  /** Until when; null opens it again. */
  readonly until?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Input of resolveDuplicateSet. */
export type ResolveDuplicateSetInput = {
  /** Compute everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** The id of the set. */
  readonly id: Scalars['ID']['input'];
  /** The same key with the same input gives the stored answer of the merge again instead of a second one; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why; kept with the set and the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** What to do. */
  readonly resolution: DuplicateResolution;
  /** The id of the item that is kept, for MERGE. */
  readonly survivor?: InputMaybe<Scalars['ID']['input']>;
};

/** Answer of resolveDuplicateSet. */
export type ResolveDuplicateSetPayload = {
  readonly __typename?: 'ResolveDuplicateSetPayload';
  /** What was written, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** The set as it now is. */
  readonly duplicateSet?: Maybe<DuplicateSet>;
  /** Why it was refused. */
  readonly errors: ReadonlyArray<ItemError>;
  /** The ids that lead to the survivor since this call. */
  readonly mergedIds: ReadonlyArray<Scalars['ID']['output']>;
  /** The call that merged; null when nothing was. */
  readonly operation?: Maybe<Operation>;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The revision of the last change set; the newest one when nothing was merged. */
  readonly revision: Scalars['Revision']['output'];
};

/** Input of retireConfigurationItem. */
export type RetireConfigurationItemInput = {
  /** Which item. */
  readonly configurationItem: ConfigurationItemRef;
  /** Compute everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Write only when the item is at this version. */
  readonly ifVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Why; kept with the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of retireConfigurationItem. */
export type RetireConfigurationItemPayload = {
  readonly __typename?: 'RetireConfigurationItemPayload';
  /** What was written, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** The item as it now is. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** How many relationships ended with it. */
  readonly endedRelationships: Scalars['Int']['output'];
  /** Why it was refused. */
  readonly errors: ReadonlyArray<ItemError>;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
};

/** Input of revertChangeSet. Name the operation by exactly one of the two. */
export type RevertChangeSetInput = {
  /** One of its change sets; all of the operation is undone. */
  readonly changeSet?: InputMaybe<Scalars['Revision']['input']>;
  /** Compute everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The id of the operation. */
  readonly operation?: InputMaybe<Scalars['ID']['input']>;
  /** Why; kept with the changes. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of revertChangeSet. */
export type RevertChangeSetPayload = {
  readonly __typename?: 'RevertChangeSetPayload';
  /** What was written, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** What became of each item and relationship that the operation had touched, items first; those that needed no undoing are left out. */
  readonly results: ReadonlyArray<RevertedThing>;
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
  /** How many items and relationships had each outcome. */
  readonly totals: ReadonlyArray<RevertCount>;
};


/** Answer of revertChangeSet. */
export type RevertChangeSetPayloadResultsArgs = {
  outcomes?: InputMaybe<ReadonlyArray<RevertOutcome>>;
};

/** How many had an outcome. */
export type RevertCount = {
  readonly __typename?: 'RevertCount';
  /** How many items. */
  readonly items: Scalars['Int']['output'];
  /** The outcome. */
  readonly outcome: RevertOutcome;
  /** How many relationships. */
  readonly relationships: Scalars['Int']['output'];
};

/** What undoing came to. */
export type RevertOutcome =
  /** Nothing of it: others wrote it anew since. */
  | 'KEPT'
  /** Some of it; others wrote the rest anew since. */
  | 'PARTLY_REVERTED'
  /** As if the operation had never been. */
  | 'REVERTED';

/** Input of revertSync. */
export type RevertSyncInput = {
  /** Compute everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why; kept with the changes. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** The session; one that has ended. */
  readonly session: Scalars['ID']['input'];
};

/** Answer of revertSync. */
export type RevertSyncPayload = {
  readonly __typename?: 'RevertSyncPayload';
  /** What was written, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** What became of each item and relationship that the session had touched, items first; those that needed no undoing are left out. */
  readonly results: ReadonlyArray<RevertedThing>;
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
  /** How many items and relationships had each outcome. */
  readonly totals: ReadonlyArray<RevertCount>;
};


/** Answer of revertSync. */
export type RevertSyncPayloadResultsArgs = {
  outcomes?: InputMaybe<ReadonlyArray<RevertOutcome>>;
};

/** What undoing an operation did to one item or relationship. */
export type RevertedThing = {
  readonly __typename?: 'RevertedThing';
  /** Why something stays; null when nothing does. */
  readonly because?: Maybe<Scalars['String']['output']>;
  /** The item as it is after; null for a relationship. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** What others wrote on top and stays, as paths. */
  readonly kept: ReadonlyArray<Scalars['String']['output']>;
  /** What undoing came to. */
  readonly outcome: RevertOutcome;
  /** The relationship as it is after; null for an item, and when it ended. */
  readonly relationship?: Maybe<Relationship>;
  /** The id of the relationship, also when it ended. */
  readonly relationshipId?: Maybe<Scalars['ID']['output']>;
};

/** A token to revoke. */
export type RevokeApiTokenInput = {
  /** Check everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** Its id or its name. */
  readonly id: Scalars['ID']['input'];
  /** Makes repeating the call harmless for 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** A token that was revoked. */
export type RevokeApiTokenPayload = {
  readonly __typename?: 'RevokeApiTokenPayload';
  /** The token; null when there is none. */
  readonly apiToken?: Maybe<ApiToken>;
  /** Always empty. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** What is wrong; nothing was written then. */
  readonly errors: ReadonlyArray<ItemError>;
  /** Always null: a token is no change of the inventory. */
  readonly operation?: Maybe<Operation>;
  /** Whether this is the answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The newest revision; a token takes none. */
  readonly revision: Scalars['Revision']['output'];
};

/** What a caller may do. */
export type Role =
  /** Everything: the class model, rules and access too. */
  | 'ADMINISTRATOR'
  /** Ask, and report as the data sources that it is given. */
  | 'DISCOVERER'
  /** Ask, report, and change things by hand. */
  | 'EDITOR'
  /** Ask. */
  | 'VIEWER';

/** What changed rules would do to one item or relationship. */
export type RuleEffect = {
  readonly __typename?: 'RuleEffect';
  /** The item as it is; null for a relationship. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** The relationship as it is; null for an item. */
  readonly relationship?: Maybe<Relationship>;
  /** The values that would change. */
  readonly values: ReadonlyArray<ValueChange>;
};

/** A page of what changed rules would do. */
export type RuleEffectConnection = {
  readonly __typename?: 'RuleEffectConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<RuleEffectEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<RuleEffect>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** The revision this page was read at. */
  readonly revision: Scalars['Revision']['output'];
  /** How many items and relationships would change; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
};

/** One of the effects, with its cursor. */
export type RuleEffectEdge = {
  readonly __typename?: 'RuleEffectEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The one itself. */
  readonly node: RuleEffect;
};

/** Input of searchDuplicates. */
export type SearchDuplicatesInput = {
  /** Count what is shared, and open no sets. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** Taken like everywhere; a search may be repeated without one, since it opens no set twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why; a search leaves nothing in the log, so nobody but the caller sees it. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of searchDuplicates. Duplicate sets are bookkeeping: they take no revision. */
export type SearchDuplicatesPayload = {
  readonly __typename?: 'SearchDuplicatesPayload';
  /** Always empty. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** Why it was refused. */
  readonly errors: ReadonlyArray<ItemError>;
  /** Always null: nothing is written to the log. */
  readonly operation?: Maybe<Operation>;
  /** Always false. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The newest revision. */
  readonly revision: Scalars['Revision']['output'];
  /** How many identities are shared by several items. */
  readonly sharedIdentities: Scalars['Int']['output'];
};

/** A server and what it knows. */
export type ServerInfo = {
  readonly __typename?: 'ServerInfo';
  /** The version of the database. */
  readonly database: Scalars['String']['output'];
  /** The size of the graph. */
  readonly graph: GraphInfo;
  /** The id of the change set of that revision: names the history. */
  readonly history?: Maybe<Scalars['ID']['output']>;
  /** How far back the history reaches; before that, reading fails with MOMENT_OUT_OF_RANGE. */
  readonly horizon: HistoryHorizon;
  /** How far the graph is behind the database. */
  readonly lag: LagInfo;
  /** How many incomplete reports wait, by source and reason. */
  readonly parked: ReadonlyArray<ParkedCount>;
  /** The newest revision visible here. */
  readonly revision: Scalars['Revision']['output'];
  /** The version of the program. */
  readonly version: Scalars['String']['output'];
};

/** Input of setGate. */
export type SetGateInput = {
  /** The dependent. */
  readonly configurationItem: ConfigurationItemRef;
  /** Below this healthy weight the gate is DEGRADED though it holds. */
  readonly degradedBelow?: InputMaybe<Scalars['Int']['input']>;
  /** Compute everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Write only when the item is at this version. */
  readonly ifVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Names the gate within the item: a name of your own, or a relationship type for its default gate. */
  readonly key: Scalars['String']['input'];
  /** The gate of the same item that this one is a member of. */
  readonly parent?: InputMaybe<Scalars['String']['input']>;
  /** Why; kept with the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** The rule; null removes what was set by hand. */
  readonly rule?: InputMaybe<GateRule>;
  /** HARD when left out. */
  readonly strength?: InputMaybe<Strength>;
  /** PATH: the relationship types a chain may use. */
  readonly types?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** AT_LEAST: how much weight, at least 1; PERCENT: 1 to 100. */
  readonly value?: InputMaybe<Scalars['Int']['input']>;
};

/** Answer of setGate. */
export type SetGatePayload = {
  readonly __typename?: 'SetGatePayload';
  /** What was written, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** The dependent as it now is. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** Why it was refused. */
  readonly errors: ReadonlyArray<ItemError>;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
};

/** An item that several members of one redundancy gate have in common. Of a chain of such items the nearest is given: the rack, and not the data centre around it. */
export type SharedFate = {
  readonly __typename?: 'SharedFate';
  /** Whose gate it is. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** Whether the gate fails with it: then the redundancy is worth nothing against it. */
  readonly failsGate: Scalars['Boolean']['output'];
  /** The key of the gate. */
  readonly gateKey: Scalars['String']['output'];
  /** How many members the gate has. */
  readonly memberCount: Scalars['Int']['output'];
  /** The members that go down with it, by id. */
  readonly members: ReadonlyArray<Maybe<ConfigurationItem>>;
  /** What the members have in common. */
  readonly provider?: Maybe<ConfigurationItem>;
};

/** An item that takes services down by itself. */
export type SinglePointOfFailure = {
  readonly __typename?: 'SinglePointOfFailure';
  /** The item. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** How many services go down with it; itself not counted. */
  readonly serviceCount: Scalars['Int']['output'];
  /** These services, most critical first. */
  readonly services: ConfigurationItemConnection;
};


/** An item that takes services down by itself. */
export type SinglePointOfFailureServicesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of single points of failure. */
export type SinglePointOfFailureConnection = {
  readonly __typename?: 'SinglePointOfFailureConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<SinglePointOfFailureEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<SinglePointOfFailure>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** The revision this page was read at. */
  readonly revision: Scalars['Revision']['output'];
  /** How many there are on all pages. */
  readonly totalCount: Scalars['Int']['output'];
};

/** One of single points of failure, with its cursor. */
export type SinglePointOfFailureEdge = {
  readonly __typename?: 'SinglePointOfFailureEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The one itself. */
  readonly node: SinglePointOfFailure;
};

/** An item that a redundancy rule saved. */
export type SparedItem = {
  readonly __typename?: 'SparedItem';
  /** The item; null when it is hidden from the caller. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** The rules that saved it, with the arithmetic. */
  readonly gates: ReadonlyArray<GateResult>;
  /** How many more of the heaviest members may go down: the smallest of its rules. */
  readonly margin: Scalars['Int']['output'];
};

/** A page of items that were spared. */
export type SparedItemConnection = {
  readonly __typename?: 'SparedItemConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<SparedItemEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<SparedItem>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
};

/** One of items that were spared, with its cursor. */
export type SparedItemEdge = {
  readonly __typename?: 'SparedItemEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The one itself. */
  readonly node: SparedItem;
};

/** States that changed at one moment; all of them in the first one. At most 1,000: more come in several events, the last of which says so. */
export type StateChange = {
  readonly __typename?: 'StateChange';
  /** The time that they are of: outages that lasted then count. */
  readonly at: Scalars['DateTime']['output'];
  /** Whether no further event of this moment follows. */
  readonly last: Scalars['Boolean']['output'];
  /** The revision that they are of. */
  readonly revision: Scalars['Revision']['output'];
  /** The states, by item. */
  readonly states: ReadonlyArray<ItemState>;
};

/** How many items are in a state. */
export type StateCount = {
  readonly __typename?: 'StateCount';
  /** How many. */
  readonly count: Scalars['Int']['output'];
  /** The state. */
  readonly state: ImpactState;
};

/** How long an item was in a state. */
export type StateDuration = {
  readonly __typename?: 'StateDuration';
  /** How long, in seconds. */
  readonly seconds: Scalars['Float']['output'];
  /** The state. */
  readonly state: ImpactState;
};

/** A stretch of time in one state. */
export type StateInterval = {
  readonly __typename?: 'StateInterval';
  /** Its beginning. */
  readonly from: Scalars['DateTime']['output'];
  /** The state. */
  readonly state: ImpactState;
  /** Its end, exclusive. */
  readonly to: Scalars['DateTime']['output'];
};

/** How a failure passes on. */
export type Strength =
  /** A failed provider takes the dependent down. */
  | 'HARD'
  /** A failed provider only degrades the dependent. */
  | 'SOFT';

/** What a text must be like: all that is given must hold. Upper and lower case differ, except for contains. */
export type StringFilter = {
  /** Has this somewhere, in upper or lower case. */
  readonly contains?: InputMaybe<Scalars['String']['input']>;
  /** Exactly this. */
  readonly eq?: InputMaybe<Scalars['String']['input']>;
  /** Whether there is a value at all. */
  readonly exists?: InputMaybe<Scalars['Boolean']['input']>;
  /** One of these. */
  readonly in?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Begins with this. */
  readonly startsWith?: InputMaybe<Scalars['String']['input']>;
};

/** What is told as it happens: over WebSocket (graphql-transport-ws) at the address of the other operations. */
export type Subscription = {
  readonly __typename?: 'Subscription';
  /**
   * What can take an item down, as it is found: first the single points of failure, then sets of two and so on, each answer
   * exact up to a larger order and the last one the whole. All of them are of the revision that is the newest at the
   * beginning. Whoever has seen enough ends the subscription, and with it the work.
   */
  readonly analysis?: Maybe<CutSetAnalysis>;
  /**
   * Every change behind a place in the log, in order: no gap, no repeat, resumable with the cursor of any event. To keep a
   * copy: list, then follow with `since` = the revision of the list. Ends with CURSOR_EXPIRED when the log does not continue
   * what was delivered: list again.
   */
  readonly changes: ChangeEvent;
  /**
   * What breaks if some items fail, or what is hit right now: the present answer first, then whenever it changes, also when
   * only time passes and a planned outage begins or ends. Bursts are coalesced. Subscribed again after a break, the first
   * answer tells what was missed. Its pages go on in the query `impact` with the same arguments.
   */
  readonly impact?: Maybe<ImpactAnalysis>;
  /**
   * What breaks, as it is found, where that takes longer than a moment: what is known so far, then more, and the last answer
   * is the whole; `coverage` says which it is. What is said of an item holds, and may get worse. All of them are of the
   * revision that is the newest at the beginning. Whoever has seen enough ends the subscription, and with it the work.
   */
  readonly impactAnalysis?: Maybe<ImpactAnalysis>;
  /**
   * How services fare by the recorded outages that last: the present states first, then those that change, also when only
   * time passes. Subscribed again after a break, the first states tell what was missed.
   */
  readonly serviceStates?: Maybe<StateChange>;
};


/** What is told as it happens: over WebSocket (graphql-transport-ws) at the address of the other operations. */
export type SubscriptionAnalysisArgs = {
  candidates?: InputMaybe<CandidateFilter>;
  deadlineMs?: InputMaybe<Scalars['Int']['input']>;
  maxOrder?: InputMaybe<Scalars['Int']['input']>;
  target: ConfigurationItemRef;
  withOpenOutages?: Scalars['Boolean']['input'];
};


/** What is told as it happens: over WebSocket (graphql-transport-ws) at the address of the other operations. */
export type SubscriptionChangesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  bookmarkSeconds?: Scalars['Int']['input'];
  filter?: InputMaybe<ChangeFilter>;
  since?: InputMaybe<Scalars['Revision']['input']>;
};


/** What is told as it happens: over WebSocket (graphql-transport-ws) at the address of the other operations. */
export type SubscriptionImpactArgs = {
  outages?: ReadonlyArray<OutageInput>;
  withOpenOutages?: Scalars['Boolean']['input'];
};


/** What is told as it happens: over WebSocket (graphql-transport-ws) at the address of the other operations. */
export type SubscriptionImpactAnalysisArgs = {
  assumeHealthy?: InputMaybe<ReadonlyArray<ConfigurationItemRef>>;
  deadlineMs?: InputMaybe<Scalars['Int']['input']>;
  outages?: ReadonlyArray<OutageInput>;
  withOpenOutages?: Scalars['Boolean']['input'];
};


/** What is told as it happens: over WebSocket (graphql-transport-ws) at the address of the other operations. */
export type SubscriptionServiceStatesArgs = {
  filter?: InputMaybe<ConfigurationItemFilter>;
  of?: InputMaybe<ReadonlyArray<ConfigurationItemRef>>;
};

/** How many items and relationships. */
export type SyncCounts = {
  readonly __typename?: 'SyncCounts';
  /** How many items. */
  readonly items: Scalars['Int']['output'];
  /** How many relationships. */
  readonly relationships: Scalars['Int']['output'];
};

/** What a commit came to. */
export type SyncDecision = {
  readonly __typename?: 'SyncDecision';
  /** What was missed too few times in a row to be removed (absentAfterMisses). */
  readonly forgiven: SyncCounts;
  /** Why it has to be confirmed, for people; empty when it does not. */
  readonly guard: ReadonlyArray<Scalars['String']['output']>;
  /** What the source claimed in the scope, partial types left out. */
  readonly members: SyncCounts;
  /** What the source no longer claims. Items that nobody else claims become absent, relationships end. */
  readonly removals: SyncCounts;
  /** What the session saw. */
  readonly seen: SyncCounts;
  /** The same by class and relationship type. */
  readonly types: ReadonlyArray<SyncTypeCount>;
};

/** An item or relationship that a source no longer claims. */
export type SyncRemoval = {
  readonly __typename?: 'SyncRemoval';
  /** The item; null for a relationship. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** The relationship; null for an item. */
  readonly relationship?: Maybe<Relationship>;
};

/** One page of removals. */
export type SyncRemovalConnection = {
  readonly __typename?: 'SyncRemovalConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<SyncRemovalEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<SyncRemoval>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** The revision that the page was read at. */
  readonly revision: Scalars['Revision']['output'];
  /** How many there are in all; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
};

/** One of a page. */
export type SyncRemovalEdge = {
  readonly __typename?: 'SyncRemovalEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The one itself. */
  readonly node: SyncRemoval;
};

/** What a run of a data source covers: everything the source reports that fits all of this. An item fits by what the source itself says of it. A relationship belongs to its source item, or to its target when the data source does not report that one; a symmetric one to both. */
export type SyncScope = {
  readonly __typename?: 'SyncScope';
  /** Attribute or base field -> the value that the source claims for it. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Items that it reports as these classes, descendants included; null: all. */
  readonly classes?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** Items whose native key begins like this; null: all. */
  readonly nativeKeyPrefix?: Maybe<Scalars['String']['output']>;
  /** Relationships of these types; null: all, empty: none. */
  readonly relationshipTypes?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** What a run of a data source covers; see SyncScope. Left out or empty: everything that it reports. */
export type SyncScopeInput = {
  /** Attribute or base field, such as site, account or region -> the text, number or boolean that the source claims for it. */
  readonly attributes?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Items that it reports as these classes, descendants included. */
  readonly classes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Items whose native key begins like this. */
  readonly nativeKeyPrefix?: InputMaybe<Scalars['String']['input']>;
  /** Relationships of these types; empty: none. */
  readonly relationshipTypes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** A run of a data source that reports everything it can see in a scope. */
export type SyncSession = {
  readonly __typename?: 'SyncSession';
  /** What its commit came to; null before. */
  readonly decision?: Maybe<SyncDecision>;
  /** When it ended; null while it has not. */
  readonly endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why it was aborted. */
  readonly endedBecause?: Maybe<Scalars['String']['output']>;
  /** When it ends by itself unless something is heard of it, removing nothing. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** Its id; that of its operation, too. */
  readonly id: Scalars['ID']['output'];
  /** More than this share of the scope, or of any class or relationship type in it with at least 5 members, is removed only when it is confirmed. */
  readonly maxRemovalPercent: Scalars['Float']['output'];
  /** Classes and relationship types whose collection failed, as its commit said. */
  readonly partialTypes: ReadonlyArray<Scalars['String']['output']>;
  /** Who began it. */
  readonly principal: Scalars['String']['output'];
  /** Why, as the caller said. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** What its commit removes or removed: items first, then relationships. Read as they were when it was decided. */
  readonly removals: SyncRemovalConnection;
  /** What was reported in it so far; what was reported twice counts twice. */
  readonly reported: SyncCounts;
  /** What it covers. */
  readonly scope: SyncScope;
  /** The data source. */
  readonly source: Scalars['String']['output'];
  /** When it began. */
  readonly startedAt: Scalars['DateTime']['output'];
  /** What became of it. */
  readonly state: SyncState;
};


/** A run of a data source that reports everything it can see in a scope. */
export type SyncSessionRemovalsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** One page of sync sessions. */
export type SyncSessionConnection = {
  readonly __typename?: 'SyncSessionConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<SyncSessionEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<SyncSession>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** The revision that the page was read at. */
  readonly revision: Scalars['Revision']['output'];
  /** How many there are in all; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
};

/** One of a page. */
export type SyncSessionEdge = {
  readonly __typename?: 'SyncSessionEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The one itself. */
  readonly node: SyncSession;
};

/** Which sync sessions; what is left out does not restrict. */
export type SyncSessionFilter = {
  /** These sessions. */
  readonly ids?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Of these data sources. */
  readonly sources?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** In these states. */
  readonly states?: InputMaybe<ReadonlyArray<SyncState>>;
};

/** What became of a sync session. */
export type SyncState =
  /** It was ended, and removed nothing. */
  | 'ABORTED'
  /** It would remove more than the guard allows: confirmSync or abortSync. */
  | 'AWAITING_CONFIRMATION'
  /** It has ended and removed what it did not see. */
  | 'COMMITTED'
  /** It is removing what it did not see. */
  | 'COMMITTING'
  /** Nothing was heard of it for too long; it removed nothing. */
  | 'EXPIRED'
  /** It takes ingests. */
  | 'OPEN';

/** How many of a class or relationship type there are in a scope. */
export type SyncTypeCount = {
  readonly __typename?: 'SyncTypeCount';
  /** How many the source claimed, partial ones left out. */
  readonly members: Scalars['Int']['output'];
  /** The class or relationship type. */
  readonly name: Scalars['String']['output'];
  /** How many of them it no longer claims. */
  readonly removals: Scalars['Int']['output'];
};

/** Everything reachable from the roots, the roots included. */
export type Topology = {
  readonly __typename?: 'Topology';
  /** All of it as a drawing; LIMIT_EXCEEDED where the drawings and tables of one request hold too much. */
  readonly diagram: Scalars['String']['output'];
  /** How many items, the roots included. */
  readonly itemCount: Scalars['Int']['output'];
  /** The items. */
  readonly items: TopologyItemConnection;
  /** How many relationships between them. */
  readonly relationshipCount: Scalars['Int']['output'];
  /** The relationships between the items, ordered by id. */
  readonly relationships: RelationshipConnection;
  /** The revision that all of it speaks of: that of the cursors given to its lists, if there are any. */
  readonly revision: Scalars['Revision']['output'];
  /** All of it in columns: for tools and large graphs. */
  readonly table: TopologyTable;
  /** True: a limit that the caller set cut it. */
  readonly truncated: Scalars['Boolean']['output'];
  /** Roots that did not resolve. */
  readonly unresolved: ReadonlyArray<UnresolvedRef>;
};


/** Everything reachable from the roots, the roots included. */
export type TopologyDiagramArgs = {
  format: DiagramFormat;
};


/** Everything reachable from the roots, the roots included. */
export type TopologyItemsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: TopologyOrder;
};


/** Everything reachable from the roots, the roots included. */
export type TopologyRelationshipsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** What differs between two moments. */
export type TopologyDifference = {
  readonly __typename?: 'TopologyDifference';
  /** The revision of the earlier moment. */
  readonly from: Scalars['Revision']['output'];
  /** How many items differ. */
  readonly itemCounts: DifferenceCounts;
  /** The items that differ, ordered by id. */
  readonly items: ItemDifferenceConnection;
  /** How many relationships differ. */
  readonly relationshipCounts: DifferenceCounts;
  /** The relationships that differ, ordered by id. */
  readonly relationships: RelationshipDifferenceConnection;
  /** The revision of the later moment: that of the cursors given to its lists, if there are any. */
  readonly to: Scalars['Revision']['output'];
  /** Roots of the scope that lead to no item at either moment. */
  readonly unresolved: ReadonlyArray<UnresolvedRef>;
};


/** What differs between two moments. */
export type TopologyDifferenceItemsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  kinds?: InputMaybe<ReadonlyArray<DifferenceKind>>;
};


/** What differs between two moments. */
export type TopologyDifferenceRelationshipsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  kinds?: InputMaybe<ReadonlyArray<DifferenceKind>>;
};

/** What a topology follows and leaves out. */
export type TopologyFilter = {
  /** Only items of these classes or their descendants in the answer; others are passed through. */
  readonly classes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Items of these classes or their descendants are left out and passed through: their neighbours count as neighbours. */
  readonly collapseClasses?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Only these kinds. */
  readonly kinds?: InputMaybe<ReadonlyArray<RelationshipKind>>;
  /** Items with more neighbours than this are shown and not followed further. */
  readonly maxFanOut?: InputMaybe<Scalars['Int']['input']>;
  /** Stop after this many items; the answer says that it is truncated. */
  readonly maxItems?: InputMaybe<Scalars['Int']['input']>;
  /** Only these relationship types. */
  readonly relationshipTypes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Items that fit are shown and not followed further; roots always are. Whatever asks for more than classes, environment (eq, in), criticality and canFail is looked up first, of at most 200,000 items, and not under a draft. */
  readonly stopAt?: InputMaybe<ConfigurationItemFilter>;
  /** Only these strengths. */
  readonly strengths?: InputMaybe<ReadonlyArray<Strength>>;
};

/** An item of a topology. */
export type TopologyItem = {
  readonly __typename?: 'TopologyItem';
  /** The item; null when it is hidden from the caller. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** How many steps from the nearest root. */
  readonly distance: Scalars['Int']['output'];
  /** From how many of the roots it is reached. */
  readonly rootsReached: Scalars['Int']['output'];
};

/** A page of the items of a topology. */
export type TopologyItemConnection = {
  readonly __typename?: 'TopologyItemConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<TopologyItemEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<TopologyItem>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
};

/** One of the items of a topology, with its cursor. */
export type TopologyItemEdge = {
  readonly __typename?: 'TopologyItemEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The one itself. */
  readonly node: TopologyItem;
};

/** What to order the items of a topology by. */
export type TopologyOrder =
  /** Most critical first. */
  | 'CRITICALITY'
  /** Nearest to a root first. */
  | 'DISTANCE'
  /** Reached from the most roots first: what they share. */
  | 'ROOTS_REACHED';

/** The closure of some items. A difference compares it at its two moments: what enters it is added, however old it is. */
export type TopologyScope = {
  /** How many steps away at most; no limit when left out. */
  readonly depth?: InputMaybe<Scalars['Int']['input']>;
  /** DEPENDENCIES: what the roots need. DEPENDENTS: what needs the roots. */
  readonly direction?: DependencyDirection;
  /** What to follow and what to leave out. */
  readonly filter?: InputMaybe<TopologyFilter>;
  /** Where to start; at most 1,000. In a difference, a reference means what it leads to at the later moment, else at the earlier one. */
  readonly roots: ReadonlyArray<ConfigurationItemRef>;
};

/** A topology in columns: entry n of each list belongs to item n, or to relationship n. */
export type TopologyTable = {
  readonly __typename?: 'TopologyTable';
  /** Class names of the items. */
  readonly classes: ReadonlyArray<Scalars['String']['output']>;
  /** Steps from the nearest root. */
  readonly distances: ReadonlyArray<Scalars['Int']['output']>;
  /** Global ids of the items. */
  readonly ids: ReadonlyArray<Scalars['ID']['output']>;
  /** Names of the items. */
  readonly names: ReadonlyArray<Scalars['String']['output']>;
  /** Sources of the relationships, as positions in ids. */
  readonly sources: ReadonlyArray<Scalars['Int']['output']>;
  /** Strengths of the relationships. */
  readonly strengths: ReadonlyArray<Strength>;
  /** Targets of the relationships, as positions in ids. */
  readonly targets: ReadonlyArray<Scalars['Int']['output']>;
  /** Types of the relationships. */
  readonly types: ReadonlyArray<Scalars['String']['output']>;
};

/** Input of undoMerge. */
export type UndoMergeInput = {
  /** Compute everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why; kept with the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** The revision of the change set that merged. */
  readonly revision: Scalars['Revision']['input'];
};

/** Answer of undoMerge; of a dry run, what would be. */
export type UndoMergePayload = {
  readonly __typename?: 'UndoMergePayload';
  /** What was written, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** The survivor as it now is; null when nothing was undone. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** The ids of relationships of the restored items that ended after the merge: they stay ended. */
  readonly endedRelationships: ReadonlyArray<Scalars['ID']['output']>;
  /** Why it was refused. */
  readonly errors: ReadonlyArray<ItemError>;
  /** Claims that were made after the merge: they stay with the survivor. */
  readonly kept: ReadonlyArray<KeptClaims>;
  /** The ids of relationships that were claimed after the merge: they stay with the survivor. */
  readonly keptRelationships: ReadonlyArray<Scalars['ID']['output']>;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The items that are themselves again; empty when the merge was undone before. Null: hidden from this caller. */
  readonly restored: ReadonlyArray<Maybe<ConfigurationItem>>;
  /** How many relationships the restored items got back. */
  readonly restoredRelationships: Scalars['Int']['output'];
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
};

/** A reference that did not resolve; the rest of the answer stands. */
export type UnresolvedRef = {
  readonly __typename?: 'UnresolvedRef';
  /** What it could have meant. */
  readonly candidates: ReadonlyArray<ConfigurationItem>;
  /** Why. */
  readonly code: ErrorCode;
  /** Its position in the argument. */
  readonly index: Scalars['Int']['output'];
  /** What to do. */
  readonly message: Scalars['String']['output'];
};

/** Input of updateConfigurationItems. */
export type UpdateConfigurationItemsInput = {
  /** Compute everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** How many items fit, as the dry run told; the write is refused with VERSION_CONFLICT when it is another number by now. Needed unless dryRun. */
  readonly expectedCount?: InputMaybe<Scalars['Int']['input']>;
  /** Which items, as in configurationItems; retired ones are left alone. At most 10,000 may fit. */
  readonly filter: ConfigurationItemFilter;
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What to claim of each of them by hand. */
  readonly patch: ConfigurationItemPatch;
  /** Why; kept with the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** Free text, as in configurationItems; every word must occur, and none stands for similar ones. */
  readonly search?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of updateConfigurationItems. */
export type UpdateConfigurationItemsPayload = {
  readonly __typename?: 'UpdateConfigurationItemsPayload';
  /** What was written, one committed write each; several when many items fit. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** How many items fit. */
  readonly count: Scalars['Int']['output'];
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** What happens to each item, by id. */
  readonly results: ReadonlyArray<ItemUpdateResult>;
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
  /** How many items had each outcome. */
  readonly totals: ReadonlyArray<OutcomeCount>;
};


/** Answer of updateConfigurationItems. */
export type UpdateConfigurationItemsPayloadResultsArgs = {
  first?: Scalars['Int']['input'];
  outcomes?: InputMaybe<ReadonlyArray<IngestOutcome>>;
};

/** What to change of a webhook; what is left out stays. One that was suspended goes on. */
export type UpdateWebhookInput = {
  /** What it is for. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Check everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** Which changes. */
  readonly filter?: InputMaybe<ChangeFilter>;
  /** Which one. */
  readonly id: Scalars['ID']['input'];
  /** Makes repeating the call harmless for 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Whether it pauses. */
  readonly paused?: InputMaybe<Scalars['Boolean']['input']>;
  /** Why. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** Make another secret; for 24 hours both sign. */
  readonly rotateSecret?: Scalars['Boolean']['input'];
  /** Go on behind this revision, forwards or backwards. */
  readonly since?: InputMaybe<Scalars['Revision']['input']>;
  /** Where to post events to. */
  readonly url?: InputMaybe<Scalars['String']['input']>;
};

/** A changed webhook. */
export type UpdateWebhookPayload = {
  readonly __typename?: 'UpdateWebhookPayload';
  /** Always empty. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** What is wrong; nothing was written then. */
  readonly errors: ReadonlyArray<ItemError>;
  /** Always null: a webhook is no change of the inventory. */
  readonly operation?: Maybe<Operation>;
  /** Whether this is the answer of an earlier call with the same idempotency key; it never holds a secret. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The newest revision; a webhook takes none. */
  readonly revision: Scalars['Revision']['output'];
  /** The new secret, shown this once; null unless it was asked for. */
  readonly secret?: Maybe<Scalars['String']['output']>;
  /** The webhook; null when there is none of that id. */
  readonly webhook?: Maybe<Webhook>;
};

/** Input of upsertConfigurationItem. What is left out is kept; null withdraws what was set by hand. */
export type UpsertConfigurationItemInput = {
  /** Attributes of the class; merged into this source's earlier ones unless declared complete. null withdraws a claim. */
  readonly attributes?: InputMaybe<Scalars['JSONObject']['input']>;
  /** False: a pure grouping. The default comes from the class. */
  readonly canFail?: InputMaybe<Scalars['Boolean']['input']>;
  /** The class; may be left out for an item that is there. */
  readonly class?: InputMaybe<Scalars['String']['input']>;
  /** Parts that replace this source's earlier claim instead of being merged into it. */
  readonly complete?: InputMaybe<ReadonlyArray<IngestPart>>;
  /** How much the business minds when it fails. */
  readonly criticality?: InputMaybe<Criticality>;
  /** Free text. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Compute everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** Such as production or staging. */
  readonly environment?: InputMaybe<Scalars['String']['input']>;
  /** Redundancy rules; merged by key into this source's earlier ones unless declared complete. */
  readonly gates?: InputMaybe<ReadonlyArray<GateInput>>;
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Write only when the item is at this version. */
  readonly ifVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Key-value pairs; merged into this source's earlier ones unless declared complete. */
  readonly labels?: InputMaybe<Scalars['JSONObject']['input']>;
  /** The life-cycle stage; OPERATIONAL for a new item that names none. */
  readonly lifecycle?: InputMaybe<LifecycleStage>;
  /** The status within the stage. */
  readonly lifecycleStatus?: InputMaybe<Scalars['String']['input']>;
  /** The display name. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Who is called at night. */
  readonly onCall?: InputMaybe<ContactInput>;
  /** Who answers for it. */
  readonly owner?: InputMaybe<ContactInput>;
  /** Why; kept with the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** Which item; when left out it is identified by its class's rules, and created when there is none. */
  readonly ref?: InputMaybe<ConfigurationItemRef>;
  /** Where it is. */
  readonly site?: InputMaybe<Scalars['String']['input']>;
  /** Who looks after it. */
  readonly supportGroup?: InputMaybe<ContactInput>;
  /** The tenant; that of the data source when left out. Never changes. */
  readonly tenant?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of upsertConfigurationItem. */
export type UpsertConfigurationItemPayload = {
  readonly __typename?: 'UpsertConfigurationItemPayload';
  /** What was written, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** The item as it now is. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** Why it was refused. */
  readonly errors: ReadonlyArray<ItemError>;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** What happened. */
  readonly outcome: IngestOutcome;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
  /** What is odd about it. */
  readonly warnings: ReadonlyArray<ItemError>;
};

/** Input of upsertRelationship. What is left out is kept. */
export type UpsertRelationshipInput = {
  /** Its attributes. */
  readonly attributes?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Compute everything, write nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** The dependent's gates it is a member of. */
  readonly gateKeys?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** The same key with the same input gives the stored answer again instead of a second write; kept 24 hours. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Write only when the relationship is at this version. */
  readonly ifVersion?: InputMaybe<Scalars['Int']['input']>;
  /** How it is known; DECLARED when left out. */
  readonly kind?: InputMaybe<RelationshipKind>;
  /** Why; kept with the change. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** The source, usually the dependent. */
  readonly source: ConfigurationItemRef;
  /** The default of the type when left out. */
  readonly strength?: InputMaybe<Strength>;
  /** The target. */
  readonly target: ConfigurationItemRef;
  /** The relationship type. */
  readonly type: Scalars['String']['input'];
  /** How much it counts in its gate: 1 to 100,000. */
  readonly weight?: InputMaybe<Scalars['Int']['input']>;
};

/** Answer of upsertRelationship. */
export type UpsertRelationshipPayload = {
  readonly __typename?: 'UpsertRelationshipPayload';
  /** What was written, one committed write each. */
  readonly changeSets: ReadonlyArray<ChangeSet>;
  /** Why it was refused. */
  readonly errors: ReadonlyArray<ItemError>;
  /** The call that wrote; null when nothing was written. */
  readonly operation?: Maybe<Operation>;
  /** What happened. */
  readonly outcome: IngestOutcome;
  /** The relationship as it now is. */
  readonly relationship?: Maybe<Relationship>;
  /** True: this is the stored answer of an earlier call with the same idempotency key. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The revision of the last change set; the newest one when nothing was written. */
  readonly revision: Scalars['Revision']['output'];
  /** What is odd about it. */
  readonly warnings: ReadonlyArray<ItemError>;
};

/** One value that changed. */
export type ValueChange = {
  readonly __typename?: 'ValueChange';
  /** The value after; null when there is none. */
  readonly after?: Maybe<Scalars['JSON']['output']>;
  /** The value before; null when there was none. */
  readonly before?: Maybe<Scalars['JSON']['output']>;
  /** A base field, attributes.<name>, labels.<key>, gates.<key>, or a field of the relationship. */
  readonly path: Scalars['String']['output'];
};

/** Why a value is what it is. */
export type ValueExplanation = {
  readonly __typename?: 'ValueExplanation';
  /** Everything that is claimed, the strongest first, withdrawn claims last. */
  readonly claims: ReadonlyArray<ExplainedClaim>;
  /** The item. */
  readonly configurationItem?: Maybe<ConfigurationItem>;
  /** Why, in words. */
  readonly explanation: Scalars['String']['output'];
  /** The base field, attributes.<name>, labels.<key> or gates.<key>. */
  readonly path: Scalars['String']['output'];
  /** The revision this was read at. */
  readonly revision: Scalars['Revision']['output'];
  /** The effective value as it is stored. It may differ from the winner's for as long as an expired claim has not been written. */
  readonly value?: Maybe<Scalars['JSON']['output']>;
  /** The claim that decides; null when nobody claims a value, so that its default holds. */
  readonly winner?: Maybe<ExplainedClaim>;
};

/** What a value inside labels or attributes must be like: all that is given must hold. */
export type ValueFilter = {
  /** An array that has this element, an object that has these keys with these values, or a text that has this in it. */
  readonly contains?: InputMaybe<Scalars['JSON']['input']>;
  /** Exactly this value. */
  readonly eq?: InputMaybe<Scalars['JSON']['input']>;
  /** Whether there is a value at all. */
  readonly exists?: InputMaybe<Scalars['Boolean']['input']>;
  /** More than this number or text. */
  readonly gt?: InputMaybe<Scalars['JSON']['input']>;
  /** At least this number or text. */
  readonly gte?: InputMaybe<Scalars['JSON']['input']>;
  /** One of these values. */
  readonly in?: InputMaybe<ReadonlyArray<Scalars['JSON']['input']>>;
  /** Less than this number or text. */
  readonly lt?: InputMaybe<Scalars['JSON']['input']>;
  /** At most this number or text. */
  readonly lte?: InputMaybe<Scalars['JSON']['input']>;
  /** The key, or a path of keys and array positions with dots between them: os.version, disks.0.size. */
  readonly path: Scalars['String']['input'];
  /** A text that begins with this. */
  readonly startsWith?: InputMaybe<Scalars['String']['input']>;
};

/** The allowed values of a base field. */
export type ValueList = {
  readonly __typename?: 'ValueList';
  /** The field; of the owner it is the name. */
  readonly field: ListedField;
  /** What happens to a value that is not in it. */
  readonly policy: ValueListPolicy;
  /** The values. */
  readonly values: ReadonlyArray<ListedValue>;
};

/** What happens to a value that is in no list. */
export type ValueListPolicy =
  /** Its item is refused as INVALID_ATTRIBUTE; the message names the nearest value. */
  | 'REJECT'
  /** It is kept, with a warning in the result of its item. */
  | 'WARN';

/** Who asks. */
export type Viewer = {
  readonly __typename?: 'Viewer';
  /** How they showed who they are. */
  readonly authenticatedBy: Authentication;
  /** When that ends; null: not by itself. */
  readonly expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Labels with values that items must have to be seen. */
  readonly labels: Scalars['JSONObject']['output'];
  /** As the change log keeps it. */
  readonly name: Scalars['String']['output'];
  /** What they may do. */
  readonly role: Role;
  /** The data sources they may report as; null: any. */
  readonly sources?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The tenants whose items they see, the empty text for the default one; null: all. */
  readonly tenants?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/**
 * Somebody who is told of changes by HTTP. An event is one POST with the JSON that a line of GET /changes is, and the headers
 * webhook-id, webhook-timestamp and webhook-signature (`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`). Any
 * answer of 200 to 299 takes it; otherwise it is tried again, later and later. At least once, in order.
 */
export type Webhook = {
  readonly __typename?: 'Webhook';
  /** When it was registered. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Events that it did not take, the oldest first. */
  readonly deadLetters: DeadLetterConnection;
  /** What it is for. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** How often the next event was tried in vain. */
  readonly failures: Scalars['Int']['output'];
  /** Which changes: the filter as it was given, references turned into ids. */
  readonly filter: Scalars['JSONObject']['output'];
  /** Its id. */
  readonly id: Scalars['ID']['output'];
  /** When an event was last taken. */
  readonly lastDeliveredAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why the last attempt failed; null after a success. */
  readonly lastError?: Maybe<Scalars['String']['output']>;
  /** When it is tried again; null: at once. */
  readonly nextAttemptAt?: Maybe<Scalars['DateTime']['output']>;
  /** What was written up to here was delivered, does not fit, or is a dead letter. */
  readonly positionRevision: Scalars['Revision']['output'];
  /** Who registered it. */
  readonly principal: Scalars['String']['output'];
  /** Whether events are posted. */
  readonly state: WebhookState;
  /** Why it is suspended. */
  readonly stateReason?: Maybe<Scalars['String']['output']>;
  /** When it was last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Where events are posted to. */
  readonly url: Scalars['String']['output'];
};


/**
 * Somebody who is told of changes by HTTP. An event is one POST with the JSON that a line of GET /changes is, and the headers
 * webhook-id, webhook-timestamp and webhook-signature (`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`). Any
 * answer of 200 to 299 takes it; otherwise it is tried again, later and later. At least once, in order.
 */
export type WebhookDeadLettersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of webhooks. */
export type WebhookConnection = {
  readonly __typename?: 'WebhookConnection';
  /** The page, each with its cursor. */
  readonly edges: ReadonlyArray<WebhookEdge>;
  /** The page without cursors. */
  readonly nodes: ReadonlyArray<Webhook>;
  /** Whether there is more, and where. */
  readonly pageInfo: PageInfo;
  /** The newest revision when this page was read. */
  readonly revision: Scalars['Revision']['output'];
  /** How many there are in all; computed only when asked. */
  readonly totalCount: Scalars['Int']['output'];
};

/** One of the webhooks, with its cursor. */
export type WebhookEdge = {
  readonly __typename?: 'WebhookEdge';
  /** Points behind this one. */
  readonly cursor: Scalars['String']['output'];
  /** The webhook. */
  readonly node: Webhook;
};

/** Whether events are posted. */
export type WebhookState =
  /** They are. */
  | 'ACTIVE'
  /** A person paused it; it goes on where it was. */
  | 'PAUSED'
  /** It cannot go on and says why; updateWebhook makes it try again. */
  | 'SUSPENDED';



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;




/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  ConfigurationItem: ( ItemModel );
  Node:
    | ( ItemModel )
    | ( OutageModel )
    | ( RelationshipModel )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AbortSyncInput: AbortSyncInput;
  AbortSyncPayload: ResolverTypeWrapper<Omit<AbortSyncPayload, 'session'> & { session: ResolversTypes['SyncSession'] }>;
  AnalysisCoverage: ResolverTypeWrapper<CutSetAnalysisModel>;
  ApiToken: ResolverTypeWrapper<ApiTokenModel>;
  ApiTokenConnection: ResolverTypeWrapper<ApiTokenConnectionModel>;
  ApiTokenEdge: ResolverTypeWrapper<Omit<ApiTokenEdge, 'node'> & { node: ResolversTypes['ApiToken'] }>;
  ApplyModelInput: ApplyModelInput;
  ApplyModelPayload: ResolverTypeWrapper<Omit<ApplyModelPayload, 'classes' | 'invalidated' | 'relationshipTypes'> & { classes: ReadonlyArray<ResolversTypes['CiClass']>, invalidated: ResolversTypes['InvalidatedItems'], relationshipTypes: ReadonlyArray<ResolversTypes['RelationshipType']> }>;
  AttributeDefinition: ResolverTypeWrapper<AttributeDefinition>;
  AttributeDefinitionInput: AttributeDefinitionInput;
  Authentication: Authentication;
  Availability: ResolverTypeWrapper<AvailabilityModel>;
  AvailabilityCause: ResolverTypeWrapper<AvailabilityCauseModel>;
  BeginSyncInput: BeginSyncInput;
  BeginSyncPayload: ResolverTypeWrapper<Omit<BeginSyncPayload, 'session'> & { session: ResolversTypes['SyncSession'] }>;
  BigCount: ResolverTypeWrapper<Scalars['BigCount']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  CandidateFilter: CandidateFilter;
  Change: ResolverTypeWrapper<ChangeModel>;
  ChangeConnection: ResolverTypeWrapper<ChangeConnectionModel>;
  ChangeEdge: ResolverTypeWrapper<Omit<ChangeEdge, 'node'> & { node: ResolversTypes['Change'] }>;
  ChangeEvent: ResolverTypeWrapper<Omit<ChangeEvent, 'changes'> & { changes: ReadonlyArray<ResolversTypes['Change']> }>;
  ChangeFilter: ChangeFilter;
  ChangeKind: ChangeKind;
  ChangeSet: ResolverTypeWrapper<ChangeSet>;
  CiClass: ResolverTypeWrapper<CiClassModel>;
  CiClassInput: CiClassInput;
  ClaimReason: ClaimReason;
  ClassGateDefault: ResolverTypeWrapper<ClassGateDefault>;
  ClassGateDefaultInput: ClassGateDefaultInput;
  CloseOutageInput: CloseOutageInput;
  CloseOutagePayload: ResolverTypeWrapper<Omit<CloseOutagePayload, 'outage'> & { outage?: Maybe<ResolversTypes['Outage']> }>;
  CommitSyncInput: CommitSyncInput;
  CommitSyncPayload: ResolverTypeWrapper<Omit<CommitSyncPayload, 'session'> & { session: ResolversTypes['SyncSession'] }>;
  CompletedParkedItem: ResolverTypeWrapper<CompletedParkedModel>;
  ConfigurationItem: ResolverTypeWrapper<ItemModel>;
  ConfigurationItemConnection: ResolverTypeWrapper<ItemConnectionModel>;
  ConfigurationItemEdge: ResolverTypeWrapper<Omit<ConfigurationItemEdge, 'node'> & { node?: Maybe<ResolversTypes['ConfigurationItem']> }>;
  ConfigurationItemFilter: ConfigurationItemFilter;
  ConfigurationItemMatch: ResolverTypeWrapper<ItemMatchModel>;
  ConfigurationItemOrder: ConfigurationItemOrder;
  ConfigurationItemOrderField: ConfigurationItemOrderField;
  ConfigurationItemPatch: ConfigurationItemPatch;
  ConfigurationItemRef: ConfigurationItemRef;
  ConfirmSyncInput: ConfirmSyncInput;
  ConfirmSyncPayload: ResolverTypeWrapper<Omit<ConfirmSyncPayload, 'session'> & { session: ResolversTypes['SyncSession'] }>;
  Contact: ResolverTypeWrapper<Contact>;
  ContactInput: ContactInput;
  CountFilter: CountFilter;
  CreateApiTokenInput: CreateApiTokenInput;
  CreateApiTokenPayload: ResolverTypeWrapper<Omit<CreateApiTokenPayload, 'apiToken'> & { apiToken?: Maybe<ResolversTypes['ApiToken']> }>;
  CreateWebhookInput: CreateWebhookInput;
  CreateWebhookPayload: ResolverTypeWrapper<Omit<CreateWebhookPayload, 'webhook'> & { webhook?: Maybe<ResolversTypes['Webhook']> }>;
  Criticality: Criticality;
  CutSet: ResolverTypeWrapper<CutSetModel>;
  CutSetAnalysis: ResolverTypeWrapper<CutSetAnalysisModel>;
  CutSetConnection: ResolverTypeWrapper<CutSetConnectionModel>;
  CutSetCount: ResolverTypeWrapper<CutSetCount>;
  CutSetEdge: ResolverTypeWrapper<Omit<CutSetEdge, 'node'> & { node: ResolversTypes['CutSet'] }>;
  DataSource: ResolverTypeWrapper<DataSourceModel>;
  DataSourceConnection: ResolverTypeWrapper<DataSourceConnectionModel>;
  DataSourceEdge: ResolverTypeWrapper<Omit<DataSourceEdge, 'node'> & { node: ResolversTypes['DataSource'] }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DateTimeFilter: DateTimeFilter;
  DeadLetter: ResolverTypeWrapper<DeadLetterModel>;
  DeadLetterConnection: ResolverTypeWrapper<DeadLetterConnectionModel>;
  DeadLetterEdge: ResolverTypeWrapper<Omit<DeadLetterEdge, 'node'> & { node: ResolversTypes['DeadLetter'] }>;
  DefineCiClassInput: DefineCiClassInput;
  DefineCiClassPayload: ResolverTypeWrapper<Omit<DefineCiClassPayload, 'class' | 'invalidated'> & { class?: Maybe<ResolversTypes['CiClass']>, invalidated: ResolversTypes['InvalidatedItems'] }>;
  DefineJunkValuesInput: DefineJunkValuesInput;
  DefineJunkValuesPayload: ResolverTypeWrapper<DefineJunkValuesPayloadModel>;
  DefineReconciliationRuleInput: DefineReconciliationRuleInput;
  DefineReconciliationRulePayload: ResolverTypeWrapper<DefineReconciliationRulePayloadModel>;
  DefineRelationshipTypeInput: DefineRelationshipTypeInput;
  DefineRelationshipTypePayload: ResolverTypeWrapper<Omit<DefineRelationshipTypePayload, 'invalidated' | 'relationshipType'> & { invalidated: ResolversTypes['InvalidatedItems'], relationshipType?: Maybe<ResolversTypes['RelationshipType']> }>;
  DefineValueListInput: DefineValueListInput;
  DefineValueListPayload: ResolverTypeWrapper<DefineValueListPayloadModel>;
  DeleteWebhookInput: DeleteWebhookInput;
  DeleteWebhookPayload: ResolverTypeWrapper<DeleteWebhookPayload>;
  DependencyDirection: DependencyDirection;
  DependencyPath: ResolverTypeWrapper<DependencyPathModel>;
  DependencyPathConnection: ResolverTypeWrapper<DependencyPathConnectionModel>;
  DependencyPathEdge: ResolverTypeWrapper<Omit<DependencyPathEdge, 'node'> & { node: ResolversTypes['DependencyPath'] }>;
  DiagramFormat: DiagramFormat;
  DifferenceCounts: ResolverTypeWrapper<DifferenceCounts>;
  DifferenceKind: DifferenceKind;
  DraftGatesInput: DraftGatesInput;
  DraftInput: DraftInput;
  DraftItemInput: DraftItemInput;
  DraftRelationshipInput: DraftRelationshipInput;
  DuplicateEvidence: ResolverTypeWrapper<DuplicateEvidenceModel>;
  DuplicateReason: DuplicateReason;
  DuplicateResolution: DuplicateResolution;
  DuplicateSet: ResolverTypeWrapper<DuplicateSetModel>;
  DuplicateSetConnection: ResolverTypeWrapper<DuplicateSetConnectionModel>;
  DuplicateSetEdge: ResolverTypeWrapper<Omit<DuplicateSetEdge, 'node'> & { node: ResolversTypes['DuplicateSet'] }>;
  DuplicateSetFilter: DuplicateSetFilter;
  DuplicateSetState: DuplicateSetState;
  EndRelationshipInput: EndRelationshipInput;
  EndRelationshipPayload: ResolverTypeWrapper<EndRelationshipPayload>;
  EndpointRule: ResolverTypeWrapper<EndpointRule>;
  EndpointRuleInput: EndpointRuleInput;
  EntityKind: EntityKind;
  ErrorCode: ErrorCode;
  ExplainedClaim: ResolverTypeWrapper<ExplainedClaimModel>;
  Facet: ResolverTypeWrapper<Facet>;
  FacetField: FacetField;
  FacetKey: FacetKey;
  FacetValue: ResolverTypeWrapper<FacetValue>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Gate: ResolverTypeWrapper<Gate>;
  GateDefault: ResolverTypeWrapper<GateDefault>;
  GateDefaultInput: GateDefaultInput;
  GateInput: GateInput;
  GateMember: ResolverTypeWrapper<GateMemberModel>;
  GateMemberConnection: ResolverTypeWrapper<GateMemberConnectionModel>;
  GateMemberEdge: ResolverTypeWrapper<Omit<GateMemberEdge, 'node'> & { node: ResolversTypes['GateMember'] }>;
  GateResult: ResolverTypeWrapper<GateResultModel>;
  GateRule: GateRule;
  GateWarning: ResolverTypeWrapper<GateWarningModel>;
  GenericConfigurationItem: ResolverTypeWrapper<ItemModel>;
  GraphInfo: ResolverTypeWrapper<GraphInfo>;
  HistoryHorizon: ResolverTypeWrapper<HistoryHorizon>;
  HostContext: ResolverTypeWrapper<HostContext>;
  HostContextInput: HostContextInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  IdentificationEntry: ResolverTypeWrapper<IdentificationEntry>;
  IdentificationRule: ResolverTypeWrapper<IdentificationRule>;
  IdentificationRuleInput: IdentificationRuleInput;
  IdentityEffect: ResolverTypeWrapper<IdentityEffectModel>;
  IdentityEffectConnection: ResolverTypeWrapper<IdentityEffectConnectionModel>;
  IdentityEffectEdge: ResolverTypeWrapper<Omit<IdentityEffectEdge, 'node'> & { node: ResolversTypes['IdentityEffect'] }>;
  IdentityInput: IdentityInput;
  IdentityMove: ResolverTypeWrapper<IdentityMoveModel>;
  IdentityMoveKind: IdentityMoveKind;
  ImpactAnalysis: ResolverTypeWrapper<ImpactAnalysisModel>;
  ImpactCount: ResolverTypeWrapper<ImpactCount>;
  ImpactCoverage: ResolverTypeWrapper<ImpactAnalysisModel>;
  ImpactState: ImpactState;
  ImpactSummary: ResolverTypeWrapper<ImpactSummaryModel>;
  ImpactedItem: ResolverTypeWrapper<ImpactedItemModel>;
  ImpactedItemConnection: ResolverTypeWrapper<ImpactedItemConnectionModel>;
  ImpactedItemEdge: ResolverTypeWrapper<Omit<ImpactedItemEdge, 'node'> & { node: ResolversTypes['ImpactedItem'] }>;
  IngestEndInput: IngestEndInput;
  IngestInput: IngestInput;
  IngestItemInput: IngestItemInput;
  IngestItemResult: ResolverTypeWrapper<IngestItemResultModel>;
  IngestMode: IngestMode;
  IngestOutcome: IngestOutcome;
  IngestPart: IngestPart;
  IngestPayload: ResolverTypeWrapper<IngestPayloadModel>;
  IngestRelationshipInput: IngestRelationshipInput;
  IngestRelationshipResult: ResolverTypeWrapper<IngestRelationshipResultModel>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  InvalidatedItem: ResolverTypeWrapper<Omit<InvalidatedItem, 'configurationItem'> & { configurationItem?: Maybe<ResolversTypes['ConfigurationItem']> }>;
  InvalidatedItems: ResolverTypeWrapper<Omit<InvalidatedItems, 'items'> & { items: ReadonlyArray<ResolversTypes['InvalidatedItem']> }>;
  ItemDifference: ResolverTypeWrapper<DifferingModel>;
  ItemDifferenceConnection: ResolverTypeWrapper<DifferenceConnectionModel>;
  ItemDifferenceEdge: ResolverTypeWrapper<Omit<ItemDifferenceEdge, 'node'> & { node: ResolversTypes['ItemDifference'] }>;
  ItemError: ResolverTypeWrapper<ItemError>;
  ItemRelationshipInput: ItemRelationshipInput;
  ItemState: ResolverTypeWrapper<ItemStateModel>;
  ItemUpdateResult: ResolverTypeWrapper<ItemUpdateModel>;
  ItemVersionInput: ItemVersionInput;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  JSONObject: ResolverTypeWrapper<Scalars['JSONObject']['output']>;
  JunkValueKind: JunkValueKind;
  JunkValueList: ResolverTypeWrapper<JunkValueList>;
  KeptClaims: ResolverTypeWrapper<KeptClaims>;
  LagInfo: ResolverTypeWrapper<LagInfo>;
  LifecycleStage: LifecycleStage;
  ListedField: ListedField;
  ListedValue: ResolverTypeWrapper<ListedValue>;
  ListedValueInput: ListedValueInput;
  MaskedAttribute: ResolverTypeWrapper<MaskedAttribute>;
  MaskedReason: MaskedReason;
  MatchAttempt: ResolverTypeWrapper<MatchAttempt>;
  MatchAttemptOutcome: MatchAttemptOutcome;
  MatchKeyInput: MatchKeyInput;
  MatchOutcome: MatchOutcome;
  MergeCollision: ResolverTypeWrapper<MergeCollision>;
  MergeConfigurationItemsInput: MergeConfigurationItemsInput;
  MergeConfigurationItemsPayload: ResolverTypeWrapper<Omit<MergeConfigurationItemsPayload, 'configurationItem'> & { configurationItem?: Maybe<ResolversTypes['ConfigurationItem']> }>;
  MergeCounts: ResolverTypeWrapper<MergeCounts>;
  MergedValue: ResolverTypeWrapper<MergedValue>;
  Moment: Moment;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NativeKeyInput: NativeKeyInput;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  Observation: ResolverTypeWrapper<Observation>;
  OpenOutageInput: OpenOutageInput;
  OpenOutagePayload: ResolverTypeWrapper<Omit<OpenOutagePayload, 'outage'> & { outage?: Maybe<ResolversTypes['Outage']> }>;
  Operation: ResolverTypeWrapper<Operation>;
  OperationKind: OperationKind;
  OrderDirection: OrderDirection;
  Outage: ResolverTypeWrapper<OutageModel>;
  OutageConnection: ResolverTypeWrapper<OutageConnectionModel>;
  OutageEdge: ResolverTypeWrapper<Omit<OutageEdge, 'node'> & { node: ResolversTypes['Outage'] }>;
  OutageFilter: OutageFilter;
  OutageInput: OutageInput;
  OutageOutcome: OutageOutcome;
  OutageResult: ResolverTypeWrapper<OutageResultModel>;
  OutcomeCount: ResolverTypeWrapper<OutcomeCount>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  ParkedCount: ResolverTypeWrapper<ParkedCount>;
  ParkedItem: ResolverTypeWrapper<ParkedRecord>;
  ParkedItemConnection: ResolverTypeWrapper<ParkedItemConnectionModel>;
  ParkedItemEdge: ResolverTypeWrapper<Omit<ParkedItemEdge, 'node'> & { node: ResolversTypes['ParkedItem'] }>;
  ParkedItemFilter: ParkedItemFilter;
  ParkedKind: ParkedKind;
  Presence: Presence;
  ProbabilityRange: ResolverTypeWrapper<ProbabilityRangeModel>;
  ProofStep: ResolverTypeWrapper<ProofStepModel>;
  Propagation: Propagation;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ReconciliationRule: ResolverTypeWrapper<ReconciliationRuleModel>;
  ReconciliationRuleConnection: ResolverTypeWrapper<ReconciliationRuleConnectionModel>;
  ReconciliationRuleEdge: ResolverTypeWrapper<Omit<ReconciliationRuleEdge, 'node'> & { node: ResolversTypes['ReconciliationRule'] }>;
  ReconciliationRuleFilter: ReconciliationRuleFilter;
  ReconciliationRuleInput: ReconciliationRuleInput;
  RedeliverWebhookInput: RedeliverWebhookInput;
  RedeliverWebhookPayload: ResolverTypeWrapper<Omit<RedeliverWebhookPayload, 'webhook'> & { webhook?: Maybe<ResolversTypes['Webhook']> }>;
  Rederivation: ResolverTypeWrapper<Rederivation>;
  RegisterDataSourceInput: RegisterDataSourceInput;
  RegisterDataSourcePayload: ResolverTypeWrapper<Omit<RegisterDataSourcePayload, 'dataSource'> & { dataSource?: Maybe<ResolversTypes['DataSource']> }>;
  RelatedFilter: RelatedFilter;
  Relationship: ResolverTypeWrapper<RelationshipModel>;
  RelationshipConnection: ResolverTypeWrapper<RelationshipConnectionModel>;
  RelationshipDifference: ResolverTypeWrapper<DifferingModel>;
  RelationshipDifferenceConnection: ResolverTypeWrapper<DifferenceConnectionModel>;
  RelationshipDifferenceEdge: ResolverTypeWrapper<Omit<RelationshipDifferenceEdge, 'node'> & { node: ResolversTypes['RelationshipDifference'] }>;
  RelationshipDirection: RelationshipDirection;
  RelationshipEdge: ResolverTypeWrapper<Omit<RelationshipEdge, 'node'> & { node: ResolversTypes['Relationship'] }>;
  RelationshipEndsInput: RelationshipEndsInput;
  RelationshipFilter: RelationshipFilter;
  RelationshipKind: RelationshipKind;
  RelationshipObservation: ResolverTypeWrapper<RelationshipObservation>;
  RelationshipRef: RelationshipRef;
  RelationshipType: ResolverTypeWrapper<RelationshipTypeModel>;
  RelationshipTypeInput: RelationshipTypeInput;
  ReportOutagesInput: ReportOutagesInput;
  ReportOutagesPayload: ResolverTypeWrapper<ReportedOutagesModel>;
  ReportedOutageInput: ReportedOutageInput;
  ResolveDuplicateSetInput: ResolveDuplicateSetInput;
  ResolveDuplicateSetPayload: ResolverTypeWrapper<Omit<ResolveDuplicateSetPayload, 'duplicateSet'> & { duplicateSet?: Maybe<ResolversTypes['DuplicateSet']> }>;
  RetireConfigurationItemInput: RetireConfigurationItemInput;
  RetireConfigurationItemPayload: ResolverTypeWrapper<Omit<RetireConfigurationItemPayload, 'configurationItem'> & { configurationItem?: Maybe<ResolversTypes['ConfigurationItem']> }>;
  RevertChangeSetInput: RevertChangeSetInput;
  RevertChangeSetPayload: ResolverTypeWrapper<RevertPayloadModel>;
  RevertCount: ResolverTypeWrapper<RevertCount>;
  RevertOutcome: RevertOutcome;
  RevertSyncInput: RevertSyncInput;
  RevertSyncPayload: ResolverTypeWrapper<RevertPayloadModel>;
  RevertedThing: ResolverTypeWrapper<RevertedThingModel>;
  Revision: ResolverTypeWrapper<Scalars['Revision']['output']>;
  RevokeApiTokenInput: RevokeApiTokenInput;
  RevokeApiTokenPayload: ResolverTypeWrapper<Omit<RevokeApiTokenPayload, 'apiToken'> & { apiToken?: Maybe<ResolversTypes['ApiToken']> }>;
  Role: Role;
  RuleEffect: ResolverTypeWrapper<RuleEffectModel>;
  RuleEffectConnection: ResolverTypeWrapper<RuleEffectConnectionModel>;
  RuleEffectEdge: ResolverTypeWrapper<Omit<RuleEffectEdge, 'node'> & { node: ResolversTypes['RuleEffect'] }>;
  SearchDuplicatesInput: SearchDuplicatesInput;
  SearchDuplicatesPayload: ResolverTypeWrapper<SearchDuplicatesPayload>;
  ServerInfo: ResolverTypeWrapper<ServerInfo>;
  SetGateInput: SetGateInput;
  SetGatePayload: ResolverTypeWrapper<Omit<SetGatePayload, 'configurationItem'> & { configurationItem?: Maybe<ResolversTypes['ConfigurationItem']> }>;
  SharedFate: ResolverTypeWrapper<SharedFateModel>;
  SinglePointOfFailure: ResolverTypeWrapper<SinglePointModel>;
  SinglePointOfFailureConnection: ResolverTypeWrapper<SinglePointConnectionModel>;
  SinglePointOfFailureEdge: ResolverTypeWrapper<Omit<SinglePointOfFailureEdge, 'node'> & { node: ResolversTypes['SinglePointOfFailure'] }>;
  SparedItem: ResolverTypeWrapper<SparedItemModel>;
  SparedItemConnection: ResolverTypeWrapper<SparedItemConnectionModel>;
  SparedItemEdge: ResolverTypeWrapper<Omit<SparedItemEdge, 'node'> & { node: ResolversTypes['SparedItem'] }>;
  StateChange: ResolverTypeWrapper<StateChangeModel>;
  StateCount: ResolverTypeWrapper<StateCount>;
  StateDuration: ResolverTypeWrapper<StateDuration>;
  StateInterval: ResolverTypeWrapper<StateInterval>;
  Strength: Strength;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  StringFilter: StringFilter;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SyncCounts: ResolverTypeWrapper<SyncCounts>;
  SyncDecision: ResolverTypeWrapper<SyncDecision>;
  SyncRemoval: ResolverTypeWrapper<SyncRemovalModel>;
  SyncRemovalConnection: ResolverTypeWrapper<SyncRemovalConnectionModel>;
  SyncRemovalEdge: ResolverTypeWrapper<Omit<SyncRemovalEdge, 'node'> & { node: ResolversTypes['SyncRemoval'] }>;
  SyncScope: ResolverTypeWrapper<SyncScope>;
  SyncScopeInput: SyncScopeInput;
  SyncSession: ResolverTypeWrapper<SyncSessionModel>;
  SyncSessionConnection: ResolverTypeWrapper<SyncSessionConnectionModel>;
  SyncSessionEdge: ResolverTypeWrapper<Omit<SyncSessionEdge, 'node'> & { node: ResolversTypes['SyncSession'] }>;
  SyncSessionFilter: SyncSessionFilter;
  SyncState: SyncState;
  SyncTypeCount: ResolverTypeWrapper<SyncTypeCount>;
  Topology: ResolverTypeWrapper<TopologyModel>;
  TopologyDifference: ResolverTypeWrapper<TopologyDifferenceModel>;
  TopologyFilter: TopologyFilter;
  TopologyItem: ResolverTypeWrapper<TopologyItemModel>;
  TopologyItemConnection: ResolverTypeWrapper<TopologyItemConnectionModel>;
  TopologyItemEdge: ResolverTypeWrapper<Omit<TopologyItemEdge, 'node'> & { node: ResolversTypes['TopologyItem'] }>;
  TopologyOrder: TopologyOrder;
  TopologyScope: TopologyScope;
  TopologyTable: ResolverTypeWrapper<TopologyModel>;
  UndoMergeInput: UndoMergeInput;
  UndoMergePayload: ResolverTypeWrapper<Omit<UndoMergePayload, 'configurationItem' | 'restored'> & { configurationItem?: Maybe<ResolversTypes['ConfigurationItem']>, restored: ReadonlyArray<Maybe<ResolversTypes['ConfigurationItem']>> }>;
  UnresolvedRef: ResolverTypeWrapper<UnresolvedRefModel>;
  UpdateConfigurationItemsInput: UpdateConfigurationItemsInput;
  UpdateConfigurationItemsPayload: ResolverTypeWrapper<UpdatedItemsModel>;
  UpdateWebhookInput: UpdateWebhookInput;
  UpdateWebhookPayload: ResolverTypeWrapper<Omit<UpdateWebhookPayload, 'webhook'> & { webhook?: Maybe<ResolversTypes['Webhook']> }>;
  UpsertConfigurationItemInput: UpsertConfigurationItemInput;
  UpsertConfigurationItemPayload: ResolverTypeWrapper<Omit<UpsertConfigurationItemPayload, 'configurationItem'> & { configurationItem?: Maybe<ResolversTypes['ConfigurationItem']> }>;
  UpsertRelationshipInput: UpsertRelationshipInput;
  UpsertRelationshipPayload: ResolverTypeWrapper<Omit<UpsertRelationshipPayload, 'relationship'> & { relationship?: Maybe<ResolversTypes['Relationship']> }>;
  ValueChange: ResolverTypeWrapper<ValueChange>;
  ValueExplanation: ResolverTypeWrapper<ValueExplanationModel>;
  ValueFilter: ValueFilter;
  ValueList: ResolverTypeWrapper<ValueList>;
  ValueListPolicy: ValueListPolicy;
  Viewer: ResolverTypeWrapper<PrincipalModel>;
  Webhook: ResolverTypeWrapper<WebhookModel>;
  WebhookConnection: ResolverTypeWrapper<WebhookConnectionModel>;
  WebhookEdge: ResolverTypeWrapper<Omit<WebhookEdge, 'node'> & { node: ResolversTypes['Webhook'] }>;
  WebhookState: WebhookState;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AbortSyncInput: AbortSyncInput;
  AbortSyncPayload: Omit<AbortSyncPayload, 'session'> & { session: ResolversParentTypes['SyncSession'] };
  AnalysisCoverage: CutSetAnalysisModel;
  ApiToken: ApiTokenModel;
  ApiTokenConnection: ApiTokenConnectionModel;
  ApiTokenEdge: Omit<ApiTokenEdge, 'node'> & { node: ResolversParentTypes['ApiToken'] };
  ApplyModelInput: ApplyModelInput;
  ApplyModelPayload: Omit<ApplyModelPayload, 'classes' | 'invalidated' | 'relationshipTypes'> & { classes: ReadonlyArray<ResolversParentTypes['CiClass']>, invalidated: ResolversParentTypes['InvalidatedItems'], relationshipTypes: ReadonlyArray<ResolversParentTypes['RelationshipType']> };
  AttributeDefinition: AttributeDefinition;
  AttributeDefinitionInput: AttributeDefinitionInput;
  Availability: AvailabilityModel;
  AvailabilityCause: AvailabilityCauseModel;
  BeginSyncInput: BeginSyncInput;
  BeginSyncPayload: Omit<BeginSyncPayload, 'session'> & { session: ResolversParentTypes['SyncSession'] };
  BigCount: Scalars['BigCount']['output'];
  Boolean: Scalars['Boolean']['output'];
  CandidateFilter: CandidateFilter;
  Change: ChangeModel;
  ChangeConnection: ChangeConnectionModel;
  ChangeEdge: Omit<ChangeEdge, 'node'> & { node: ResolversParentTypes['Change'] };
  ChangeEvent: Omit<ChangeEvent, 'changes'> & { changes: ReadonlyArray<ResolversParentTypes['Change']> };
  ChangeFilter: ChangeFilter;
  ChangeSet: ChangeSet;
  CiClass: CiClassModel;
  CiClassInput: CiClassInput;
  ClassGateDefault: ClassGateDefault;
  ClassGateDefaultInput: ClassGateDefaultInput;
  CloseOutageInput: CloseOutageInput;
  CloseOutagePayload: Omit<CloseOutagePayload, 'outage'> & { outage?: Maybe<ResolversParentTypes['Outage']> };
  CommitSyncInput: CommitSyncInput;
  CommitSyncPayload: Omit<CommitSyncPayload, 'session'> & { session: ResolversParentTypes['SyncSession'] };
  CompletedParkedItem: CompletedParkedModel;
  ConfigurationItem: ItemModel;
  ConfigurationItemConnection: ItemConnectionModel;
  ConfigurationItemEdge: Omit<ConfigurationItemEdge, 'node'> & { node?: Maybe<ResolversParentTypes['ConfigurationItem']> };
  ConfigurationItemFilter: ConfigurationItemFilter;
  ConfigurationItemMatch: ItemMatchModel;
  ConfigurationItemOrder: ConfigurationItemOrder;
  ConfigurationItemPatch: ConfigurationItemPatch;
  ConfigurationItemRef: ConfigurationItemRef;
  ConfirmSyncInput: ConfirmSyncInput;
  ConfirmSyncPayload: Omit<ConfirmSyncPayload, 'session'> & { session: ResolversParentTypes['SyncSession'] };
  Contact: Contact;
  ContactInput: ContactInput;
  CountFilter: CountFilter;
  CreateApiTokenInput: CreateApiTokenInput;
  CreateApiTokenPayload: Omit<CreateApiTokenPayload, 'apiToken'> & { apiToken?: Maybe<ResolversParentTypes['ApiToken']> };
  CreateWebhookInput: CreateWebhookInput;
  CreateWebhookPayload: Omit<CreateWebhookPayload, 'webhook'> & { webhook?: Maybe<ResolversParentTypes['Webhook']> };
  CutSet: CutSetModel;
  CutSetAnalysis: CutSetAnalysisModel;
  CutSetConnection: CutSetConnectionModel;
  CutSetCount: CutSetCount;
  CutSetEdge: Omit<CutSetEdge, 'node'> & { node: ResolversParentTypes['CutSet'] };
  DataSource: DataSourceModel;
  DataSourceConnection: DataSourceConnectionModel;
  DataSourceEdge: Omit<DataSourceEdge, 'node'> & { node: ResolversParentTypes['DataSource'] };
  DateTime: Scalars['DateTime']['output'];
  DateTimeFilter: DateTimeFilter;
  DeadLetter: DeadLetterModel;
  DeadLetterConnection: DeadLetterConnectionModel;
  DeadLetterEdge: Omit<DeadLetterEdge, 'node'> & { node: ResolversParentTypes['DeadLetter'] };
  DefineCiClassInput: DefineCiClassInput;
  DefineCiClassPayload: Omit<DefineCiClassPayload, 'class' | 'invalidated'> & { class?: Maybe<ResolversParentTypes['CiClass']>, invalidated: ResolversParentTypes['InvalidatedItems'] };
  DefineJunkValuesInput: DefineJunkValuesInput;
  DefineJunkValuesPayload: DefineJunkValuesPayloadModel;
  DefineReconciliationRuleInput: DefineReconciliationRuleInput;
  DefineReconciliationRulePayload: DefineReconciliationRulePayloadModel;
  DefineRelationshipTypeInput: DefineRelationshipTypeInput;
  DefineRelationshipTypePayload: Omit<DefineRelationshipTypePayload, 'invalidated' | 'relationshipType'> & { invalidated: ResolversParentTypes['InvalidatedItems'], relationshipType?: Maybe<ResolversParentTypes['RelationshipType']> };
  DefineValueListInput: DefineValueListInput;
  DefineValueListPayload: DefineValueListPayloadModel;
  DeleteWebhookInput: DeleteWebhookInput;
  DeleteWebhookPayload: DeleteWebhookPayload;
  DependencyPath: DependencyPathModel;
  DependencyPathConnection: DependencyPathConnectionModel;
  DependencyPathEdge: Omit<DependencyPathEdge, 'node'> & { node: ResolversParentTypes['DependencyPath'] };
  DifferenceCounts: DifferenceCounts;
  DraftGatesInput: DraftGatesInput;
  DraftInput: DraftInput;
  DraftItemInput: DraftItemInput;
  DraftRelationshipInput: DraftRelationshipInput;
  DuplicateEvidence: DuplicateEvidenceModel;
  DuplicateSet: DuplicateSetModel;
  DuplicateSetConnection: DuplicateSetConnectionModel;
  DuplicateSetEdge: Omit<DuplicateSetEdge, 'node'> & { node: ResolversParentTypes['DuplicateSet'] };
  DuplicateSetFilter: DuplicateSetFilter;
  EndRelationshipInput: EndRelationshipInput;
  EndRelationshipPayload: EndRelationshipPayload;
  EndpointRule: EndpointRule;
  EndpointRuleInput: EndpointRuleInput;
  ExplainedClaim: ExplainedClaimModel;
  Facet: Facet;
  FacetKey: FacetKey;
  FacetValue: FacetValue;
  Float: Scalars['Float']['output'];
  Gate: Gate;
  GateDefault: GateDefault;
  GateDefaultInput: GateDefaultInput;
  GateInput: GateInput;
  GateMember: GateMemberModel;
  GateMemberConnection: GateMemberConnectionModel;
  GateMemberEdge: Omit<GateMemberEdge, 'node'> & { node: ResolversParentTypes['GateMember'] };
  GateResult: GateResultModel;
  GateWarning: GateWarningModel;
  GenericConfigurationItem: ItemModel;
  GraphInfo: GraphInfo;
  HistoryHorizon: HistoryHorizon;
  HostContext: HostContext;
  HostContextInput: HostContextInput;
  ID: Scalars['ID']['output'];
  IdentificationEntry: IdentificationEntry;
  IdentificationRule: IdentificationRule;
  IdentificationRuleInput: IdentificationRuleInput;
  IdentityEffect: IdentityEffectModel;
  IdentityEffectConnection: IdentityEffectConnectionModel;
  IdentityEffectEdge: Omit<IdentityEffectEdge, 'node'> & { node: ResolversParentTypes['IdentityEffect'] };
  IdentityInput: IdentityInput;
  IdentityMove: IdentityMoveModel;
  ImpactAnalysis: ImpactAnalysisModel;
  ImpactCount: ImpactCount;
  ImpactCoverage: ImpactAnalysisModel;
  ImpactSummary: ImpactSummaryModel;
  ImpactedItem: ImpactedItemModel;
  ImpactedItemConnection: ImpactedItemConnectionModel;
  ImpactedItemEdge: Omit<ImpactedItemEdge, 'node'> & { node: ResolversParentTypes['ImpactedItem'] };
  IngestEndInput: IngestEndInput;
  IngestInput: IngestInput;
  IngestItemInput: IngestItemInput;
  IngestItemResult: IngestItemResultModel;
  IngestPayload: IngestPayloadModel;
  IngestRelationshipInput: IngestRelationshipInput;
  IngestRelationshipResult: IngestRelationshipResultModel;
  Int: Scalars['Int']['output'];
  InvalidatedItem: Omit<InvalidatedItem, 'configurationItem'> & { configurationItem?: Maybe<ResolversParentTypes['ConfigurationItem']> };
  InvalidatedItems: Omit<InvalidatedItems, 'items'> & { items: ReadonlyArray<ResolversParentTypes['InvalidatedItem']> };
  ItemDifference: DifferingModel;
  ItemDifferenceConnection: DifferenceConnectionModel;
  ItemDifferenceEdge: Omit<ItemDifferenceEdge, 'node'> & { node: ResolversParentTypes['ItemDifference'] };
  ItemError: ItemError;
  ItemRelationshipInput: ItemRelationshipInput;
  ItemState: ItemStateModel;
  ItemUpdateResult: ItemUpdateModel;
  ItemVersionInput: ItemVersionInput;
  JSON: Scalars['JSON']['output'];
  JSONObject: Scalars['JSONObject']['output'];
  JunkValueList: JunkValueList;
  KeptClaims: KeptClaims;
  LagInfo: LagInfo;
  ListedValue: ListedValue;
  ListedValueInput: ListedValueInput;
  MaskedAttribute: MaskedAttribute;
  MatchAttempt: MatchAttempt;
  MatchKeyInput: MatchKeyInput;
  MergeCollision: MergeCollision;
  MergeConfigurationItemsInput: MergeConfigurationItemsInput;
  MergeConfigurationItemsPayload: Omit<MergeConfigurationItemsPayload, 'configurationItem'> & { configurationItem?: Maybe<ResolversParentTypes['ConfigurationItem']> };
  MergeCounts: MergeCounts;
  MergedValue: MergedValue;
  Moment: Moment;
  Mutation: Record<PropertyKey, never>;
  NativeKeyInput: NativeKeyInput;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  Observation: Observation;
  OpenOutageInput: OpenOutageInput;
  OpenOutagePayload: Omit<OpenOutagePayload, 'outage'> & { outage?: Maybe<ResolversParentTypes['Outage']> };
  Operation: Operation;
  Outage: OutageModel;
  OutageConnection: OutageConnectionModel;
  OutageEdge: Omit<OutageEdge, 'node'> & { node: ResolversParentTypes['Outage'] };
  OutageFilter: OutageFilter;
  OutageInput: OutageInput;
  OutageResult: OutageResultModel;
  OutcomeCount: OutcomeCount;
  PageInfo: PageInfo;
  ParkedCount: ParkedCount;
  ParkedItem: ParkedRecord;
  ParkedItemConnection: ParkedItemConnectionModel;
  ParkedItemEdge: Omit<ParkedItemEdge, 'node'> & { node: ResolversParentTypes['ParkedItem'] };
  ParkedItemFilter: ParkedItemFilter;
  ProbabilityRange: ProbabilityRangeModel;
  ProofStep: ProofStepModel;
  Query: Record<PropertyKey, never>;
  ReconciliationRule: ReconciliationRuleModel;
  ReconciliationRuleConnection: ReconciliationRuleConnectionModel;
  ReconciliationRuleEdge: Omit<ReconciliationRuleEdge, 'node'> & { node: ResolversParentTypes['ReconciliationRule'] };
  ReconciliationRuleFilter: ReconciliationRuleFilter;
  ReconciliationRuleInput: ReconciliationRuleInput;
  RedeliverWebhookInput: RedeliverWebhookInput;
  RedeliverWebhookPayload: Omit<RedeliverWebhookPayload, 'webhook'> & { webhook?: Maybe<ResolversParentTypes['Webhook']> };
  Rederivation: Rederivation;
  RegisterDataSourceInput: RegisterDataSourceInput;
  RegisterDataSourcePayload: Omit<RegisterDataSourcePayload, 'dataSource'> & { dataSource?: Maybe<ResolversParentTypes['DataSource']> };
  RelatedFilter: RelatedFilter;
  Relationship: RelationshipModel;
  RelationshipConnection: RelationshipConnectionModel;
  RelationshipDifference: DifferingModel;
  RelationshipDifferenceConnection: DifferenceConnectionModel;
  RelationshipDifferenceEdge: Omit<RelationshipDifferenceEdge, 'node'> & { node: ResolversParentTypes['RelationshipDifference'] };
  RelationshipEdge: Omit<RelationshipEdge, 'node'> & { node: ResolversParentTypes['Relationship'] };
  RelationshipEndsInput: RelationshipEndsInput;
  RelationshipFilter: RelationshipFilter;
  RelationshipObservation: RelationshipObservation;
  RelationshipRef: RelationshipRef;
  RelationshipType: RelationshipTypeModel;
  RelationshipTypeInput: RelationshipTypeInput;
  ReportOutagesInput: ReportOutagesInput;
  ReportOutagesPayload: ReportedOutagesModel;
  ReportedOutageInput: ReportedOutageInput;
  ResolveDuplicateSetInput: ResolveDuplicateSetInput;
  ResolveDuplicateSetPayload: Omit<ResolveDuplicateSetPayload, 'duplicateSet'> & { duplicateSet?: Maybe<ResolversParentTypes['DuplicateSet']> };
  RetireConfigurationItemInput: RetireConfigurationItemInput;
  RetireConfigurationItemPayload: Omit<RetireConfigurationItemPayload, 'configurationItem'> & { configurationItem?: Maybe<ResolversParentTypes['ConfigurationItem']> };
  RevertChangeSetInput: RevertChangeSetInput;
  RevertChangeSetPayload: RevertPayloadModel;
  RevertCount: RevertCount;
  RevertSyncInput: RevertSyncInput;
  RevertSyncPayload: RevertPayloadModel;
  RevertedThing: RevertedThingModel;
  Revision: Scalars['Revision']['output'];
  RevokeApiTokenInput: RevokeApiTokenInput;
  RevokeApiTokenPayload: Omit<RevokeApiTokenPayload, 'apiToken'> & { apiToken?: Maybe<ResolversParentTypes['ApiToken']> };
  RuleEffect: RuleEffectModel;
  RuleEffectConnection: RuleEffectConnectionModel;
  RuleEffectEdge: Omit<RuleEffectEdge, 'node'> & { node: ResolversParentTypes['RuleEffect'] };
  SearchDuplicatesInput: SearchDuplicatesInput;
  SearchDuplicatesPayload: SearchDuplicatesPayload;
  ServerInfo: ServerInfo;
  SetGateInput: SetGateInput;
  SetGatePayload: Omit<SetGatePayload, 'configurationItem'> & { configurationItem?: Maybe<ResolversParentTypes['ConfigurationItem']> };
  SharedFate: SharedFateModel;
  SinglePointOfFailure: SinglePointModel;
  SinglePointOfFailureConnection: SinglePointConnectionModel;
  SinglePointOfFailureEdge: Omit<SinglePointOfFailureEdge, 'node'> & { node: ResolversParentTypes['SinglePointOfFailure'] };
  SparedItem: SparedItemModel;
  SparedItemConnection: SparedItemConnectionModel;
  SparedItemEdge: Omit<SparedItemEdge, 'node'> & { node: ResolversParentTypes['SparedItem'] };
  StateChange: StateChangeModel;
  StateCount: StateCount;
  StateDuration: StateDuration;
  StateInterval: StateInterval;
  String: Scalars['String']['output'];
  StringFilter: StringFilter;
  Subscription: Record<PropertyKey, never>;
  SyncCounts: SyncCounts;
  SyncDecision: SyncDecision;
  SyncRemoval: SyncRemovalModel;
  SyncRemovalConnection: SyncRemovalConnectionModel;
  SyncRemovalEdge: Omit<SyncRemovalEdge, 'node'> & { node: ResolversParentTypes['SyncRemoval'] };
  SyncScope: SyncScope;
  SyncScopeInput: SyncScopeInput;
  SyncSession: SyncSessionModel;
  SyncSessionConnection: SyncSessionConnectionModel;
  SyncSessionEdge: Omit<SyncSessionEdge, 'node'> & { node: ResolversParentTypes['SyncSession'] };
  SyncSessionFilter: SyncSessionFilter;
  SyncTypeCount: SyncTypeCount;
  Topology: TopologyModel;
  TopologyDifference: TopologyDifferenceModel;
  TopologyFilter: TopologyFilter;
  TopologyItem: TopologyItemModel;
  TopologyItemConnection: TopologyItemConnectionModel;
  TopologyItemEdge: Omit<TopologyItemEdge, 'node'> & { node: ResolversParentTypes['TopologyItem'] };
  TopologyScope: TopologyScope;
  TopologyTable: TopologyModel;
  UndoMergeInput: UndoMergeInput;
  UndoMergePayload: Omit<UndoMergePayload, 'configurationItem' | 'restored'> & { configurationItem?: Maybe<ResolversParentTypes['ConfigurationItem']>, restored: ReadonlyArray<Maybe<ResolversParentTypes['ConfigurationItem']>> };
  UnresolvedRef: UnresolvedRefModel;
  UpdateConfigurationItemsInput: UpdateConfigurationItemsInput;
  UpdateConfigurationItemsPayload: UpdatedItemsModel;
  UpdateWebhookInput: UpdateWebhookInput;
  UpdateWebhookPayload: Omit<UpdateWebhookPayload, 'webhook'> & { webhook?: Maybe<ResolversParentTypes['Webhook']> };
  UpsertConfigurationItemInput: UpsertConfigurationItemInput;
  UpsertConfigurationItemPayload: Omit<UpsertConfigurationItemPayload, 'configurationItem'> & { configurationItem?: Maybe<ResolversParentTypes['ConfigurationItem']> };
  UpsertRelationshipInput: UpsertRelationshipInput;
  UpsertRelationshipPayload: Omit<UpsertRelationshipPayload, 'relationship'> & { relationship?: Maybe<ResolversParentTypes['Relationship']> };
  ValueChange: ValueChange;
  ValueExplanation: ValueExplanationModel;
  ValueFilter: ValueFilter;
  ValueList: ValueList;
  Viewer: PrincipalModel;
  Webhook: WebhookModel;
  WebhookConnection: WebhookConnectionModel;
  WebhookEdge: Omit<WebhookEdge, 'node'> & { node: ResolversParentTypes['Webhook'] };
};

export type CostDirectiveArgs = {
  weight: Scalars['String']['input'];
};

export type CostDirectiveResolver<Result, Parent, ContextType = RequestContext, Args = CostDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ListSizeDirectiveArgs = {
  assumedSize?: Maybe<Scalars['Int']['input']>;
  requireOneSlicingArgument?: Maybe<Scalars['Boolean']['input']>;
  sizedFields?: Maybe<ReadonlyArray<Scalars['String']['input']>>;
  slicingArguments?: Maybe<ReadonlyArray<Scalars['String']['input']>>;
};

export type ListSizeDirectiveResolver<Result, Parent, ContextType = RequestContext, Args = ListSizeDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AbortSyncPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AbortSyncPayload'] = ResolversParentTypes['AbortSyncPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  session?: Resolver<ResolversTypes['SyncSession'], ParentType, ContextType>;
};

export type AnalysisCoverageResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AnalysisCoverage'] = ResolversParentTypes['AnalysisCoverage']> = {
  candidates?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  exactToOrder?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  hidden?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  items?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  listedToOrder?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  stoppedEarly?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  unresolved?: Resolver<ReadonlyArray<ResolversTypes['UnresolvedRef']>, ParentType, ContextType>;
};

export type ApiTokenResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ApiToken'] = ResolversParentTypes['ApiToken']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  labels?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revokedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  sources?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  tenants?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
};

export type ApiTokenConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ApiTokenConnection'] = ResolversParentTypes['ApiTokenConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ApiTokenEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ApiToken']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ApiTokenEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ApiTokenEdge'] = ResolversParentTypes['ApiTokenEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ApiToken'], ParentType, ContextType>;
};

export type ApplyModelPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ApplyModelPayload'] = ResolversParentTypes['ApplyModelPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  classes?: Resolver<ReadonlyArray<ResolversTypes['CiClass']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  invalidated?: Resolver<ResolversTypes['InvalidatedItems'], ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  reconciliationTargets?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  relationshipTypes?: Resolver<ReadonlyArray<ResolversTypes['RelationshipType']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type AttributeDefinitionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AttributeDefinition'] = ResolversParentTypes['AttributeDefinition']> = {
  definedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  required?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  schema?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
};

export type AvailabilityResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Availability'] = ResolversParentTypes['Availability']> = {
  byState?: Resolver<ReadonlyArray<ResolversTypes['StateDuration']>, ParentType, ContextType>;
  causes?: Resolver<ReadonlyArray<ResolversTypes['AvailabilityCause']>, ParentType, ContextType>;
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  intervals?: Resolver<ReadonlyArray<ResolversTypes['StateInterval']>, ParentType, ContextType>;
  observedSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  share?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  to?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type AvailabilityCauseResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AvailabilityCause'] = ResolversParentTypes['AvailabilityCause']> = {
  affectedSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  downSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type BeginSyncPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BeginSyncPayload'] = ResolversParentTypes['BeginSyncPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  session?: Resolver<ResolversTypes['SyncSession'], ParentType, ContextType>;
};

export interface BigCountScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['BigCount'], any> {
  name: 'BigCount';
}

export type ChangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Change'] = ResolversParentTypes['Change']> = {
  changeSet?: Resolver<ResolversTypes['ChangeSet'], ParentType, ContextType>;
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  entity?: Resolver<ResolversTypes['EntityKind'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  ordinal?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  relationshipId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  subject?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  target?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  values?: Resolver<ReadonlyArray<ResolversTypes['ValueChange']>, ParentType, ContextType>;
};

export type ChangeConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ChangeConnection'] = ResolversParentTypes['ChangeConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ChangeEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Change']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unresolved?: Resolver<ReadonlyArray<ResolversTypes['UnresolvedRef']>, ParentType, ContextType>;
};

export type ChangeEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ChangeEdge'] = ResolversParentTypes['ChangeEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Change'], ParentType, ContextType>;
};

export type ChangeEventResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ChangeEvent'] = ResolversParentTypes['ChangeEvent']> = {
  changeSet?: Resolver<Maybe<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  changes?: Resolver<ReadonlyArray<ResolversTypes['Change']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  last?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type ChangeSetResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ChangeSet'] = ResolversParentTypes['ChangeSet']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  changeCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['Operation'], ParentType, ContextType>;
  principal?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requestId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CiClassResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CiClass'] = ResolversParentTypes['CiClass']> = {
  absentGraceHours?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  abstract?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  attributes?: Resolver<ReadonlyArray<ResolversTypes['AttributeDefinition']>, ParentType, ContextType>;
  builtIn?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  canFail?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  descendants?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  failureProbability?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  gateDefaults?: Resolver<ReadonlyArray<ResolversTypes['ClassGateDefault']>, ParentType, ContextType>;
  identification?: Resolver<ReadonlyArray<ResolversTypes['IdentificationEntry']>, ParentType, ContextType>;
  identificationRules?: Resolver<ReadonlyArray<ResolversTypes['IdentificationRule']>, ParentType, ContextType>;
  isService?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['CiClass']>, ParentType, ContextType>;
};

export type ClassGateDefaultResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ClassGateDefault'] = ResolversParentTypes['ClassGateDefault']> = {
  definedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  relationshipType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['GateRule'], ParentType, ContextType>;
  types?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type CloseOutagePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CloseOutagePayload'] = ResolversParentTypes['CloseOutagePayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  outage?: Resolver<Maybe<ResolversTypes['Outage']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['OutageOutcome'], ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type CommitSyncPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CommitSyncPayload'] = ResolversParentTypes['CommitSyncPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  session?: Resolver<ResolversTypes['SyncSession'], ParentType, ContextType>;
};

export type CompletedParkedItemResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CompletedParkedItem'] = ResolversParentTypes['CompletedParkedItem']> = {
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ParkedKind'], ParentType, ContextType>;
  nativeKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['IngestOutcome'], ParentType, ContextType>;
  relationship?: Resolver<Maybe<ResolversTypes['Relationship']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ConfigurationItemResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ConfigurationItem'] = ResolversParentTypes['ConfigurationItem']> = {
  __resolveType: TypeResolveFn<'GenericConfigurationItem', ParentType, ContextType>;
};

export type ConfigurationItemConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ConfigurationItemConnection'] = ResolversParentTypes['ConfigurationItemConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ConfigurationItemEdge']>, ParentType, ContextType>;
  facets?: Resolver<ReadonlyArray<ResolversTypes['Facet']>, ParentType, ContextType, RequireFields<ConfigurationItemConnectionFacetsArgs, 'by' | 'first'>>;
  nodes?: Resolver<ReadonlyArray<Maybe<ResolversTypes['ConfigurationItem']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ConfigurationItemEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ConfigurationItemEdge'] = ResolversParentTypes['ConfigurationItemEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
};

export type ConfigurationItemMatchResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ConfigurationItemMatch'] = ResolversParentTypes['ConfigurationItemMatch']> = {
  candidates?: Resolver<ReadonlyArray<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['ItemError']>, ParentType, ContextType>;
  matchedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  matchedValue?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['MatchOutcome'], ParentType, ContextType>;
};

export type ConfirmSyncPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ConfirmSyncPayload'] = ResolversParentTypes['ConfirmSyncPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  session?: Resolver<ResolversTypes['SyncSession'], ParentType, ContextType>;
};

export type ContactResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Contact'] = ResolversParentTypes['Contact']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CreateApiTokenPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CreateApiTokenPayload'] = ResolversParentTypes['CreateApiTokenPayload']> = {
  apiToken?: Resolver<Maybe<ResolversTypes['ApiToken']>, ParentType, ContextType>;
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CreateWebhookPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CreateWebhookPayload'] = ResolversParentTypes['CreateWebhookPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export type CutSetResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CutSet'] = ResolversParentTypes['CutSet']> = {
  configurationItems?: Resolver<ReadonlyArray<Maybe<ResolversTypes['ConfigurationItem']>>, ParentType, ContextType>;
  order?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  probability?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type CutSetAnalysisResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CutSetAnalysis'] = ResolversParentTypes['CutSetAnalysis']> = {
  counts?: Resolver<ReadonlyArray<ResolversTypes['CutSetCount']>, ParentType, ContextType>;
  coverage?: Resolver<ResolversTypes['AnalysisCoverage'], ParentType, ContextType>;
  probability?: Resolver<Maybe<ResolversTypes['ProbabilityRange']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  sets?: Resolver<ResolversTypes['CutSetConnection'], ParentType, ContextType, Partial<CutSetAnalysisSetsArgs>>;
  sharedFate?: Resolver<ReadonlyArray<ResolversTypes['SharedFate']>, ParentType, ContextType, Partial<CutSetAnalysisSharedFateArgs>>;
  target?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
};

export type CutSetConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CutSetConnection'] = ResolversParentTypes['CutSetConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CutSetEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['CutSet']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['BigCount'], ParentType, ContextType>;
};

export type CutSetCountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CutSetCount'] = ResolversParentTypes['CutSetCount']> = {
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['BigCount'], ParentType, ContextType>;
  order?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CutSetEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CutSetEdge'] = ResolversParentTypes['CutSetEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['CutSet'], ParentType, ContextType>;
};

export type DataSourceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DataSource'] = ResolversParentTypes['DataSource']> = {
  absentAfterMisses?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  absentGraceHours?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  dueAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  expectedIntervalSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  lastCommitAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  mayCreate?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  overdue?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  refreshPeriodSeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tenant?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DataSourceConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DataSourceConnection'] = ResolversParentTypes['DataSourceConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['DataSourceEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['DataSource']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DataSourceEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DataSourceEdge'] = ResolversParentTypes['DataSourceEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['DataSource'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeadLetterResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeadLetter'] = ResolversParentTypes['DeadLetter']> = {
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  eventId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  failedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  redeliver?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type DeadLetterConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeadLetterConnection'] = ResolversParentTypes['DeadLetterConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['DeadLetterEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['DeadLetter']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DeadLetterEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeadLetterEdge'] = ResolversParentTypes['DeadLetterEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['DeadLetter'], ParentType, ContextType>;
};

export type DefineCiClassPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DefineCiClassPayload'] = ResolversParentTypes['DefineCiClassPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  class?: Resolver<Maybe<ResolversTypes['CiClass']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  invalidated?: Resolver<ResolversTypes['InvalidatedItems'], ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type DefineJunkValuesPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DefineJunkValuesPayload'] = ResolversParentTypes['DefineJunkValuesPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  effects?: Resolver<Maybe<ResolversTypes['IdentityEffectConnection']>, ParentType, ContextType, Partial<DefineJunkValuesPayloadEffectsArgs>>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  list?: Resolver<Maybe<ResolversTypes['JunkValueList']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  rederived?: Resolver<ResolversTypes['Rederivation'], ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type DefineReconciliationRulePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DefineReconciliationRulePayload'] = ResolversParentTypes['DefineReconciliationRulePayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  effects?: Resolver<Maybe<ResolversTypes['RuleEffectConnection']>, ParentType, ContextType, Partial<DefineReconciliationRulePayloadEffectsArgs>>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  rederived?: Resolver<ResolversTypes['Rederivation'], ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  rules?: Resolver<ReadonlyArray<ResolversTypes['ReconciliationRule']>, ParentType, ContextType>;
};

export type DefineRelationshipTypePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DefineRelationshipTypePayload'] = ResolversParentTypes['DefineRelationshipTypePayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  invalidated?: Resolver<ResolversTypes['InvalidatedItems'], ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  relationshipType?: Resolver<Maybe<ResolversTypes['RelationshipType']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type DefineValueListPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DefineValueListPayload'] = ResolversParentTypes['DefineValueListPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  effects?: Resolver<Maybe<ResolversTypes['RuleEffectConnection']>, ParentType, ContextType, Partial<DefineValueListPayloadEffectsArgs>>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  list?: Resolver<Maybe<ResolversTypes['ValueList']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  rederived?: Resolver<ResolversTypes['Rederivation'], ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type DeleteWebhookPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeleteWebhookPayload'] = ResolversParentTypes['DeleteWebhookPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type DependencyPathResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DependencyPath'] = ResolversParentTypes['DependencyPath']> = {
  configurationItems?: Resolver<ReadonlyArray<Maybe<ResolversTypes['ConfigurationItem']>>, ParentType, ContextType>;
  length?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  relationships?: Resolver<ReadonlyArray<ResolversTypes['Relationship']>, ParentType, ContextType>;
};

export type DependencyPathConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DependencyPathConnection'] = ResolversParentTypes['DependencyPathConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['DependencyPathEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['DependencyPath']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  unresolved?: Resolver<ReadonlyArray<ResolversTypes['UnresolvedRef']>, ParentType, ContextType>;
};

export type DependencyPathEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DependencyPathEdge'] = ResolversParentTypes['DependencyPathEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['DependencyPath'], ParentType, ContextType>;
};

export type DifferenceCountsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DifferenceCounts'] = ResolversParentTypes['DifferenceCounts']> = {
  added?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  changed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  removed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DuplicateEvidenceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DuplicateEvidence'] = ResolversParentTypes['DuplicateEvidence']> = {
  configurationItems?: Resolver<ReadonlyArray<Maybe<ResolversTypes['ConfigurationItem']>>, ParentType, ContextType>;
  entry?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  firstSeenAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['DuplicateReason'], ParentType, ContextType>;
  lastSeenAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  nativeKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  times?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  values?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DuplicateSetResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DuplicateSet'] = ResolversParentTypes['DuplicateSet']> = {
  changedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  closedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  closedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  configurationItems?: Resolver<ReadonlyArray<Maybe<ResolversTypes['ConfigurationItem']>>, ParentType, ContextType>;
  evidence?: Resolver<ReadonlyArray<ResolversTypes['DuplicateEvidence']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  openedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['DuplicateSetState'], ParentType, ContextType>;
  tenant?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DuplicateSetConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DuplicateSetConnection'] = ResolversParentTypes['DuplicateSetConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['DuplicateSetEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['DuplicateSet']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unresolved?: Resolver<ReadonlyArray<ResolversTypes['UnresolvedRef']>, ParentType, ContextType>;
};

export type DuplicateSetEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DuplicateSetEdge'] = ResolversParentTypes['DuplicateSetEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['DuplicateSet'], ParentType, ContextType>;
};

export type EndRelationshipPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EndRelationshipPayload'] = ResolversParentTypes['EndRelationshipPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  ended?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type EndpointRuleResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EndpointRule'] = ResolversParentTypes['EndpointRule']> = {
  source?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  target?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ExplainedClaimResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ExplainedClaim'] = ResolversParentTypes['ExplainedClaim']> = {
  expired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastReportedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  nativeKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  observedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['ClaimReason']>, ParentType, ContextType>;
  rule?: Resolver<Maybe<ResolversTypes['ReconciliationRule']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  wins?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  withdrawn?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type FacetResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Facet'] = ResolversParentTypes['Facet']> = {
  attribute?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  field?: Resolver<Maybe<ResolversTypes['FacetField']>, ParentType, ContextType>;
  label?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  otherCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  otherValues?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  values?: Resolver<ReadonlyArray<ResolversTypes['FacetValue']>, ParentType, ContextType>;
};

export type FacetValueResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['FacetValue'] = ResolversParentTypes['FacetValue']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
};

export type GateResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Gate'] = ResolversParentTypes['Gate']> = {
  degradedBelow?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['GateRule'], ParentType, ContextType>;
  strength?: Resolver<ResolversTypes['Strength'], ParentType, ContextType>;
  types?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type GateDefaultResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['GateDefault'] = ResolversParentTypes['GateDefault']> = {
  rule?: Resolver<ResolversTypes['GateRule'], ParentType, ContextType>;
  types?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type GateMemberResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['GateMember'] = ResolversParentTypes['GateMember']> = {
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  gate?: Resolver<Maybe<ResolversTypes['GateResult']>, ParentType, ContextType>;
  gateKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ImpactState'], ParentType, ContextType>;
  weight?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type GateMemberConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['GateMemberConnection'] = ResolversParentTypes['GateMemberConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['GateMemberEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['GateMember']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type GateMemberEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['GateMemberEdge'] = ResolversParentTypes['GateMemberEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['GateMember'], ParentType, ContextType>;
};

export type GateResultResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['GateResult'] = ResolversParentTypes['GateResult']> = {
  degradedBelow?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  explanation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  healthy?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  members?: Resolver<ResolversTypes['GateMemberConnection'], ParentType, ContextType, Partial<GateResultMembersArgs>>;
  minUp?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['GateRule'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ImpactState'], ParentType, ContextType>;
  strength?: Resolver<ResolversTypes['Strength'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  up?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type GateWarningResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['GateWarning'] = ResolversParentTypes['GateWarning']> = {
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type GenericConfigurationItemResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['GenericConfigurationItem'] = ResolversParentTypes['GenericConfigurationItem']> = {
  absentSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  attributes?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType, Partial<GenericConfigurationItemAttributesArgs>>;
  availability?: Resolver<Maybe<ResolversTypes['Availability']>, ParentType, ContextType, RequireFields<GenericConfigurationItemAvailabilityArgs, 'from' | 'to'>>;
  canFail?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  changes?: Resolver<ResolversTypes['ChangeConnection'], ParentType, ContextType, Partial<GenericConfigurationItemChangesArgs>>;
  class?: Resolver<ResolversTypes['CiClass'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  criticality?: Resolver<Maybe<ResolversTypes['Criticality']>, ParentType, ContextType>;
  cutSets?: Resolver<Maybe<ResolversTypes['CutSetAnalysis']>, ParentType, ContextType, RequireFields<GenericConfigurationItemCutSetsArgs, 'maxOrder'>>;
  dependencies?: Resolver<Maybe<ResolversTypes['Topology']>, ParentType, ContextType, Partial<GenericConfigurationItemDependenciesArgs>>;
  dependents?: Resolver<Maybe<ResolversTypes['Topology']>, ParentType, ContextType, Partial<GenericConfigurationItemDependentsArgs>>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  environment?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  firstSeenAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  gates?: Resolver<ReadonlyArray<ResolversTypes['Gate']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  impactIfDown?: Resolver<Maybe<ResolversTypes['ImpactAnalysis']>, ParentType, ContextType>;
  labels?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  lastSeenAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lifecycle?: Resolver<ResolversTypes['LifecycleStage'], ParentType, ContextType>;
  lifecycleStatus?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  mergedIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  observations?: Resolver<ReadonlyArray<ResolversTypes['Observation']>, ParentType, ContextType>;
  onCall?: Resolver<Maybe<ResolversTypes['Contact']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['Contact']>, ParentType, ContextType>;
  presence?: Resolver<ResolversTypes['Presence'], ParentType, ContextType>;
  relationships?: Resolver<ResolversTypes['RelationshipConnection'], ParentType, ContextType, Partial<GenericConfigurationItemRelationshipsArgs>>;
  retiredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  site?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<Maybe<ResolversTypes['ImpactState']>, ParentType, ContextType>;
  supportGroup?: Resolver<Maybe<ResolversTypes['Contact']>, ParentType, ContextType>;
  tenant?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type GraphInfoResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['GraphInfo'] = ResolversParentTypes['GraphInfo']> = {
  bytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  items?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  relationships?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type HistoryHorizonResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['HistoryHorizon'] = ResolversParentTypes['HistoryHorizon']> = {
  at?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type HostContextResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['HostContext'] = ResolversParentTypes['HostContext']> = {
  hostClasses?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  relationshipType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type IdentificationEntryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['IdentificationEntry'] = ResolversParentTypes['IdentificationEntry']> = {
  attributes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  rows?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  weak?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  within?: Resolver<Maybe<ReadonlyArray<ResolversTypes['HostContext']>>, ParentType, ContextType>;
};

export type IdentificationRuleResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['IdentificationRule'] = ResolversParentTypes['IdentificationRule']> = {
  entry?: Resolver<Maybe<ResolversTypes['IdentificationEntry']>, ParentType, ContextType>;
  inherits?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type IdentityEffectResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['IdentityEffect'] = ResolversParentTypes['IdentityEffect']> = {
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  moves?: Resolver<ReadonlyArray<ResolversTypes['IdentityMove']>, ParentType, ContextType>;
  remaining?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type IdentityEffectConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['IdentityEffectConnection'] = ResolversParentTypes['IdentityEffectConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['IdentityEffectEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['IdentityEffect']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type IdentityEffectEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['IdentityEffectEdge'] = ResolversParentTypes['IdentityEffectEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['IdentityEffect'], ParentType, ContextType>;
};

export type IdentityMoveResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['IdentityMove'] = ResolversParentTypes['IdentityMove']> = {
  attributes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  host?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['IdentityMoveKind'], ParentType, ContextType>;
  sharedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sharedWith?: Resolver<ReadonlyArray<Maybe<ResolversTypes['ConfigurationItem']>>, ParentType, ContextType>;
  values?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ImpactAnalysisResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ImpactAnalysis'] = ResolversParentTypes['ImpactAnalysis']> = {
  coverage?: Resolver<ResolversTypes['ImpactCoverage'], ParentType, ContextType>;
  diagram?: Resolver<ResolversTypes['String'], ParentType, ContextType, RequireFields<ImpactAnalysisDiagramArgs, 'format'>>;
  impacted?: Resolver<ResolversTypes['ImpactedItemConnection'], ParentType, ContextType, RequireFields<ImpactAnalysisImpactedArgs, 'minState'>>;
  openOutages?: Resolver<ResolversTypes['OutageConnection'], ParentType, ContextType, Partial<ImpactAnalysisOpenOutagesArgs>>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  services?: Resolver<ResolversTypes['ImpactedItemConnection'], ParentType, ContextType, RequireFields<ImpactAnalysisServicesArgs, 'minState'>>;
  spared?: Resolver<ResolversTypes['SparedItemConnection'], ParentType, ContextType, Partial<ImpactAnalysisSparedArgs>>;
  summary?: Resolver<ResolversTypes['ImpactSummary'], ParentType, ContextType>;
  unresolved?: Resolver<ReadonlyArray<ResolversTypes['UnresolvedRef']>, ParentType, ContextType>;
};

export type ImpactCountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ImpactCount'] = ResolversParentTypes['ImpactCount']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  down?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  key?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ImpactCoverageResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ImpactCoverage'] = ResolversParentTypes['ImpactCoverage']> = {
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  emptyGates?: Resolver<ReadonlyArray<ResolversTypes['GateWarning']>, ParentType, ContextType>;
  hidden?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  misconfiguredGates?: Resolver<ReadonlyArray<ResolversTypes['GateWarning']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  staleShare?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  stoppedEarly?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ImpactSummaryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ImpactSummary'] = ResolversParentTypes['ImpactSummary']> = {
  byClass?: Resolver<ReadonlyArray<ResolversTypes['ImpactCount']>, ParentType, ContextType>;
  byCriticality?: Resolver<ReadonlyArray<ResolversTypes['ImpactCount']>, ParentType, ContextType>;
  byEnvironment?: Resolver<ReadonlyArray<ResolversTypes['ImpactCount']>, ParentType, ContextType>;
  byState?: Resolver<ReadonlyArray<ResolversTypes['StateCount']>, ParentType, ContextType>;
  spared?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ImpactedItemResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ImpactedItem'] = ResolversParentTypes['ImpactedItem']> = {
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  distance?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dueTo?: Resolver<ResolversTypes['ConfigurationItemConnection'], ParentType, ContextType, Partial<ImpactedItemDueToArgs>>;
  failedGates?: Resolver<ReadonlyArray<ResolversTypes['GateResult']>, ParentType, ContextType>;
  proof?: Resolver<ReadonlyArray<ResolversTypes['ProofStep']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ImpactState'], ParentType, ContextType>;
  stateBefore?: Resolver<ResolversTypes['ImpactState'], ParentType, ContextType>;
};

export type ImpactedItemConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ImpactedItemConnection'] = ResolversParentTypes['ImpactedItemConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ImpactedItemEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ImpactedItem']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ImpactedItemEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ImpactedItemEdge'] = ResolversParentTypes['ImpactedItemEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ImpactedItem'], ParentType, ContextType>;
};

export type IngestItemResultResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['IngestItemResult'] = ResolversParentTypes['IngestItemResult']> = {
  attempts?: Resolver<ReadonlyArray<ResolversTypes['MatchAttempt']>, ParentType, ContextType>;
  candidates?: Resolver<ReadonlyArray<Maybe<ResolversTypes['ConfigurationItem']>>, ParentType, ContextType>;
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  masked?: Resolver<ReadonlyArray<ResolversTypes['MaskedAttribute']>, ParentType, ContextType>;
  matchedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  nearMisses?: Resolver<ReadonlyArray<Maybe<ResolversTypes['ConfigurationItem']>>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['IngestOutcome'], ParentType, ContextType>;
  ref?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
};

export type IngestPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['IngestPayload'] = ResolversParentTypes['IngestPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  completedParked?: Resolver<ReadonlyArray<ResolversTypes['CompletedParkedItem']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  relationshipResults?: Resolver<ReadonlyArray<ResolversTypes['IngestRelationshipResult']>, ParentType, ContextType, Partial<IngestPayloadRelationshipResultsArgs>>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  results?: Resolver<ReadonlyArray<ResolversTypes['IngestItemResult']>, ParentType, ContextType, Partial<IngestPayloadResultsArgs>>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totals?: Resolver<ReadonlyArray<ResolversTypes['OutcomeCount']>, ParentType, ContextType>;
};

export type IngestRelationshipResultResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['IngestRelationshipResult'] = ResolversParentTypes['IngestRelationshipResult']> = {
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nestedIndex?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['IngestOutcome'], ParentType, ContextType>;
  relationship?: Resolver<Maybe<ResolversTypes['Relationship']>, ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
};

export type InvalidatedItemResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InvalidatedItem'] = ResolversParentTypes['InvalidatedItem']> = {
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
};

export type InvalidatedItemsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InvalidatedItems'] = ResolversParentTypes['InvalidatedItems']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  items?: Resolver<ReadonlyArray<ResolversTypes['InvalidatedItem']>, ParentType, ContextType>;
};

export type ItemDifferenceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ItemDifference'] = ResolversParentTypes['ItemDifference']> = {
  after?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['DifferenceKind'], ParentType, ContextType>;
  values?: Resolver<ReadonlyArray<ResolversTypes['ValueChange']>, ParentType, ContextType>;
};

export type ItemDifferenceConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ItemDifferenceConnection'] = ResolversParentTypes['ItemDifferenceConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ItemDifferenceEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ItemDifference']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ItemDifferenceEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ItemDifferenceEdge'] = ResolversParentTypes['ItemDifferenceEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ItemDifference'], ParentType, ContextType>;
};

export type ItemErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ItemError'] = ResolversParentTypes['ItemError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  retryable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ItemStateResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ItemState'] = ResolversParentTypes['ItemState']> = {
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  state?: Resolver<Maybe<ResolversTypes['ImpactState']>, ParentType, ContextType>;
  stateBefore?: Resolver<Maybe<ResolversTypes['ImpactState']>, ParentType, ContextType>;
};

export type ItemUpdateResultResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ItemUpdateResult'] = ResolversParentTypes['ItemUpdateResult']> = {
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  masked?: Resolver<ReadonlyArray<ResolversTypes['MaskedAttribute']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['IngestOutcome'], ParentType, ContextType>;
  values?: Resolver<ReadonlyArray<ResolversTypes['ValueChange']>, ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export interface JsonObjectScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSONObject'], any> {
  name: 'JSONObject';
}

export type JunkValueListResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JunkValueList'] = ResolversParentTypes['JunkValueList']> = {
  added?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  allowed?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['JunkValueKind'], ParentType, ContextType>;
  shipped?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type KeptClaimsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['KeptClaims'] = ResolversParentTypes['KeptClaims']> = {
  nativeKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  paths?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type LagInfoResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LagInfo'] = ResolversParentTypes['LagInfo']> = {
  milliseconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  revisions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ListedValueResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ListedValue'] = ResolversParentTypes['ListedValue']> = {
  synonyms?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MaskedAttributeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MaskedAttribute'] = ResolversParentTypes['MaskedAttribute']> = {
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['MaskedReason'], ParentType, ContextType>;
  winner?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MatchAttemptResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MatchAttempt'] = ResolversParentTypes['MatchAttempt']> = {
  entry?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['MatchAttemptOutcome'], ParentType, ContextType>;
  values?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MergeCollisionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MergeCollision'] = ResolversParentTypes['MergeCollision']> = {
  absorbed?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  gateKeys?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  kept?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MergeConfigurationItemsPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MergeConfigurationItemsPayload'] = ResolversParentTypes['MergeConfigurationItemsPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  collisions?: Resolver<ReadonlyArray<ResolversTypes['MergeCollision']>, ParentType, ContextType>;
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  endedRelationships?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  mergedIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  moved?: Resolver<ResolversTypes['MergeCounts'], ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  values?: Resolver<ReadonlyArray<ResolversTypes['MergedValue']>, ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
};

export type MergeCountsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MergeCounts'] = ResolversParentTypes['MergeCounts']> = {
  identifiers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  observations?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  relationships?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MergedValueResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MergedValue'] = ResolversParentTypes['MergedValue']> = {
  after?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  abortSync?: Resolver<Maybe<ResolversTypes['AbortSyncPayload']>, ParentType, ContextType, RequireFields<MutationAbortSyncArgs, 'input'>>;
  applyModel?: Resolver<Maybe<ResolversTypes['ApplyModelPayload']>, ParentType, ContextType, RequireFields<MutationApplyModelArgs, 'input'>>;
  beginSync?: Resolver<Maybe<ResolversTypes['BeginSyncPayload']>, ParentType, ContextType, RequireFields<MutationBeginSyncArgs, 'input'>>;
  closeOutage?: Resolver<Maybe<ResolversTypes['CloseOutagePayload']>, ParentType, ContextType, RequireFields<MutationCloseOutageArgs, 'input'>>;
  commitSync?: Resolver<Maybe<ResolversTypes['CommitSyncPayload']>, ParentType, ContextType, RequireFields<MutationCommitSyncArgs, 'input'>>;
  confirmSync?: Resolver<Maybe<ResolversTypes['ConfirmSyncPayload']>, ParentType, ContextType, RequireFields<MutationConfirmSyncArgs, 'input'>>;
  createApiToken?: Resolver<Maybe<ResolversTypes['CreateApiTokenPayload']>, ParentType, ContextType, RequireFields<MutationCreateApiTokenArgs, 'input'>>;
  createWebhook?: Resolver<Maybe<ResolversTypes['CreateWebhookPayload']>, ParentType, ContextType, RequireFields<MutationCreateWebhookArgs, 'input'>>;
  defineCiClass?: Resolver<Maybe<ResolversTypes['DefineCiClassPayload']>, ParentType, ContextType, RequireFields<MutationDefineCiClassArgs, 'input'>>;
  defineJunkValues?: Resolver<Maybe<ResolversTypes['DefineJunkValuesPayload']>, ParentType, ContextType, RequireFields<MutationDefineJunkValuesArgs, 'input'>>;
  defineReconciliationRule?: Resolver<Maybe<ResolversTypes['DefineReconciliationRulePayload']>, ParentType, ContextType, RequireFields<MutationDefineReconciliationRuleArgs, 'input'>>;
  defineRelationshipType?: Resolver<Maybe<ResolversTypes['DefineRelationshipTypePayload']>, ParentType, ContextType, RequireFields<MutationDefineRelationshipTypeArgs, 'input'>>;
  defineValueList?: Resolver<Maybe<ResolversTypes['DefineValueListPayload']>, ParentType, ContextType, RequireFields<MutationDefineValueListArgs, 'input'>>;
  deleteWebhook?: Resolver<Maybe<ResolversTypes['DeleteWebhookPayload']>, ParentType, ContextType, RequireFields<MutationDeleteWebhookArgs, 'input'>>;
  endRelationship?: Resolver<Maybe<ResolversTypes['EndRelationshipPayload']>, ParentType, ContextType, RequireFields<MutationEndRelationshipArgs, 'input'>>;
  ingest?: Resolver<Maybe<ResolversTypes['IngestPayload']>, ParentType, ContextType, RequireFields<MutationIngestArgs, 'input'>>;
  mergeConfigurationItems?: Resolver<Maybe<ResolversTypes['MergeConfigurationItemsPayload']>, ParentType, ContextType, RequireFields<MutationMergeConfigurationItemsArgs, 'input'>>;
  openOutage?: Resolver<Maybe<ResolversTypes['OpenOutagePayload']>, ParentType, ContextType, RequireFields<MutationOpenOutageArgs, 'input'>>;
  redeliverWebhook?: Resolver<Maybe<ResolversTypes['RedeliverWebhookPayload']>, ParentType, ContextType, RequireFields<MutationRedeliverWebhookArgs, 'input'>>;
  registerDataSource?: Resolver<Maybe<ResolversTypes['RegisterDataSourcePayload']>, ParentType, ContextType, RequireFields<MutationRegisterDataSourceArgs, 'input'>>;
  reportOutages?: Resolver<Maybe<ResolversTypes['ReportOutagesPayload']>, ParentType, ContextType, RequireFields<MutationReportOutagesArgs, 'input'>>;
  resolveDuplicateSet?: Resolver<Maybe<ResolversTypes['ResolveDuplicateSetPayload']>, ParentType, ContextType, RequireFields<MutationResolveDuplicateSetArgs, 'input'>>;
  retireConfigurationItem?: Resolver<Maybe<ResolversTypes['RetireConfigurationItemPayload']>, ParentType, ContextType, RequireFields<MutationRetireConfigurationItemArgs, 'input'>>;
  revertChangeSet?: Resolver<Maybe<ResolversTypes['RevertChangeSetPayload']>, ParentType, ContextType, RequireFields<MutationRevertChangeSetArgs, 'input'>>;
  revertSync?: Resolver<Maybe<ResolversTypes['RevertSyncPayload']>, ParentType, ContextType, RequireFields<MutationRevertSyncArgs, 'input'>>;
  revokeApiToken?: Resolver<Maybe<ResolversTypes['RevokeApiTokenPayload']>, ParentType, ContextType, RequireFields<MutationRevokeApiTokenArgs, 'input'>>;
  searchDuplicates?: Resolver<Maybe<ResolversTypes['SearchDuplicatesPayload']>, ParentType, ContextType, RequireFields<MutationSearchDuplicatesArgs, 'input'>>;
  setGate?: Resolver<Maybe<ResolversTypes['SetGatePayload']>, ParentType, ContextType, RequireFields<MutationSetGateArgs, 'input'>>;
  undoMerge?: Resolver<Maybe<ResolversTypes['UndoMergePayload']>, ParentType, ContextType, RequireFields<MutationUndoMergeArgs, 'input'>>;
  updateConfigurationItems?: Resolver<Maybe<ResolversTypes['UpdateConfigurationItemsPayload']>, ParentType, ContextType, RequireFields<MutationUpdateConfigurationItemsArgs, 'input'>>;
  updateWebhook?: Resolver<Maybe<ResolversTypes['UpdateWebhookPayload']>, ParentType, ContextType, RequireFields<MutationUpdateWebhookArgs, 'input'>>;
  upsertConfigurationItem?: Resolver<Maybe<ResolversTypes['UpsertConfigurationItemPayload']>, ParentType, ContextType, RequireFields<MutationUpsertConfigurationItemArgs, 'input'>>;
  upsertRelationship?: Resolver<Maybe<ResolversTypes['UpsertRelationshipPayload']>, ParentType, ContextType, RequireFields<MutationUpsertRelationshipArgs, 'input'>>;
};

export type NodeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'GenericConfigurationItem' | 'Outage' | 'Relationship', ParentType, ContextType>;
};

export type ObservationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Observation'] = ResolversParentTypes['Observation']> = {
  claims?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  claimsExistence?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  class?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  firstSeenAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastSeenAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  nativeKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OpenOutagePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OpenOutagePayload'] = ResolversParentTypes['OpenOutagePayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  outage?: Resolver<Maybe<ResolversTypes['Outage']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['OutageOutcome'], ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type OperationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Operation'] = ResolversParentTypes['Operation']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['OperationKind'], ParentType, ContextType>;
};

export type OutageResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Outage'] = ResolversParentTypes['Outage']> = {
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  open?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  planned?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ImpactState'], ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OutageConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OutageConnection'] = ResolversParentTypes['OutageConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['OutageEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Outage']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unresolved?: Resolver<ReadonlyArray<ResolversTypes['UnresolvedRef']>, ParentType, ContextType>;
};

export type OutageEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OutageEdge'] = ResolversParentTypes['OutageEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Outage'], ParentType, ContextType>;
};

export type OutageResultResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OutageResult'] = ResolversParentTypes['OutageResult']> = {
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  index?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  outage?: Resolver<Maybe<ResolversTypes['Outage']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['OutageOutcome'], ParentType, ContextType>;
};

export type OutcomeCountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OutcomeCount'] = ResolversParentTypes['OutcomeCount']> = {
  items?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['IngestOutcome'], ParentType, ContextType>;
  relationships?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ParkedCountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ParkedCount'] = ResolversParentTypes['ParkedCount']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ParkedKind'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ParkedItemResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ParkedItem'] = ResolversParentTypes['ParkedItem']> = {
  class?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ParkedKind'], ParentType, ContextType>;
  nativeKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  observedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  parkedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  record?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  triedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ParkedItemConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ParkedItemConnection'] = ResolversParentTypes['ParkedItemConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ParkedItemEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ParkedItem']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ParkedItemEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ParkedItemEdge'] = ResolversParentTypes['ParkedItemEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ParkedItem'], ParentType, ContextType>;
};

export type ProbabilityRangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ProbabilityRange'] = ResolversParentTypes['ProbabilityRange']> = {
  exact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  high?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  low?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ProofStepResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ProofStep'] = ResolversParentTypes['ProofStep']> = {
  because?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  gate?: Resolver<Maybe<ResolversTypes['GateResult']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ImpactState'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  apiTokens?: Resolver<Maybe<ResolversTypes['ApiTokenConnection']>, ParentType, ContextType, Partial<QueryApiTokensArgs>>;
  changes?: Resolver<Maybe<ResolversTypes['ChangeConnection']>, ParentType, ContextType, Partial<QueryChangesArgs>>;
  ciClass?: Resolver<Maybe<ResolversTypes['CiClass']>, ParentType, ContextType, RequireFields<QueryCiClassArgs, 'name'>>;
  ciClasses?: Resolver<Maybe<ReadonlyArray<ResolversTypes['CiClass']>>, ParentType, ContextType, Partial<QueryCiClassesArgs>>;
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType, RequireFields<QueryConfigurationItemArgs, 'ref'>>;
  configurationItems?: Resolver<Maybe<ResolversTypes['ConfigurationItemConnection']>, ParentType, ContextType, RequireFields<QueryConfigurationItemsArgs, 'includeRetired'>>;
  cutSets?: Resolver<Maybe<ResolversTypes['CutSetAnalysis']>, ParentType, ContextType, RequireFields<QueryCutSetsArgs, 'maxOrder' | 'target' | 'withOpenOutages'>>;
  dataSources?: Resolver<Maybe<ResolversTypes['DataSourceConnection']>, ParentType, ContextType, Partial<QueryDataSourcesArgs>>;
  difference?: Resolver<Maybe<ResolversTypes['TopologyDifference']>, ParentType, ContextType, RequireFields<QueryDifferenceArgs, 'from'>>;
  duplicateSets?: Resolver<Maybe<ResolversTypes['DuplicateSetConnection']>, ParentType, ContextType, Partial<QueryDuplicateSetsArgs>>;
  explainValue?: Resolver<Maybe<ResolversTypes['ValueExplanation']>, ParentType, ContextType, RequireFields<QueryExplainValueArgs, 'attribute' | 'ref'>>;
  impact?: Resolver<Maybe<ResolversTypes['ImpactAnalysis']>, ParentType, ContextType, RequireFields<QueryImpactArgs, 'outages' | 'withOpenOutages'>>;
  junkValues?: Resolver<Maybe<ReadonlyArray<ResolversTypes['JunkValueList']>>, ParentType, ContextType, Partial<QueryJunkValuesArgs>>;
  matchConfigurationItems?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ConfigurationItemMatch']>>, ParentType, ContextType, RequireFields<QueryMatchConfigurationItemsArgs, 'keys'>>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  nodes?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['Node']>>>, ParentType, ContextType, RequireFields<QueryNodesArgs, 'ids'>>;
  outages?: Resolver<Maybe<ResolversTypes['OutageConnection']>, ParentType, ContextType, Partial<QueryOutagesArgs>>;
  parkedItems?: Resolver<Maybe<ResolversTypes['ParkedItemConnection']>, ParentType, ContextType, Partial<QueryParkedItemsArgs>>;
  paths?: Resolver<Maybe<ResolversTypes['DependencyPathConnection']>, ParentType, ContextType, RequireFields<QueryPathsArgs, 'from' | 'to'>>;
  reconciliationRules?: Resolver<Maybe<ResolversTypes['ReconciliationRuleConnection']>, ParentType, ContextType, Partial<QueryReconciliationRulesArgs>>;
  relationshipType?: Resolver<Maybe<ResolversTypes['RelationshipType']>, ParentType, ContextType, RequireFields<QueryRelationshipTypeArgs, 'name'>>;
  relationshipTypes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['RelationshipType']>>, ParentType, ContextType, Partial<QueryRelationshipTypesArgs>>;
  relationships?: Resolver<Maybe<ResolversTypes['RelationshipConnection']>, ParentType, ContextType, Partial<QueryRelationshipsArgs>>;
  server?: Resolver<Maybe<ResolversTypes['ServerInfo']>, ParentType, ContextType>;
  singlePointsOfFailure?: Resolver<Maybe<ResolversTypes['SinglePointOfFailureConnection']>, ParentType, ContextType, RequireFields<QuerySinglePointsOfFailureArgs, 'withOpenOutages'>>;
  syncSessions?: Resolver<Maybe<ResolversTypes['SyncSessionConnection']>, ParentType, ContextType, Partial<QuerySyncSessionsArgs>>;
  topology?: Resolver<Maybe<ResolversTypes['Topology']>, ParentType, ContextType, RequireFields<QueryTopologyArgs, 'direction' | 'roots'>>;
  valueLists?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ValueList']>>, ParentType, ContextType, Partial<QueryValueListsArgs>>;
  viewer?: Resolver<Maybe<ResolversTypes['Viewer']>, ParentType, ContextType>;
  webhooks?: Resolver<Maybe<ResolversTypes['WebhookConnection']>, ParentType, ContextType, Partial<QueryWebhooksArgs>>;
};

export type ReconciliationRuleResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ReconciliationRule'] = ResolversParentTypes['ReconciliationRule']> = {
  attribute?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  class?: Resolver<Maybe<ResolversTypes['CiClass']>, ParentType, ContextType>;
  priority?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  refreshPeriodSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  relationshipType?: Resolver<Maybe<ResolversTypes['RelationshipType']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ReconciliationRuleConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ReconciliationRuleConnection'] = ResolversParentTypes['ReconciliationRuleConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ReconciliationRuleEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ReconciliationRule']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ReconciliationRuleEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ReconciliationRuleEdge'] = ResolversParentTypes['ReconciliationRuleEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ReconciliationRule'], ParentType, ContextType>;
};

export type RedeliverWebhookPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RedeliverWebhookPayload'] = ResolversParentTypes['RedeliverWebhookPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  queued?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export type RederivationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Rederivation'] = ResolversParentTypes['Rederivation']> = {
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  items?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  relationships?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RegisterDataSourcePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RegisterDataSourcePayload'] = ResolversParentTypes['RegisterDataSourcePayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  dataSource?: Resolver<Maybe<ResolversTypes['DataSource']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type RelationshipResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Relationship'] = ResolversParentTypes['Relationship']> = {
  attributes?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  gateKeys?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['RelationshipKind'], ParentType, ContextType>;
  lastSeenAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  observations?: Resolver<ReadonlyArray<ResolversTypes['RelationshipObservation']>, ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  strength?: Resolver<ResolversTypes['Strength'], ParentType, ContextType>;
  target?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['RelationshipType'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  weight?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RelationshipConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RelationshipConnection'] = ResolversParentTypes['RelationshipConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RelationshipEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Relationship']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unresolved?: Resolver<ReadonlyArray<ResolversTypes['UnresolvedRef']>, ParentType, ContextType>;
};

export type RelationshipDifferenceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RelationshipDifference'] = ResolversParentTypes['RelationshipDifference']> = {
  after?: Resolver<Maybe<ResolversTypes['Relationship']>, ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['Relationship']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['DifferenceKind'], ParentType, ContextType>;
  values?: Resolver<ReadonlyArray<ResolversTypes['ValueChange']>, ParentType, ContextType>;
};

export type RelationshipDifferenceConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RelationshipDifferenceConnection'] = ResolversParentTypes['RelationshipDifferenceConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RelationshipDifferenceEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['RelationshipDifference']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RelationshipDifferenceEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RelationshipDifferenceEdge'] = ResolversParentTypes['RelationshipDifferenceEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['RelationshipDifference'], ParentType, ContextType>;
};

export type RelationshipEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RelationshipEdge'] = ResolversParentTypes['RelationshipEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Relationship'], ParentType, ContextType>;
};

export type RelationshipObservationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RelationshipObservation'] = ResolversParentTypes['RelationshipObservation']> = {
  attributes?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  gateKeys?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['RelationshipKind'], ParentType, ContextType>;
  lastSeenAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  observedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  strength?: Resolver<Maybe<ResolversTypes['Strength']>, ParentType, ContextType>;
  weight?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RelationshipTypeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RelationshipType'] = ResolversParentTypes['RelationshipType']> = {
  builtIn?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  defaultGate?: Resolver<ResolversTypes['GateDefault'], ParentType, ContextType>;
  defaultStrength?: Resolver<ResolversTypes['Strength'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  endpoints?: Resolver<ReadonlyArray<ResolversTypes['EndpointRule']>, ParentType, ContextType>;
  inverseName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  propagation?: Resolver<ResolversTypes['Propagation'], ParentType, ContextType>;
  standby?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  symmetric?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ReportOutagesPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ReportOutagesPayload'] = ResolversParentTypes['ReportOutagesPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  results?: Resolver<ReadonlyArray<ResolversTypes['OutageResult']>, ParentType, ContextType, Partial<ReportOutagesPayloadResultsArgs>>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type ResolveDuplicateSetPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ResolveDuplicateSetPayload'] = ResolversParentTypes['ResolveDuplicateSetPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  duplicateSet?: Resolver<Maybe<ResolversTypes['DuplicateSet']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  mergedIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type RetireConfigurationItemPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RetireConfigurationItemPayload'] = ResolversParentTypes['RetireConfigurationItemPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  endedRelationships?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type RevertChangeSetPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RevertChangeSetPayload'] = ResolversParentTypes['RevertChangeSetPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  results?: Resolver<ReadonlyArray<ResolversTypes['RevertedThing']>, ParentType, ContextType, Partial<RevertChangeSetPayloadResultsArgs>>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totals?: Resolver<ReadonlyArray<ResolversTypes['RevertCount']>, ParentType, ContextType>;
};

export type RevertCountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RevertCount'] = ResolversParentTypes['RevertCount']> = {
  items?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['RevertOutcome'], ParentType, ContextType>;
  relationships?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RevertSyncPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RevertSyncPayload'] = ResolversParentTypes['RevertSyncPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  results?: Resolver<ReadonlyArray<ResolversTypes['RevertedThing']>, ParentType, ContextType, Partial<RevertSyncPayloadResultsArgs>>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totals?: Resolver<ReadonlyArray<ResolversTypes['RevertCount']>, ParentType, ContextType>;
};

export type RevertedThingResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RevertedThing'] = ResolversParentTypes['RevertedThing']> = {
  because?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  kept?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['RevertOutcome'], ParentType, ContextType>;
  relationship?: Resolver<Maybe<ResolversTypes['Relationship']>, ParentType, ContextType>;
  relationshipId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export interface RevisionScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Revision'], any> {
  name: 'Revision';
}

export type RevokeApiTokenPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RevokeApiTokenPayload'] = ResolversParentTypes['RevokeApiTokenPayload']> = {
  apiToken?: Resolver<Maybe<ResolversTypes['ApiToken']>, ParentType, ContextType>;
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type RuleEffectResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RuleEffect'] = ResolversParentTypes['RuleEffect']> = {
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  relationship?: Resolver<Maybe<ResolversTypes['Relationship']>, ParentType, ContextType>;
  values?: Resolver<ReadonlyArray<ResolversTypes['ValueChange']>, ParentType, ContextType>;
};

export type RuleEffectConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RuleEffectConnection'] = ResolversParentTypes['RuleEffectConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RuleEffectEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['RuleEffect']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RuleEffectEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RuleEffectEdge'] = ResolversParentTypes['RuleEffectEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['RuleEffect'], ParentType, ContextType>;
};

export type SearchDuplicatesPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SearchDuplicatesPayload'] = ResolversParentTypes['SearchDuplicatesPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  sharedIdentities?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ServerInfoResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ServerInfo'] = ResolversParentTypes['ServerInfo']> = {
  database?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  graph?: Resolver<ResolversTypes['GraphInfo'], ParentType, ContextType>;
  history?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  horizon?: Resolver<ResolversTypes['HistoryHorizon'], ParentType, ContextType>;
  lag?: Resolver<ResolversTypes['LagInfo'], ParentType, ContextType>;
  parked?: Resolver<ReadonlyArray<ResolversTypes['ParkedCount']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SetGatePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SetGatePayload'] = ResolversParentTypes['SetGatePayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type SharedFateResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SharedFate'] = ResolversParentTypes['SharedFate']> = {
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  failsGate?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  gateKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  memberCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  members?: Resolver<ReadonlyArray<Maybe<ResolversTypes['ConfigurationItem']>>, ParentType, ContextType>;
  provider?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
};

export type SinglePointOfFailureResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SinglePointOfFailure'] = ResolversParentTypes['SinglePointOfFailure']> = {
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  serviceCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  services?: Resolver<ResolversTypes['ConfigurationItemConnection'], ParentType, ContextType, Partial<SinglePointOfFailureServicesArgs>>;
};

export type SinglePointOfFailureConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SinglePointOfFailureConnection'] = ResolversParentTypes['SinglePointOfFailureConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SinglePointOfFailureEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['SinglePointOfFailure']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SinglePointOfFailureEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SinglePointOfFailureEdge'] = ResolversParentTypes['SinglePointOfFailureEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SinglePointOfFailure'], ParentType, ContextType>;
};

export type SparedItemResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SparedItem'] = ResolversParentTypes['SparedItem']> = {
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  gates?: Resolver<ReadonlyArray<ResolversTypes['GateResult']>, ParentType, ContextType>;
  margin?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SparedItemConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SparedItemConnection'] = ResolversParentTypes['SparedItemConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SparedItemEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['SparedItem']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SparedItemEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SparedItemEdge'] = ResolversParentTypes['SparedItemEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SparedItem'], ParentType, ContextType>;
};

export type StateChangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['StateChange'] = ResolversParentTypes['StateChange']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  last?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  states?: Resolver<ReadonlyArray<ResolversTypes['ItemState']>, ParentType, ContextType>;
};

export type StateCountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['StateCount'] = ResolversParentTypes['StateCount']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ImpactState'], ParentType, ContextType>;
};

export type StateDurationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['StateDuration'] = ResolversParentTypes['StateDuration']> = {
  seconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ImpactState'], ParentType, ContextType>;
};

export type StateIntervalResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['StateInterval'] = ResolversParentTypes['StateInterval']> = {
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ImpactState'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  analysis?: SubscriptionResolver<Maybe<ResolversTypes['CutSetAnalysis']>, "analysis", ParentType, ContextType, RequireFields<SubscriptionAnalysisArgs, 'maxOrder' | 'target' | 'withOpenOutages'>>;
  changes?: SubscriptionResolver<ResolversTypes['ChangeEvent'], "changes", ParentType, ContextType, RequireFields<SubscriptionChangesArgs, 'bookmarkSeconds'>>;
  impact?: SubscriptionResolver<Maybe<ResolversTypes['ImpactAnalysis']>, "impact", ParentType, ContextType, RequireFields<SubscriptionImpactArgs, 'outages' | 'withOpenOutages'>>;
  impactAnalysis?: SubscriptionResolver<Maybe<ResolversTypes['ImpactAnalysis']>, "impactAnalysis", ParentType, ContextType, RequireFields<SubscriptionImpactAnalysisArgs, 'outages' | 'withOpenOutages'>>;
  serviceStates?: SubscriptionResolver<Maybe<ResolversTypes['StateChange']>, "serviceStates", ParentType, ContextType, Partial<SubscriptionServiceStatesArgs>>;
};

export type SyncCountsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SyncCounts'] = ResolversParentTypes['SyncCounts']> = {
  items?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  relationships?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SyncDecisionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SyncDecision'] = ResolversParentTypes['SyncDecision']> = {
  forgiven?: Resolver<ResolversTypes['SyncCounts'], ParentType, ContextType>;
  guard?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  members?: Resolver<ResolversTypes['SyncCounts'], ParentType, ContextType>;
  removals?: Resolver<ResolversTypes['SyncCounts'], ParentType, ContextType>;
  seen?: Resolver<ResolversTypes['SyncCounts'], ParentType, ContextType>;
  types?: Resolver<ReadonlyArray<ResolversTypes['SyncTypeCount']>, ParentType, ContextType>;
};

export type SyncRemovalResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SyncRemoval'] = ResolversParentTypes['SyncRemoval']> = {
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  relationship?: Resolver<Maybe<ResolversTypes['Relationship']>, ParentType, ContextType>;
};

export type SyncRemovalConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SyncRemovalConnection'] = ResolversParentTypes['SyncRemovalConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SyncRemovalEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['SyncRemoval']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SyncRemovalEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SyncRemovalEdge'] = ResolversParentTypes['SyncRemovalEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SyncRemoval'], ParentType, ContextType>;
};

export type SyncScopeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SyncScope'] = ResolversParentTypes['SyncScope']> = {
  attributes?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  classes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  nativeKeyPrefix?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  relationshipTypes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
};

export type SyncSessionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SyncSession'] = ResolversParentTypes['SyncSession']> = {
  decision?: Resolver<Maybe<ResolversTypes['SyncDecision']>, ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  endedBecause?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  maxRemovalPercent?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  partialTypes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  principal?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  removals?: Resolver<ResolversTypes['SyncRemovalConnection'], ParentType, ContextType, Partial<SyncSessionRemovalsArgs>>;
  reported?: Resolver<ResolversTypes['SyncCounts'], ParentType, ContextType>;
  scope?: Resolver<ResolversTypes['SyncScope'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['SyncState'], ParentType, ContextType>;
};

export type SyncSessionConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SyncSessionConnection'] = ResolversParentTypes['SyncSessionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SyncSessionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['SyncSession']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SyncSessionEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SyncSessionEdge'] = ResolversParentTypes['SyncSessionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SyncSession'], ParentType, ContextType>;
};

export type SyncTypeCountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SyncTypeCount'] = ResolversParentTypes['SyncTypeCount']> = {
  members?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  removals?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TopologyResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Topology'] = ResolversParentTypes['Topology']> = {
  diagram?: Resolver<ResolversTypes['String'], ParentType, ContextType, RequireFields<TopologyDiagramArgs, 'format'>>;
  itemCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  items?: Resolver<ResolversTypes['TopologyItemConnection'], ParentType, ContextType, RequireFields<TopologyItemsArgs, 'orderBy'>>;
  relationshipCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  relationships?: Resolver<ResolversTypes['RelationshipConnection'], ParentType, ContextType, Partial<TopologyRelationshipsArgs>>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  table?: Resolver<ResolversTypes['TopologyTable'], ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  unresolved?: Resolver<ReadonlyArray<ResolversTypes['UnresolvedRef']>, ParentType, ContextType>;
};

export type TopologyDifferenceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TopologyDifference'] = ResolversParentTypes['TopologyDifference']> = {
  from?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  itemCounts?: Resolver<ResolversTypes['DifferenceCounts'], ParentType, ContextType>;
  items?: Resolver<ResolversTypes['ItemDifferenceConnection'], ParentType, ContextType, Partial<TopologyDifferenceItemsArgs>>;
  relationshipCounts?: Resolver<ResolversTypes['DifferenceCounts'], ParentType, ContextType>;
  relationships?: Resolver<ResolversTypes['RelationshipDifferenceConnection'], ParentType, ContextType, Partial<TopologyDifferenceRelationshipsArgs>>;
  to?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  unresolved?: Resolver<ReadonlyArray<ResolversTypes['UnresolvedRef']>, ParentType, ContextType>;
};

export type TopologyItemResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TopologyItem'] = ResolversParentTypes['TopologyItem']> = {
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  distance?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rootsReached?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TopologyItemConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TopologyItemConnection'] = ResolversParentTypes['TopologyItemConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['TopologyItemEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['TopologyItem']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TopologyItemEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TopologyItemEdge'] = ResolversParentTypes['TopologyItemEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['TopologyItem'], ParentType, ContextType>;
};

export type TopologyTableResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TopologyTable'] = ResolversParentTypes['TopologyTable']> = {
  classes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  distances?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
  ids?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  names?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  sources?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
  strengths?: Resolver<ReadonlyArray<ResolversTypes['Strength']>, ParentType, ContextType>;
  targets?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
  types?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type UndoMergePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UndoMergePayload'] = ResolversParentTypes['UndoMergePayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  endedRelationships?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  kept?: Resolver<ReadonlyArray<ResolversTypes['KeptClaims']>, ParentType, ContextType>;
  keptRelationships?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  restored?: Resolver<ReadonlyArray<Maybe<ResolversTypes['ConfigurationItem']>>, ParentType, ContextType>;
  restoredRelationships?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type UnresolvedRefResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UnresolvedRef'] = ResolversParentTypes['UnresolvedRef']> = {
  candidates?: Resolver<ReadonlyArray<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UpdateConfigurationItemsPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UpdateConfigurationItemsPayload'] = ResolversParentTypes['UpdateConfigurationItemsPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  results?: Resolver<ReadonlyArray<ResolversTypes['ItemUpdateResult']>, ParentType, ContextType, RequireFields<UpdateConfigurationItemsPayloadResultsArgs, 'first'>>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totals?: Resolver<ReadonlyArray<ResolversTypes['OutcomeCount']>, ParentType, ContextType>;
};

export type UpdateWebhookPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UpdateWebhookPayload'] = ResolversParentTypes['UpdateWebhookPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export type UpsertConfigurationItemPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UpsertConfigurationItemPayload'] = ResolversParentTypes['UpsertConfigurationItemPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['IngestOutcome'], ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
};

export type UpsertRelationshipPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UpsertRelationshipPayload'] = ResolversParentTypes['UpsertRelationshipPayload']> = {
  changeSets?: Resolver<ReadonlyArray<ResolversTypes['ChangeSet']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['Operation']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['IngestOutcome'], ParentType, ContextType>;
  relationship?: Resolver<Maybe<ResolversTypes['Relationship']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['ItemError']>, ParentType, ContextType>;
};

export type ValueChangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ValueChange'] = ResolversParentTypes['ValueChange']> = {
  after?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ValueExplanationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ValueExplanation'] = ResolversParentTypes['ValueExplanation']> = {
  claims?: Resolver<ReadonlyArray<ResolversTypes['ExplainedClaim']>, ParentType, ContextType>;
  configurationItem?: Resolver<Maybe<ResolversTypes['ConfigurationItem']>, ParentType, ContextType>;
  explanation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  winner?: Resolver<Maybe<ResolversTypes['ExplainedClaim']>, ParentType, ContextType>;
};

export type ValueListResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ValueList'] = ResolversParentTypes['ValueList']> = {
  field?: Resolver<ResolversTypes['ListedField'], ParentType, ContextType>;
  policy?: Resolver<ResolversTypes['ValueListPolicy'], ParentType, ContextType>;
  values?: Resolver<ReadonlyArray<ResolversTypes['ListedValue']>, ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer']> = {
  authenticatedBy?: Resolver<ResolversTypes['Authentication'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  labels?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  sources?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  tenants?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
};

export type WebhookResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Webhook'] = ResolversParentTypes['Webhook']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  deadLetters?: Resolver<ResolversTypes['DeadLetterConnection'], ParentType, ContextType, Partial<WebhookDeadLettersArgs>>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  failures?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  filter?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastDeliveredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastError?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  nextAttemptAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  positionRevision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  principal?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['WebhookState'], ParentType, ContextType>;
  stateReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WebhookConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookConnection'] = ResolversParentTypes['WebhookConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['WebhookEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Webhook']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type WebhookEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookEdge'] = ResolversParentTypes['WebhookEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Webhook'], ParentType, ContextType>;
};

export type Resolvers<ContextType = RequestContext> = {
  AbortSyncPayload?: AbortSyncPayloadResolvers<ContextType>;
  AnalysisCoverage?: AnalysisCoverageResolvers<ContextType>;
  ApiToken?: ApiTokenResolvers<ContextType>;
  ApiTokenConnection?: ApiTokenConnectionResolvers<ContextType>;
  ApiTokenEdge?: ApiTokenEdgeResolvers<ContextType>;
  ApplyModelPayload?: ApplyModelPayloadResolvers<ContextType>;
  AttributeDefinition?: AttributeDefinitionResolvers<ContextType>;
  Availability?: AvailabilityResolvers<ContextType>;
  AvailabilityCause?: AvailabilityCauseResolvers<ContextType>;
  BeginSyncPayload?: BeginSyncPayloadResolvers<ContextType>;
  BigCount?: GraphQLScalarType;
  Change?: ChangeResolvers<ContextType>;
  ChangeConnection?: ChangeConnectionResolvers<ContextType>;
  ChangeEdge?: ChangeEdgeResolvers<ContextType>;
  ChangeEvent?: ChangeEventResolvers<ContextType>;
  ChangeSet?: ChangeSetResolvers<ContextType>;
  CiClass?: CiClassResolvers<ContextType>;
  ClassGateDefault?: ClassGateDefaultResolvers<ContextType>;
  CloseOutagePayload?: CloseOutagePayloadResolvers<ContextType>;
  CommitSyncPayload?: CommitSyncPayloadResolvers<ContextType>;
  CompletedParkedItem?: CompletedParkedItemResolvers<ContextType>;
  ConfigurationItem?: ConfigurationItemResolvers<ContextType>;
  ConfigurationItemConnection?: ConfigurationItemConnectionResolvers<ContextType>;
  ConfigurationItemEdge?: ConfigurationItemEdgeResolvers<ContextType>;
  ConfigurationItemMatch?: ConfigurationItemMatchResolvers<ContextType>;
  ConfirmSyncPayload?: ConfirmSyncPayloadResolvers<ContextType>;
  Contact?: ContactResolvers<ContextType>;
  CreateApiTokenPayload?: CreateApiTokenPayloadResolvers<ContextType>;
  CreateWebhookPayload?: CreateWebhookPayloadResolvers<ContextType>;
  CutSet?: CutSetResolvers<ContextType>;
  CutSetAnalysis?: CutSetAnalysisResolvers<ContextType>;
  CutSetConnection?: CutSetConnectionResolvers<ContextType>;
  CutSetCount?: CutSetCountResolvers<ContextType>;
  CutSetEdge?: CutSetEdgeResolvers<ContextType>;
  DataSource?: DataSourceResolvers<ContextType>;
  DataSourceConnection?: DataSourceConnectionResolvers<ContextType>;
  DataSourceEdge?: DataSourceEdgeResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeadLetter?: DeadLetterResolvers<ContextType>;
  DeadLetterConnection?: DeadLetterConnectionResolvers<ContextType>;
  DeadLetterEdge?: DeadLetterEdgeResolvers<ContextType>;
  DefineCiClassPayload?: DefineCiClassPayloadResolvers<ContextType>;
  DefineJunkValuesPayload?: DefineJunkValuesPayloadResolvers<ContextType>;
  DefineReconciliationRulePayload?: DefineReconciliationRulePayloadResolvers<ContextType>;
  DefineRelationshipTypePayload?: DefineRelationshipTypePayloadResolvers<ContextType>;
  DefineValueListPayload?: DefineValueListPayloadResolvers<ContextType>;
  DeleteWebhookPayload?: DeleteWebhookPayloadResolvers<ContextType>;
  DependencyPath?: DependencyPathResolvers<ContextType>;
  DependencyPathConnection?: DependencyPathConnectionResolvers<ContextType>;
  DependencyPathEdge?: DependencyPathEdgeResolvers<ContextType>;
  DifferenceCounts?: DifferenceCountsResolvers<ContextType>;
  DuplicateEvidence?: DuplicateEvidenceResolvers<ContextType>;
  DuplicateSet?: DuplicateSetResolvers<ContextType>;
  DuplicateSetConnection?: DuplicateSetConnectionResolvers<ContextType>;
  DuplicateSetEdge?: DuplicateSetEdgeResolvers<ContextType>;
  EndRelationshipPayload?: EndRelationshipPayloadResolvers<ContextType>;
  EndpointRule?: EndpointRuleResolvers<ContextType>;
  ExplainedClaim?: ExplainedClaimResolvers<ContextType>;
  Facet?: FacetResolvers<ContextType>;
  FacetValue?: FacetValueResolvers<ContextType>;
  Gate?: GateResolvers<ContextType>;
  GateDefault?: GateDefaultResolvers<ContextType>;
  GateMember?: GateMemberResolvers<ContextType>;
  GateMemberConnection?: GateMemberConnectionResolvers<ContextType>;
  GateMemberEdge?: GateMemberEdgeResolvers<ContextType>;
  GateResult?: GateResultResolvers<ContextType>;
  GateWarning?: GateWarningResolvers<ContextType>;
  GenericConfigurationItem?: GenericConfigurationItemResolvers<ContextType>;
  GraphInfo?: GraphInfoResolvers<ContextType>;
  HistoryHorizon?: HistoryHorizonResolvers<ContextType>;
  HostContext?: HostContextResolvers<ContextType>;
  IdentificationEntry?: IdentificationEntryResolvers<ContextType>;
  IdentificationRule?: IdentificationRuleResolvers<ContextType>;
  IdentityEffect?: IdentityEffectResolvers<ContextType>;
  IdentityEffectConnection?: IdentityEffectConnectionResolvers<ContextType>;
  IdentityEffectEdge?: IdentityEffectEdgeResolvers<ContextType>;
  IdentityMove?: IdentityMoveResolvers<ContextType>;
  ImpactAnalysis?: ImpactAnalysisResolvers<ContextType>;
  ImpactCount?: ImpactCountResolvers<ContextType>;
  ImpactCoverage?: ImpactCoverageResolvers<ContextType>;
  ImpactSummary?: ImpactSummaryResolvers<ContextType>;
  ImpactedItem?: ImpactedItemResolvers<ContextType>;
  ImpactedItemConnection?: ImpactedItemConnectionResolvers<ContextType>;
  ImpactedItemEdge?: ImpactedItemEdgeResolvers<ContextType>;
  IngestItemResult?: IngestItemResultResolvers<ContextType>;
  IngestPayload?: IngestPayloadResolvers<ContextType>;
  IngestRelationshipResult?: IngestRelationshipResultResolvers<ContextType>;
  InvalidatedItem?: InvalidatedItemResolvers<ContextType>;
  InvalidatedItems?: InvalidatedItemsResolvers<ContextType>;
  ItemDifference?: ItemDifferenceResolvers<ContextType>;
  ItemDifferenceConnection?: ItemDifferenceConnectionResolvers<ContextType>;
  ItemDifferenceEdge?: ItemDifferenceEdgeResolvers<ContextType>;
  ItemError?: ItemErrorResolvers<ContextType>;
  ItemState?: ItemStateResolvers<ContextType>;
  ItemUpdateResult?: ItemUpdateResultResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  JSONObject?: GraphQLScalarType;
  JunkValueList?: JunkValueListResolvers<ContextType>;
  KeptClaims?: KeptClaimsResolvers<ContextType>;
  LagInfo?: LagInfoResolvers<ContextType>;
  ListedValue?: ListedValueResolvers<ContextType>;
  MaskedAttribute?: MaskedAttributeResolvers<ContextType>;
  MatchAttempt?: MatchAttemptResolvers<ContextType>;
  MergeCollision?: MergeCollisionResolvers<ContextType>;
  MergeConfigurationItemsPayload?: MergeConfigurationItemsPayloadResolvers<ContextType>;
  MergeCounts?: MergeCountsResolvers<ContextType>;
  MergedValue?: MergedValueResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  Observation?: ObservationResolvers<ContextType>;
  OpenOutagePayload?: OpenOutagePayloadResolvers<ContextType>;
  Operation?: OperationResolvers<ContextType>;
  Outage?: OutageResolvers<ContextType>;
  OutageConnection?: OutageConnectionResolvers<ContextType>;
  OutageEdge?: OutageEdgeResolvers<ContextType>;
  OutageResult?: OutageResultResolvers<ContextType>;
  OutcomeCount?: OutcomeCountResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  ParkedCount?: ParkedCountResolvers<ContextType>;
  ParkedItem?: ParkedItemResolvers<ContextType>;
  ParkedItemConnection?: ParkedItemConnectionResolvers<ContextType>;
  ParkedItemEdge?: ParkedItemEdgeResolvers<ContextType>;
  ProbabilityRange?: ProbabilityRangeResolvers<ContextType>;
  ProofStep?: ProofStepResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  ReconciliationRule?: ReconciliationRuleResolvers<ContextType>;
  ReconciliationRuleConnection?: ReconciliationRuleConnectionResolvers<ContextType>;
  ReconciliationRuleEdge?: ReconciliationRuleEdgeResolvers<ContextType>;
  RedeliverWebhookPayload?: RedeliverWebhookPayloadResolvers<ContextType>;
  Rederivation?: RederivationResolvers<ContextType>;
  RegisterDataSourcePayload?: RegisterDataSourcePayloadResolvers<ContextType>;
  Relationship?: RelationshipResolvers<ContextType>;
  RelationshipConnection?: RelationshipConnectionResolvers<ContextType>;
  RelationshipDifference?: RelationshipDifferenceResolvers<ContextType>;
  RelationshipDifferenceConnection?: RelationshipDifferenceConnectionResolvers<ContextType>;
  RelationshipDifferenceEdge?: RelationshipDifferenceEdgeResolvers<ContextType>;
  RelationshipEdge?: RelationshipEdgeResolvers<ContextType>;
  RelationshipObservation?: RelationshipObservationResolvers<ContextType>;
  RelationshipType?: RelationshipTypeResolvers<ContextType>;
  ReportOutagesPayload?: ReportOutagesPayloadResolvers<ContextType>;
  ResolveDuplicateSetPayload?: ResolveDuplicateSetPayloadResolvers<ContextType>;
  RetireConfigurationItemPayload?: RetireConfigurationItemPayloadResolvers<ContextType>;
  RevertChangeSetPayload?: RevertChangeSetPayloadResolvers<ContextType>;
  RevertCount?: RevertCountResolvers<ContextType>;
  RevertSyncPayload?: RevertSyncPayloadResolvers<ContextType>;
  RevertedThing?: RevertedThingResolvers<ContextType>;
  Revision?: GraphQLScalarType;
  RevokeApiTokenPayload?: RevokeApiTokenPayloadResolvers<ContextType>;
  RuleEffect?: RuleEffectResolvers<ContextType>;
  RuleEffectConnection?: RuleEffectConnectionResolvers<ContextType>;
  RuleEffectEdge?: RuleEffectEdgeResolvers<ContextType>;
  SearchDuplicatesPayload?: SearchDuplicatesPayloadResolvers<ContextType>;
  ServerInfo?: ServerInfoResolvers<ContextType>;
  SetGatePayload?: SetGatePayloadResolvers<ContextType>;
  SharedFate?: SharedFateResolvers<ContextType>;
  SinglePointOfFailure?: SinglePointOfFailureResolvers<ContextType>;
  SinglePointOfFailureConnection?: SinglePointOfFailureConnectionResolvers<ContextType>;
  SinglePointOfFailureEdge?: SinglePointOfFailureEdgeResolvers<ContextType>;
  SparedItem?: SparedItemResolvers<ContextType>;
  SparedItemConnection?: SparedItemConnectionResolvers<ContextType>;
  SparedItemEdge?: SparedItemEdgeResolvers<ContextType>;
  StateChange?: StateChangeResolvers<ContextType>;
  StateCount?: StateCountResolvers<ContextType>;
  StateDuration?: StateDurationResolvers<ContextType>;
  StateInterval?: StateIntervalResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  SyncCounts?: SyncCountsResolvers<ContextType>;
  SyncDecision?: SyncDecisionResolvers<ContextType>;
  SyncRemoval?: SyncRemovalResolvers<ContextType>;
  SyncRemovalConnection?: SyncRemovalConnectionResolvers<ContextType>;
  SyncRemovalEdge?: SyncRemovalEdgeResolvers<ContextType>;
  SyncScope?: SyncScopeResolvers<ContextType>;
  SyncSession?: SyncSessionResolvers<ContextType>;
  SyncSessionConnection?: SyncSessionConnectionResolvers<ContextType>;
  SyncSessionEdge?: SyncSessionEdgeResolvers<ContextType>;
  SyncTypeCount?: SyncTypeCountResolvers<ContextType>;
  Topology?: TopologyResolvers<ContextType>;
  TopologyDifference?: TopologyDifferenceResolvers<ContextType>;
  TopologyItem?: TopologyItemResolvers<ContextType>;
  TopologyItemConnection?: TopologyItemConnectionResolvers<ContextType>;
  TopologyItemEdge?: TopologyItemEdgeResolvers<ContextType>;
  TopologyTable?: TopologyTableResolvers<ContextType>;
  UndoMergePayload?: UndoMergePayloadResolvers<ContextType>;
  UnresolvedRef?: UnresolvedRefResolvers<ContextType>;
  UpdateConfigurationItemsPayload?: UpdateConfigurationItemsPayloadResolvers<ContextType>;
  UpdateWebhookPayload?: UpdateWebhookPayloadResolvers<ContextType>;
  UpsertConfigurationItemPayload?: UpsertConfigurationItemPayloadResolvers<ContextType>;
  UpsertRelationshipPayload?: UpsertRelationshipPayloadResolvers<ContextType>;
  ValueChange?: ValueChangeResolvers<ContextType>;
  ValueExplanation?: ValueExplanationResolvers<ContextType>;
  ValueList?: ValueListResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
  Webhook?: WebhookResolvers<ContextType>;
  WebhookConnection?: WebhookConnectionResolvers<ContextType>;
  WebhookEdge?: WebhookEdgeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = RequestContext> = {
  cost?: CostDirectiveResolver<any, any, ContextType>;
  listSize?: ListSizeDirectiveResolver<any, any, ContextType>;
};
