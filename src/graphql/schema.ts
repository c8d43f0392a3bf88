import {
  assertValidSchema,
  buildSchema,
  isInterfaceType,
  isObjectType,
  isScalarType,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLTypeResolver,
} from 'graphql';
import { checkAccess, checkRight, type Wanted } from '../application/access/check-access';
import { NEEDS_OF_FIELDS } from '../domain/access/needed-rights';
import { invariant } from '../domain/errors';
import { revision, type Revision } from '../domain/ids';
import type { CompleteResolvers } from './complete';
import type { RequestContext } from './context';
import { readSchemaText } from './package-files';
import { createScalars } from './scalars';

type FieldResolver = GraphQLFieldResolver<unknown, RequestContext, Record<string, unknown>>;
/** A field of the subscription type: where its events come from, and what is told of each. */
interface SubscriptionField {
  readonly subscribe: FieldResolver;
  readonly resolve: FieldResolver;
}
type ResolverMap = Readonly<
  Record<string, FieldResolver | SubscriptionField | GraphQLTypeResolver<unknown, RequestContext>>
>;

/** The executable schema: `schema.graphql` with its scalars and these resolvers. */
export function createSchema(resolvers: CompleteResolvers, text: string = readSchemaText()): GraphQLSchema {
  const schema = buildSchema(text);
  assertValidSchema(schema);
  for (const [name, scalar] of Object.entries(createScalars())) {
    const type = schema.getType(name);
    invariant(isScalarType(type), `${name} is a scalar of the schema`);
    type.serialize = scalar.serialize;
    type.parseValue = scalar.parseValue;
    type.parseLiteral = scalar.parseLiteral;
  }
  for (const [name, fields] of Object.entries(resolvers)) attach(schema.getType(name), name, fields as ResolverMap);
  wrapRoots(schema);
  return schema;
}

function attach(type: GraphQLNamedType | undefined, name: string, resolvers: ResolverMap): void {
  if (isInterfaceType(type)) {
    type.resolveType = resolvers['__resolveType'] as GraphQLTypeResolver<unknown, RequestContext>;
    return;
  }
  invariant(isObjectType(type), `${name} has resolvers and is an object type of the schema`);
  for (const [fieldName, resolve] of Object.entries(resolvers)) {
    const field = type.getFields()[fieldName];
    invariant(field, `${name}.${fieldName} has a resolver and is a field of the schema`);
    if (typeof resolve === 'function') field.resolve = resolve as FieldResolver;
    else Object.assign(field, resolve);
  }
}

/** What all root fields have in common, so that no resolver can forget it. */
function wrapRoots(schema: GraphQLSchema): void {
  const { query, mutation } = { query: schema.getQueryType(), mutation: schema.getMutationType() };
  invariant(query && mutation, 'the schema has a query and a mutation type');
  wrapFields(query, (resolve, wanted) => (source, args, context, info) => {
    checkRight(context.caller, wanted);
    // Without a moment of its own the field reads with its neighbours: all of them wait for what any of them asks for.
    if (args['at'] == null && typeof args['atLeast'] === 'number') context.announce(args['atLeast']);
    return resolve(source, args, context, info);
  });
  wrapFields(mutation, (resolve, wanted) => async (source, args, context, info) => {
    await checkAccess(context.app, context.caller, wanted, args['input'] as Readonly<Record<string, unknown>>);
    const payload = (await resolve(source, args, context, info)) as object | null;
    // What a mutation answers with, and what its caller asks next, is read at the revision that it wrote, graph and all.
    if (payload !== null) await context.noteWritten(writtenRevision(payload, info.fieldName));
    return payload;
  });
  const subscription = schema.getSubscriptionType();
  invariant(subscription, 'the schema has a subscription type');
  for (const field of Object.values(subscription.getFields())) {
    const wanted = wantedBy(subscription, field.name);
    const subscribe = field.subscribe as FieldResolver | undefined;
    // GraphQL itself would look for events in a property.
    invariant(subscribe && field.resolve, `Subscription.${field.name} has events and a resolver for them`);
    field.subscribe = (source, args, context: RequestContext, info) => {
      checkRight(context.caller, wanted);
      return subscribe(source, args, context, info);
    };
  }
}

/** What a root field asks of its caller. A field of which nobody has said so is a mistake of this program. */
function wantedBy(type: GraphQLObjectType, field: string): Wanted {
  const operation = `${type.name}.${field}`;
  const need = NEEDS_OF_FIELDS[operation];
  invariant(need, `${operation} stands in the table of what operations need`);
  return { operation, need };
}

/** A payload says at its top, or in the result that it wraps, which revision it led to. */
function writtenRevision(payload: object, mutation: string): Revision {
  const candidates: readonly unknown[] = [payload, ...(Object.values(payload) as unknown[])];
  const found = candidates
    .map((value) => (typeof value === 'object' && value !== null && 'revision' in value ? value.revision : null))
    .find((value) => typeof value === 'number');
  invariant(found !== undefined, `the payload of ${mutation} names its revision`);
  return revision(found);
}

function wrapFields(type: GraphQLObjectType, wrap: (resolve: FieldResolver, wanted: Wanted) => FieldResolver): void {
  for (const field of Object.values(type.getFields())) {
    invariant(field.resolve, `${type.name}.${field.name} has a resolver`);
    field.resolve = wrap(field.resolve as FieldResolver, wantedBy(type, field.name));
  }
}
