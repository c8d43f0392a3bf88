import type { DataSource } from '../domain/data-source';
import type { ItemSelection } from '../application/lists/find-items';
import type { RevertedThing } from '../application/revert/revert-report';
import type { RevertedOperation } from '../application/revert/revert-operation';
import type { EntitySets, Removal, SyncSession } from '../application/sync/find-sessions';
import type { CompletedParked, IngestResult, ItemResult, RelationshipResult } from '../application/ingest/ingest-types';
import type { ItemMatch } from '../application/matching/match-items';
import type { AvailabilityAnswer } from '../application/outages/availability';
import type { OutageResult } from '../application/outages/outage-results';
import type { ReportedOutages } from '../application/outages/report-outages';
import type { OutageMoment } from '../application/outages/outages-at';
import type { UpdatedItems } from '../application/editing/update-items';
import type { ChangedValue } from '../domain/history/changed-values';
import type { AvailabilityCause } from '../domain/outages/availability';
import type { ErrorCode } from '../domain/errors';
import type { Change } from '../domain/history/change';
import type {
  CiClass as CiClassDefinition,
  RelationshipType as RelationshipTypeDefinition,
} from '../domain/class-model/class-model';
import type { ItemId, Revision } from '../domain/ids';
import type { OutageRecord } from '../domain/outages/outage';
import type { ParkedRecord } from '../domain/ingest/parked-record';
import type { Relationship } from '../domain/relationship';
import type { ClassModel } from '../domain/class-model/resolved-class-model';
import type { ItemModel } from './item-model';

/*
 * What resolvers hand to each other. Each names the revision it was read at, so that everything below it is read at
 * the same one.
 */

/** A relationship as it was at a revision. */
export interface RelationshipModel {
  readonly relationship: Relationship;
  readonly at: Revision;
}

/** A class within the model that holds it. */
export interface CiClassModel {
  readonly definition: CiClassDefinition;
  readonly model: ClassModel;
}

/** A relationship type. */
export interface RelationshipTypeModel {
  readonly definition: RelationshipTypeDefinition;
}

/** A change; the committed write it belongs to and its values are read when they are asked for. */
export interface ChangeModel {
  readonly change: Change;
}

/** How an item fared, and the revision at which its causes are shown. */
export interface AvailabilityModel {
  readonly answer: AvailabilityAnswer;
  readonly at: Revision;
}

export interface AvailabilityCauseModel {
  readonly cause: AvailabilityCause;
  readonly at: Revision;
}

/** An outage as it was known at a moment. */
export interface OutageModel {
  readonly outage: OutageRecord;
  readonly moment: OutageMoment;
}

/** What became of an outage; a new one that was only tried is not there. */
export interface OutageResultModel {
  readonly result: OutageResult;
  readonly at: Revision;
}

/** What became of a list of outages. */
export interface ReportedOutagesModel {
  readonly revision: Revision;
  readonly reported: ReportedOutages;
}

export type OutageConnectionModel = ConnectionModel<OutageModel> & {
  readonly unresolved?: readonly UnresolvedRefModel[];
};

/** A reference that did not resolve. */
export interface UnresolvedRefModel {
  readonly index: number;
  readonly code: ErrorCode;
  readonly message: string;
  readonly candidates: readonly ItemId[];
  readonly at: Revision;
}

/** What a key came to. */
export interface ItemMatchModel {
  readonly match: ItemMatch;
  readonly at: Revision;
}

/** A page of a list: the edges and the total are worked out only when they are asked for. */
export interface ConnectionModel<T> {
  readonly nodes: readonly T[];
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number | (() => number | Promise<number>);
  readonly revision: Revision;
}

/** `selection`: all items of the list, for what is counted over them. */
export interface ItemConnectionModel extends ConnectionModel<ItemModel | null> {
  readonly selection: ItemSelection;
}

/** A list whose filter may hold references; without any, all of them resolved. */
interface WithReferences {
  readonly unresolved?: readonly UnresolvedRefModel[];
}

export type RelationshipConnectionModel = ConnectionModel<RelationshipModel> & WithReferences;
export type ChangeConnectionModel = ConnectionModel<ChangeModel> & WithReferences;
export type DataSourceConnectionModel = ConnectionModel<DataSourceModel>;

/** A data source and the revision it was read at. */
export interface DataSourceModel extends DataSource {
  readonly at: Revision;
}

/** A sync session; `preview` stands in a dry run for the removals that are not stored. */
export interface SyncSessionModel {
  readonly session: SyncSession;
  readonly preview: EntitySets | null;
}

/** One thing that a source no longer claims, as it was when that was decided. */
export interface SyncRemovalModel {
  readonly removal: Removal;
  readonly at: Revision;
}

export type SyncSessionConnectionModel = ConnectionModel<SyncSessionModel>;
export type SyncRemovalConnectionModel = ConnectionModel<SyncRemovalModel>;
export type ParkedItemConnectionModel = ConnectionModel<ParkedRecord>;

/** What undoing an operation did. */
export interface RevertPayloadModel {
  readonly reverted: RevertedOperation;
}

/** What undoing did to one thing, and the revision that shows it. */
export interface RevertedThingModel {
  readonly thing: RevertedThing;
  readonly at: Revision;
}

/** What a change of many items did. */
export interface UpdatedItemsModel {
  readonly revision: Revision;
  readonly updated: UpdatedItems;
}

/** What it did to one of them. */
export interface ItemUpdateModel {
  readonly result: ItemResult;
  readonly values: readonly ChangedValue[];
  readonly at: Revision;
}

/** What an ingest did. */
export interface IngestPayloadModel {
  readonly revision: Revision;
  readonly result: IngestResult;
}

/** A parked report that an ingest completed, and the revision that shows it. */
export interface CompletedParkedModel {
  readonly completed: CompletedParked;
  readonly at: Revision;
}

/** What happened to one item of an ingest, and the revision that shows it. */
export interface IngestItemResultModel {
  readonly result: ItemResult;
  readonly at: Revision;
}

/** What happened to one relationship of an ingest, and the revision that shows it. */
export interface IngestRelationshipResultModel {
  readonly result: RelationshipResult;
  readonly at: Revision;
}
