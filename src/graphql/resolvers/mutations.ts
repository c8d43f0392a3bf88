import { upsertItem, type EditedItem, type ItemEdit } from '../../application/editing/edit-item';
import { endRelationship as end, upsertRelationship as upsert } from '../../application/editing/edit-relationship';
import { registerSource } from '../../application/editing/register-source';
import { retireItem } from '../../application/editing/retire-item';
import { setGate as set } from '../../application/editing/set-gate';
import type { RelationshipEdit } from '../../application/editing/edit-relationship';
import type { RequestContext } from '../context';
import type {
  MutationEndRelationshipArgs,
  MutationRegisterDataSourceArgs,
  MutationRetireConfigurationItemArgs,
  MutationSetGateArgs,
  MutationUpsertConfigurationItemArgs,
  MutationUpsertRelationshipArgs,
  Resolvers,
} from '../generated';
import { editCall, itemAt, presentWritten, relationshipAt } from './written';

/** Edits by hand of one thing each. */
export const mutationResolvers = {
  Mutation: {
    upsertConfigurationItem,
    retireConfigurationItem,
    upsertRelationship,
    endRelationship,
    setGate,
    registerDataSource,
  },
} satisfies Resolvers;

async function upsertConfigurationItem(
  _: unknown,
  { input }: MutationUpsertConfigurationItemArgs,
  context: RequestContext,
) {
  const { reason: _reason, idempotencyKey: _key, dryRun: _dryRun, ...edit } = input;
  // Left out is undefined here and missing there: the two mean the same.
  const edited = await upsertItem(context.app, editCall(context, input), edit as ItemEdit);
  return presentEditedItem(context, edited);
}

async function setGate(_: unknown, { input }: MutationSetGateArgs, context: RequestContext) {
  const { key, rule = null, value = null, types = null, degradedBelow = null, strength = null, parent = null } = input;
  const edited = await set(context.app, editCall(context, input), {
    item: input.configurationItem,
    ifVersion: input.ifVersion ?? null,
    key,
    rule,
    value,
    types,
    degradedBelow,
    strength,
    parent,
  });
  return presentEditedItem(context, edited);
}

async function presentEditedItem(context: RequestContext, edited: EditedItem) {
  const { outcome, itemId, warnings, revision } = edited;
  const configurationItem = await itemAt(context, itemId, revision);
  return { ...presentWritten(edited), outcome, warnings, configurationItem };
}

async function retireConfigurationItem(
  _: unknown,
  { input }: MutationRetireConfigurationItemArgs,
  context: RequestContext,
) {
  const retirement = { item: input.configurationItem, ifVersion: input.ifVersion ?? null };
  const retired = await retireItem(context.app, editCall(context, input), retirement);
  const { itemId, endedRelationships, revision } = retired;
  const configurationItem = await itemAt(context, itemId, revision);
  return { ...presentWritten(retired), endedRelationships, configurationItem };
}

async function upsertRelationship(_: unknown, { input }: MutationUpsertRelationshipArgs, context: RequestContext) {
  const { reason: _reason, idempotencyKey: _key, dryRun: _dryRun, ...edit } = input;
  const edited = await upsert(context.app, editCall(context, input), edit as RelationshipEdit);
  const { outcome, relationshipId, warnings, revision } = edited;
  const relationship = await relationshipAt(context, relationshipId, revision);
  return { ...presentWritten(edited), outcome, warnings, relationship };
}

async function endRelationship(_: unknown, { input }: MutationEndRelationshipArgs, context: RequestContext) {
  const ending = { relationship: input.relationship, ifVersion: input.ifVersion ?? null };
  const ended = await end(context.app, editCall(context, input), ending);
  return { ...presentWritten(ended), ended: ended.ended };
}

async function registerDataSource(_: unknown, { input }: MutationRegisterDataSourceArgs, context: RequestContext) {
  const { name, description, tenant, mayCreate, absentAfterMisses, absentGraceHours } = input;
  const { refreshPeriodSeconds, expectedIntervalSeconds } = input;
  const registered = await registerSource(context.app, editCall(context, input), {
    name,
    description,
    tenant,
    mayCreate,
    absentAfterMisses,
    absentGraceHours,
    refreshPeriodSeconds,
    expectedIntervalSeconds,
  });
  const { dataSource, revision } = registered;
  return { ...presentWritten(registered), dataSource: dataSource && { ...dataSource, at: revision } };
}
