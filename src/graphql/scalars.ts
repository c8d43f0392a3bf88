import { GraphQLError, GraphQLScalarType, Kind, type ConstValueNode, type ValueNode } from 'graphql';
import { parseInstant } from '../domain/instant';
import type { JsonValue } from '../domain/json';

/** The scalars of `schema.graphql`, by name. */
export function createScalars(): Readonly<
  Record<'Revision' | 'BigCount' | 'DateTime' | 'JSONObject' | 'JSON', GraphQLScalarType>
> {
  return {
    Revision: new GraphQLScalarType({
      name: 'Revision',
      serialize: readRevision,
      parseValue: readRevision,
      parseLiteral: (node) => readRevision(node.kind === Kind.INT ? Number(node.value) : undefined),
    }),
    BigCount: new GraphQLScalarType({
      name: 'BigCount',
      serialize: (value) => readBigCount(typeof value === 'bigint' ? value.toString() : value),
      parseValue: readBigCount,
      parseLiteral: (node) => readBigCount(node.kind === Kind.STRING ? node.value : undefined),
    }),
    DateTime: new GraphQLScalarType({
      name: 'DateTime',
      // What is stored is written in UTC already; taking it apart again would cost more than all other fields together.
      serialize: (value) => (typeof value === 'string' && value.endsWith('Z') ? value : readDateTime(value)),
      parseValue: readDateTime,
      parseLiteral: (node) => readDateTime(node.kind === Kind.STRING ? node.value : undefined),
    }),
    JSONObject: new GraphQLScalarType({
      name: 'JSONObject',
      // What is stored was checked on its way in; walking it again would double the cost of large answers.
      serialize: (value) => value,
      parseValue: (value) => readJsonObject(readJson(value)),
      parseLiteral: (node, variables) => readJsonObject(literalJson(node, variables ?? {}, 0)),
    }),
    JSON: new GraphQLScalarType({
      name: 'JSON',
      serialize: (value) => value,
      parseValue: readJson,
      parseLiteral: (node, variables) => literalJson(node, variables ?? {}, 0),
    }),
  };
}

/** JSON that is nested deeper is refused: code that walks it may recurse, and nobody means it. */
export const JSON_DEPTH_MAX = 64;

function readRevision(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new GraphQLError(`A Revision is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`);
}

function readBigCount(value: unknown): string {
  if (typeof value === 'string' && /^\d{1,1000}$/.test(value)) return value;
  throw new GraphQLError('A BigCount is a whole number of 0 or more as text, such as "105955422".');
}

function readDateTime(value: unknown): string {
  const instant = typeof value === 'string' ? parseInstant(value) : null;
  if (instant !== null) return instant;
  throw new GraphQLError('A DateTime is an instant as RFC 3339 with its zone, such as 2026-11-22T22:07:18Z.');
}

function readJsonObject(value: JsonValue): JsonValue {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
  throw new GraphQLError('A JSONObject is an object: { key: value, … }.');
}

/** Accepts what came out of JSON.parse; bounded in depth, level by level. */
function readJson(value: unknown): JsonValue {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > JSON_DEPTH_MAX) throw tooDeep();
    const next: unknown[] = [];
    for (const one of level) {
      if (one === undefined || typeof one === 'function' || typeof one === 'bigint' || typeof one === 'symbol') {
        throw new GraphQLError('This is no JSON value.');
      }
      if (one !== null && typeof one === 'object') for (const inner of Object.values(one)) next.push(inner);
    }
    level = next;
  }
  return value as JsonValue;
}

function tooDeep(): GraphQLError {
  return new GraphQLError(`JSON may be nested ${JSON_DEPTH_MAX} levels deep at most.`);
}

type Variables = Readonly<Record<string, unknown>>;

/** JSON written inside a query. Recursion is bounded by the depth limit. */
function literalJson(node: ValueNode | ConstValueNode, variables: Variables, depth: number): JsonValue {
  if (depth > JSON_DEPTH_MAX) throw tooDeep();
  switch (node.kind) {
    case Kind.NULL:
      return null;
    case Kind.BOOLEAN:
    case Kind.STRING:
      return node.value;
    case Kind.ENUM:
      throw new GraphQLError(`${node.value} is no JSON value: put a text into quotes.`);
    case Kind.INT:
    case Kind.FLOAT:
      return literalNumber(node.value);
    case Kind.LIST:
      return node.values.map((item) => literalJson(item, variables, depth + 1));
    case Kind.OBJECT:
      // fromEntries defines properties, so that the key "__proto__" stays a key.
      return Object.fromEntries(
        node.fields.map((field) => [field.name.value, literalJson(field.value, variables, depth + 1)]),
      );
    case Kind.VARIABLE:
      return (variables[node.name.value] ?? null) as JsonValue;
  }
}

function literalNumber(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  throw new GraphQLError(`The number ${text.slice(0, 40)} is too large.`);
}
