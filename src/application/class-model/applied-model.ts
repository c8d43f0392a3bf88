import type { ChangeSet } from '../../domain/history/change';
import type { ItemError } from '../../domain/errors';
import { revision as asRevision, type Revision } from '../../domain/ids';
import type { JsonObject, JsonValue } from '../../domain/json';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { loadChangeSetsOfOperation } from '../../storage/identities/ingest-lookups';
import type { Application } from '../application';
import type { ModelAttempt } from './model-attempt';
import { NONE_INVALIDATED, type Invalidated } from './stored-model-check';

/** What came of some definitions. */
export interface AppliedModel {
  /** Of the change set; the newest one when nothing was written. */
  readonly revision: Revision;
  /** Empty when nothing was written. */
  readonly changeSets: readonly ChangeSet[];
  /** True: the answer of an earlier call with the same idempotency key. */
  readonly replayed: boolean;
  /** The model as it is now, or would be after a dry run. */
  readonly model: ClassModel;
  /** Names of what was new or changed. */
  readonly classes: readonly string[];
  readonly relationshipTypes: readonly string[];
  /** Names of classes and relationship types whose reconciliation rules changed. */
  readonly reconciliationTargets: readonly string[];
  /** Why it was refused; paths begin with `classes.<name>` or `relationshipTypes.<name>`. */
  readonly errors: readonly ItemError[];
  /** What is stored and would be invalid; the definitions are refused then. */
  readonly invalidated: Invalidated;
}

/** The answer when nothing was written: refused, a dry run, or no change. */
export function unwritten(attempt: ModelAttempt, invalidated: Invalidated): AppliedModel {
  return {
    revision: attempt.stored.readAt,
    changeSets: [],
    replayed: false,
    model: attempt.after,
    ...definedNames(attempt),
    errors: [...attempt.errors, ...(invalidated.count > 0 ? [wouldInvalidate(attempt, invalidated)] : [])],
    invalidated,
  };
}

function definedNames({
  write,
}: ModelAttempt): Pick<AppliedModel, 'classes' | 'relationshipTypes' | 'reconciliationTargets'> {
  return {
    classes: write.classes.map(({ definition }) => definition.name),
    relationshipTypes: write.relationshipTypes.map(({ definition }) => definition.name),
    reconciliationTargets: (write.dataRules ?? []).map(({ rule }) => rule.name),
  };
}

function wouldInvalidate(attempt: ModelAttempt, { count, items }: Invalidated): ItemError {
  const { classes, relationshipTypes } = definedNames(attempt);
  const what = count === 1 ? 'stored item or relationship' : 'stored items or relationships';
  const example = items[0]?.errors[0]?.message ?? '';
  const [path = []] = [
    ...classes.map((name) => ['classes', name]),
    ...relationshipTypes.map((name) => ['relationshipTypes', name]),
  ];
  return {
    code: 'WOULD_INVALIDATE_STORED',
    message: `${count} ${what} would become invalid. The first: ${example} Change what is stored first, or define less.`,
    path,
    retryable: false,
  };
}

/** What is kept under an idempotency key; `operationId` null: nothing was written. */
export function rememberedResult(at: Revision, attempt: ModelAttempt, operationId: string | null): JsonObject {
  return {
    revision: at,
    operationId,
    ...definedNames(attempt),
  };
}

/** The answer that {@link rememberedResult} stands for. */
export async function replayedModel(
  app: Pick<Application, 'database' | 'models'>,
  result: JsonValue,
): Promise<AppliedModel> {
  const {
    revision,
    operationId,
    classes,
    relationshipTypes,
    reconciliationTargets = [],
  } = result as {
    readonly revision: number;
    readonly operationId: string | null;
    readonly classes: readonly string[];
    readonly relationshipTypes: readonly string[];
    /** Missing in what was remembered before there were rules. */
    readonly reconciliationTargets?: readonly string[];
  };
  const at = asRevision(revision);
  return {
    revision: at,
    changeSets: operationId === null ? [] : await loadChangeSetsOfOperation(app.database, operationId),
    replayed: true,
    model: await app.models.at(at),
    classes,
    relationshipTypes,
    reconciliationTargets,
    errors: [],
    invalidated: NONE_INVALIDATED,
  };
}
