import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { isInterfaceType } from 'graphql';
import type { AppliedModel } from '../../application/class-model/applied-model';
import { applyModel, type ApplyModelCall } from '../../application/class-model/apply-model';
import { bodyHash } from '../../application/references/identity-hash';
import type { ReservedNames } from '../../application/class-model/model-attempt';
import type { ItemError } from '../../domain/errors';
import type { JsonValue } from '../../domain/json';
import { canonicalJson } from '../../domain/json-equal';
import type { ModelInput } from '../../domain/class-model/model-input';
import { ItemModel } from '../item-model';
import type { RequestContext } from '../context';
import type {
  ApplyModelPayload,
  DefineCiClassPayload,
  DefineRelationshipTypePayload,
  InvalidatedItems,
  MutationApplyModelArgs,
  MutationDefineCiClassArgs,
  MutationDefineRelationshipTypeArgs,
  Resolvers,
  ResolversTypes,
} from '../generated';
import { presentChangeSet } from './change';
import { presentClass, presentType } from './class-model';

/** Classes and relationship types are defined at run time. */
export const defineModelResolvers = {
  Mutation: { defineCiClass, defineRelationshipType, applyModel: applyModelInput },
} satisfies Resolvers;

type Payload<T extends keyof ResolversTypes> = Awaited<ResolversTypes[T]>;

async function defineCiClass(
  _: unknown,
  { input }: MutationDefineCiClassArgs,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<Payload<'DefineCiClassPayload'>> {
  const applied = await apply('defineCiClass', { classes: [input.class], relationshipTypes: [] }, input, context, info);
  return {
    ...(await presentWrite(applied, context)),
    class: applied.errors.length > 0 ? null : presentClass(applied.model, input.class.name),
    errors: applied.errors.map((error) => withinInput(error, 'class', input.class.name)),
  } satisfies Shape<DefineCiClassPayload>;
}

async function defineRelationshipType(
  _: unknown,
  { input }: MutationDefineRelationshipTypeArgs,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<Payload<'DefineRelationshipTypePayload'>> {
  const { name } = input.relationshipType;
  const definitions = { classes: [], relationshipTypes: [input.relationshipType] };
  const applied = await apply('defineRelationshipType', definitions, input, context, info);
  return {
    ...(await presentWrite(applied, context)),
    relationshipType: applied.errors.length > 0 ? null : presentType(applied.model, name),
    errors: applied.errors.map((error) => withinInput(error, 'relationshipType', name)),
  } satisfies Shape<DefineRelationshipTypePayload>;
}

async function applyModelInput(
  _: unknown,
  { input }: MutationApplyModelArgs,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<Payload<'ApplyModelPayload'>> {
  const { classes = [], relationshipTypes = [], reconciliationRules = [] } = input;
  const definitions = { classes, relationshipTypes, reconciliationRules };
  const applied = await apply('applyModel', definitions, input, context, info);
  return {
    ...(await presentWrite(applied, context)),
    classes: applied.classes.flatMap((name) => presentClass(applied.model, name) ?? []),
    relationshipTypes: applied.relationshipTypes.flatMap((name) => presentType(applied.model, name) ?? []),
    reconciliationTargets: applied.reconciliationTargets,
    errors: applied.errors,
  } satisfies Shape<ApplyModelPayload>;
}

/** Every field of a payload, whatever it is mapped to. */
type Shape<T> = { readonly [K in Exclude<keyof T, '__typename'>]-?: unknown };

interface MutationInput {
  readonly reason?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
  readonly dryRun?: boolean | undefined;
}

function apply(
  mutation: string,
  definitions: ModelInput,
  input: MutationInput,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<AppliedModel> {
  const call: ApplyModelCall = {
    principal: context.principal,
    requestId: context.requestId,
    reason: input.reason ?? null,
    dryRun: input.dryRun ?? false,
    idempotency:
      input.idempotencyKey == null
        ? null
        : { key: input.idempotencyKey, bodyHash: bodyHash(canonicalJson([mutation, plain(input)])) },
  };
  return applyModel(context.app, definitions, call, reservedNames(info.schema));
}

/** Inputs come without prototypes and may hold undefined; their JSON is what the caller sent. */
const plain = (input: object): JsonValue => JSON.parse(JSON.stringify(input)) as JsonValue;

const RESERVED = new WeakMap<GraphQLSchema, ReservedNames>();

/** What the API itself has given a name to; a class may become a type of it, and an attribute a field. */
function reservedNames(schema: GraphQLSchema): ReservedNames {
  const known = RESERVED.get(schema);
  if (known !== undefined) return known;
  const item = schema.getType('ConfigurationItem');
  const names = {
    reservedClassNames: new Set(Object.keys(schema.getTypeMap())),
    reservedAttributeNames: new Set(isInterfaceType(item) ? Object.keys(item.getFields()) : []),
  };
  RESERVED.set(schema, names);
  return names;
}

async function presentWrite(applied: AppliedModel, context: RequestContext) {
  const [first] = applied.changeSets;
  return {
    revision: applied.revision,
    operation: first === undefined ? null : { id: first.operationId, kind: first.operationKind },
    changeSets: applied.changeSets.map(presentChangeSet),
    replayed: applied.replayed,
    invalidated: await presentInvalidated(applied, context),
  };
}

async function presentInvalidated(
  { invalidated, revision }: AppliedModel,
  context: RequestContext,
): Promise<Awaited<ResolversTypes['InvalidatedItems']>> {
  const items = await context.readers(revision).items.loadMany(invalidated.items.map((one) => one.itemId));
  return {
    count: invalidated.count,
    items: invalidated.items.map(({ errors }, index) => {
      const item = items[index];
      return { configurationItem: item ? new ItemModel(item, revision) : null, errors };
    }),
  } satisfies Shape<InvalidatedItems>;
}

/** The path of an error about the one definition of a request leads into the field that holds it. */
function withinInput(error: ItemError, field: string, name: string): ItemError {
  const [, subject, ...rest] = error.path;
  return subject === name ? { ...error, path: [field, ...rest] } : error;
}
