import { itemError, type ItemError } from '../../domain/errors';
import { IdentityRules } from '../../domain/identification/identity-keys';
import type { RelationshipId } from '../../domain/ids';
import type { RelationshipRecord } from '../../domain/ingest/ingest-record';
import type { JsonValue } from '../../domain/json';
import { didYouMean, quoted } from '../../domain/nearest-name';
import { decodeId, encodeRelationshipId } from '../../domain/opaque-id';
import type { Relationship } from '../../domain/relationship';
import { relationshipKey } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { loadRelationshipById, loadRelationships } from '../../storage/identities/ingest-lookups';
import { readingOnly } from '../../storage/visible-rows';
import { runEdit, type EditCall, type Editing, type EditResult, type PreparedEdit } from './edit-call';
import { landByHand, resolveTarget } from './edit-item';
import { identityHash } from '../references/identity-hash';
import type { IngestOutcome } from '../ingest/ingest-types';
import { PlanBuilder } from '../ingest/plan-builder';
import { releaseHostedIdentities } from '../ingest/release-hosted';
import { StoredState } from '../ingest/stored-state';
import type { ItemReference } from '../references/item-reference';

/** A relationship as a person writes it. */
export type RelationshipEdit = Omit<RelationshipRecord, 'source' | 'target' | 'observedAt' | 'presence'> & {
  readonly source: ItemReference;
  readonly target: ItemReference;
};

/** What became of an edited relationship. */
export interface EditedRelationship extends EditResult {
  readonly outcome: IngestOutcome;
  /** Null when refused, or when a dry run would create it. */
  readonly relationshipId: RelationshipId | null;
  readonly warnings: readonly ItemError[];
}

/** Creates or changes one relationship as a claim of the source `manual`. Throws as `ingest` does. */
export async function upsertRelationship(
  app: Editing,
  call: EditCall,
  edit: RelationshipEdit,
): Promise<EditedRelationship> {
  const record: RelationshipRecord = { ...edit, source: endOf(edit.source), target: endOf(edit.target) };
  const body = { upsertRelationship: edit } as unknown as JsonValue;
  const result = await landByHand(app, call, body, { relationships: [record] });
  const { revision, operation, changeSets, replayed } = result;
  const [one] = result.relationships;
  if (!one) throw new Error('invariant violated: an edit of one relationship has no result');
  const { outcome, warnings, errors } = one;
  return { revision, operation, changeSets, replayed, outcome, relationshipId: one.relationshipId, warnings, errors };
}

const endOf = ({ id, native, identity }: ItemReference): RelationshipRecord['source'] => ({
  id: id ?? null,
  native: native ?? null,
  identity: identity ?? null,
});

/** Points at one relationship; exactly one property is given. */
export interface RelationshipReference {
  readonly id?: string | null | undefined;
  readonly ends?:
    { readonly type: string; readonly source: ItemReference; readonly target: ItemReference } | null | undefined;
}

/** A relationship to end, whoever claims it. */
export interface RelationshipEnding {
  readonly relationship: RelationshipReference;
  readonly ifVersion: number | null;
}

/** What became of it. */
export interface EndedRelationship extends EditResult {
  /** Whether there was one to end. */
  readonly ended: boolean;
}

/** Ends a relationship, whoever claims it; a source that reports it again brings it back. Throws as `ingest` does. */
export function endRelationship(app: Editing, call: EditCall, ending: RelationshipEnding): Promise<EndedRelationship> {
  const body = { endRelationship: ending } as unknown as JsonValue;
  let known: EndsMeant | RelationshipId | ItemError | null = null;
  return runEdit(app, call, { kind: 'EDIT', body }, async (reader): Promise<PreparedEdit<{ ended: boolean }>> => {
    // Which one is meant is settled before the lock; only what it is like is read again under it.
    known ??= await findMeant(app, ending.relationship);
    if (typeof known === 'object' && 'code' in known) return { plan: null, answer: { ended: false }, errors: [known] };
    const found = await loadMeant(readingOnly(reader, call.visibility ?? null), known);
    if (!found) return { plan: null, answer: { ended: false }, errors: [] };
    const fault = versionFault(found, ending.ifVersion);
    if (fault) return { plan: null, answer: { ended: false }, errors: [fault] };
    const plan = new PlanBuilder();
    plan.relationships.push({ before: found, after: null, kind: 'ENDED', paths: [] });
    plan.expects.relationship(relationshipKey(found.source, found.type, found.target), found);
    const { model, revision } = await app.models.latest(reader);
    await releaseHostedIdentities(new IdentityRules(model, identityHash), new StoredState(reader), plan);
    return { plan: plan.rows(revision), answer: { ended: true }, errors: [] };
  });
}

type EndsMeant = Pick<Relationship, 'source' | 'type' | 'target'>;

/** Which relationship a reference means, or why it means none. */
async function findMeant(
  app: Editing,
  { id, ends }: RelationshipReference,
): Promise<EndsMeant | RelationshipId | ItemError> {
  if (id != null) {
    const decoded = decodeId(id);
    if (decoded?.kind === 'Relationship') return decoded.id;
    return itemError('INVALID_REFERENCE', `${quoted(id)} is no id of a relationship.`, ['relationship', 'id']);
  }
  if (!ends) return itemError('INVALID_REFERENCE', 'Name a relationship by its id or its ends.', ['relationship']);
  const model = app.models.current();
  const type = model.type(ends.type);
  if (!type) {
    const hint = didYouMean(
      ends.type,
      model.types().map((one) => one.name),
    );
    const message = `There is no relationship type ${quoted(ends.type)}.${hint}`;
    return itemError('UNKNOWN_RELATIONSHIP_TYPE', message, ['relationship', 'ends', 'type']);
  }
  const source = await resolveTarget(app, ends.source);
  const target = await resolveTarget(app, ends.target);
  if ('error' in source) return { ...source.error, path: ['relationship', 'ends', 'source'] };
  if ('error' in target) return { ...target.error, path: ['relationship', 'ends', 'target'] };
  const swap = type.symmetric && source.id > target.id;
  return { source: swap ? target.id : source.id, type: type.name, target: swap ? source.id : target.id };
}

async function loadMeant(reader: Executor, meant: EndsMeant | RelationshipId): Promise<Relationship | null> {
  if (typeof meant === 'number') return loadRelationshipById(reader, meant);
  const [found] = (await loadRelationships(reader, [meant])).values();
  return found ?? null;
}

function versionFault(found: Relationship, ifVersion: number | null): ItemError | null {
  if (ifVersion === null || ifVersion === found.version) return null;
  const message = `${encodeRelationshipId(found.id)} was to be ended at version ${ifVersion}, but it is at version ${found.version}. Read it again and decide anew.`;
  return itemError('VERSION_CONFLICT', message, ['ifVersion']);
}
