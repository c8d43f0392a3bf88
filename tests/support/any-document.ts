import * as fc from 'fast-check';
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { lottery } from './random-inventory';

/** A valid operation with what it is asked with. */
export interface AnyDocument {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Values for arguments and input fields of a name, or else of a type: what is really there, and what is not. */
export type Pools = Readonly<Record<string, readonly unknown[]>>;

export interface DocumentOptions {
  readonly schema: GraphQLSchema;
  readonly pools: Pools;
  /** Root fields that are left out. */
  readonly without?: readonly string[];
  readonly levels: number;
}

/** Any query that the schema allows: arguments and variables by type, aliases, directives, fragments of every kind. */
export const anyDocument = (options: DocumentOptions): fc.Arbitrary<AnyDocument> =>
  fc.noShrink(fc.integer()).map((seed) => new Writer(options, seed).write());

class Writer {
  readonly #options: DocumentOptions;
  readonly #random: ReturnType<typeof lottery>;
  readonly #variables = new Map<string, { readonly type: string; readonly value: unknown }>();
  readonly #fragments: { readonly name: string; readonly on: string; readonly text: string }[] = [];
  #names = 0;

  constructor(options: DocumentOptions, seed: number) {
    this.#options = options;
    this.#random = lottery(seed);
  }

  write(): AnyDocument {
    const root = this.#options.schema.getQueryType();
    const body = root ? this.#selection(root, this.#options.levels, this.#options.without) : '';
    const declared = [...this.#variables].map(([name, { type }]) => `$${name}: ${type}`).join(', ');
    const query = `query Any${declared && `(${declared})`} ${body}\n${this.#fragments.map(({ text }) => text).join('\n')}`;
    const given = [...this.#variables].filter(([, { value }]) => value !== undefined);
    return { query, variables: Object.fromEntries(given.map(([name, { value }]) => [name, value])) };
  }

  #selection(type: GraphQLNamedType, levels: number, without: readonly string[] = []): string {
    const fields =
      isObjectType(type) || isInterfaceType(type)
        ? Object.values(type.getFields()).filter(
            (field) => !without.includes(field.name) && (levels > 1 || !isCompositeType(getNamedType(field.type))),
          )
        : [];
    const chosen = fields.length === 0 ? [] : this.#some(fields, 4).map((field) => this.#field(field, levels));
    const parts = [...new Set(chosen.length === 0 ? ['__typename'] : chosen)];
    if (levels > 1 && this.#one(5)) parts.push(this.#fragment(type, levels));
    return `{ ${parts.join(' ')} }`;
  }

  #field(field: GraphQLField<unknown, unknown>, levels: number): string {
    const type = getNamedType(field.type);
    const args = this.#arguments(field.args);
    const inner = isCompositeType(type) ? ` ${this.#selection(type, levels - 1)}` : '';
    // Under a name of its own it goes together with whatever else is asked.
    const alias = args !== '' || inner !== '' || this.#one(8) ? `${this.#name('a')}: ` : '';
    return `${alias}${field.name}${args}${alias && this.#directive()}${inner}`;
  }

  #fragment(type: GraphQLNamedType, levels: number): string {
    const { schema } = this.#options;
    const narrower = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
    const on = this.#pick([type, ...narrower]);
    const known = this.#fragments.find((one) => one.on === on.name);
    if (known && this.#one(2)) return `...${known.name}`;
    if (this.#one(3)) return `...${this.#directive()} ${this.#selection(type, levels - 1)}`;
    if (this.#one(2)) return `... on ${on.name}${this.#directive()} ${this.#selection(on, levels - 1)}`;
    const name = this.#name('F');
    const text = `fragment ${name} on ${on.name} ${this.#selection(on, levels - 1)}`;
    this.#fragments.push({ name, on: on.name, text });
    return `...${name}${this.#directive()}`;
  }

  #directive(): string {
    if (!this.#one(6)) return '';
    const value = this.#one(2)
      ? String(this.#pick([true, false]))
      : this.#variable('Boolean!', this.#pick([true, false]));
    return ` @${this.#pick(['include', 'skip'])}(if: ${value})`;
  }

  #arguments(args: readonly GraphQLArgument[]): string {
    const given = args.filter((one) => isRequiredArgument(one) || this.#one(3));
    const texts = given.map((one) => {
      const value = this.#value(one, 3);
      return `${one.name}: ${this.#one(2) ? this.#variable(String(one.type), value) : literal(value, one.type)}`;
    });
    return texts.length === 0 ? '' : `(${texts.join(', ')})`;
  }

  #variable(type: string, value: unknown): string {
    const name = this.#name('v');
    // One that need not be given may be missing.
    this.#variables.set(name, { type, value: !type.endsWith('!') && this.#one(6) ? undefined : value });
    return `$${name}`;
  }

  #value({ name, type }: Pick<GraphQLInputField, 'name' | 'type'>, levels: number): unknown {
    if (isNonNullType(type)) return this.#value({ name, type: type.ofType }, levels);
    if (isListType(type)) {
      const count = this.#random.next(4);
      return Array.from({ length: count }, () => this.#value({ name, type: type.ofType }, levels));
    }
    const pool = this.#options.pools[name] ?? this.#options.pools[type.name];
    if (pool && !isInputObjectType(type)) return this.#pick(pool);
    if (isEnumType(type)) return this.#pick(type.getValues()).name;
    if (!isInputObjectType(type)) throw new Error(`no values for ${name}: ${String(type)}`);
    const fields = Object.values(type.getFields());
    if (type.isOneOf) {
      const field = this.#pick(fields.filter((one) => levels > 0 || !isInputObjectType(getNamedType(one.type))));
      return { [field.name]: this.#value(field, levels - 1) };
    }
    const chosen = fields.filter(
      (one) =>
        (isNonNullType(one.type) && one.defaultValue === undefined) ||
        (this.#one(6) && (levels > 0 || !isInputObjectType(getNamedType(one.type)))),
    );
    return Object.fromEntries(chosen.map((one) => [one.name, this.#value(one, levels - 1)]));
  }

  #some<T>(values: readonly T[], most: number): readonly T[] {
    return Array.from({ length: 1 + this.#random.next(most) }, () => this.#pick(values));
  }

  #pick<T>(values: readonly T[]): T {
    return values[this.#random.next(values.length)] as T;
  }

  #one(of: number): boolean {
    return this.#random.next(of) === 0;
  }

  #name(first: string): string {
    this.#names += 1;
    return `${first}${this.#names}`;
  }
}

/** A value as it stands in a document. */
function literal(value: unknown, type: GraphQLInputType): string {
  const inner = getNullableType(type);
  if (Array.isArray(value)) {
    const each = isListType(inner) ? inner.ofType : inner;
    return `[${value.map((one) => literal(one, each)).join(', ')}]`;
  }
  if (isEnumType(inner)) return String(value);
  // As a block, where that means the same.
  if (typeof value === 'string' && /^\w+\n\w+$/.test(value)) return `"""${value}"""`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = isInputObjectType(inner) ? inner.getFields() : {};
  const parts = Object.entries(value).map(([name, one]) => `${name}: ${literal(one, fields[name]?.type ?? inner)}`);
  return `{ ${parts.join(', ')} }`;
}
