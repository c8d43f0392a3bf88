import { DomainError, invariant } from '../../domain/errors';
import type { CountFilter, InstantFilter, ItemFilter, RelatedFilter, TextFilter } from '../../domain/lists/item-filter';
import { checkItemFilter } from '../../domain/lists/item-filter-check';
import { decodeItemId } from '../../domain/opaque-id';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { ITEM_TABLE } from '../change-sets/item-rows';
import { seenSince } from './last-seen-filter';
import { likePattern } from './like-pattern';
import { OBSERVATION_TABLE } from '../change-sets/observation-rows';
import { RELATIONSHIP_TABLE } from '../change-sets/relationship-rows';
import type { SqlParameters } from '../sql-parameters';
import { valueCondition } from './value-filter';
import { asOf } from '../versioned-table';

/** What a filter is turned into SQL with. */
export interface FilterScope {
  readonly model: ClassModel;
  readonly parameters: SqlParameters;
  /** SQL expression of the revision to read at. */
  readonly revision: string;
}

/** The most conditions one filter may have: each costs the planner and every row. */
const CONDITION_COUNT_MAX = 200;

/**
 * A condition on the rows of `configuration_item` under an alias. It is true exactly for items that fit; for others it is
 * false or null, so every `not` above must be `is not true`. Throws UNKNOWN_RELATIONSHIP_TYPE, and what
 * {@link checkItemFilter} throws.
 */
export function itemCondition(filter: ItemFilter, alias: string, scope: FilterScope): string {
  checkItemFilter(filter, scope.model);
  const compiler = new FilterCompiler(scope);
  return compiler.item(filter, alias);
}

class FilterCompiler {
  readonly #scope: FilterScope;
  #count = 0;
  #aliases = 0;

  constructor(scope: FilterScope) {
    this.#scope = scope;
  }

  /**
   * Nesting was checked, so this recursion is bounded. `required`: no row without it, so an index may
   * find the rows by it.
   */
  item(filter: ItemFilter, alias: string, required = true): string {
    const conditions = [
      ...(filter.and ?? []).map((one) => this.item(one, alias, required)),
      ...(filter.or == null ? [] : [either(filter.or.map((one) => this.item(one, alias, false)))]),
      ...(filter.not == null ? [] : [`(${this.item(filter.not, alias, false)}) is not true`]),
      ...this.#identity(filter, alias),
      ...this.#texts(filter, alias),
      ...this.#facts(filter, alias),
      ...this.#outages(filter, alias, required),
      ...(filter.labels ?? []).map((one) => valueCondition(one, `${alias}.labels`, this.#scope.parameters)),
      ...(filter.attributes ?? []).map((one) => valueCondition(one, `${alias}.attributes`, this.#scope.parameters)),
      ...(filter.related ?? []).map((one) => this.#related(one, alias, required)),
    ];
    this.#count += conditions.length;
    if (this.#count > CONDITION_COUNT_MAX) {
      const message = `The filter has more than ${CONDITION_COUNT_MAX} conditions: use lists (in, ids, classes) instead of or.`;
      throw new DomainError('LIMIT_EXCEEDED', message);
    }
    return all(conditions);
  }

  #identity({ ids, classes, sources }: ItemFilter, alias: string): readonly string[] {
    const { parameters, model, revision } = this.#scope;
    const numbers = ids?.flatMap((id) => decodeItemId(id) ?? []);
    return [
      ...(numbers ? [`${alias}.id = any(${parameters.add(numbers, 'bigint[]')})`] : []),
      ...(classes == null ? [] : [`${alias}.class ${oneOf(withDescendants(model, classes), parameters)}`]),
      ...(sources == null
        ? []
        : [
            `exists (select from ${asOf(OBSERVATION_TABLE, revision)} as observation
              where observation.item_id = ${alias}.id and observation.source = any(${parameters.add(sources, 'text[]')}))`,
          ]),
    ];
  }

  #texts(filter: ItemFilter, alias: string): readonly string[] {
    const columns: readonly (readonly [TextFilter | null | undefined, string])[] = [
      [filter.name, `${alias}.name`],
      [filter.description, `${alias}.description`],
      [filter.environment, `${alias}.environment`],
      [filter.lifecycleStatus, `${alias}.lifecycle_status`],
      [filter.owner, `${alias}.owner ->> 'name'`],
      [filter.supportGroup, `${alias}.support_group ->> 'name'`],
      [filter.onCall, `${alias}.on_call ->> 'name'`],
      [filter.site, `${alias}.site`],
      // The default tenant has no name.
      [filter.tenant, `nullif(${alias}.tenant, '')`],
    ];
    return columns.flatMap(([text, column]) =>
      text == null ? [] : textConditions(text, column, this.#scope.parameters),
    );
  }

  #facts(filter: ItemFilter, alias: string): readonly string[] {
    const { parameters } = this.#scope;
    const oneOf = (values: readonly string[] | null | undefined, column: string): readonly string[] =>
      values == null ? [] : [`${alias}.${column} = any(${parameters.add(values, 'text[]')})`];
    return [
      ...oneOf(filter.lifecycle, 'lifecycle'),
      ...oneOf(filter.criticality, 'criticality'),
      ...oneOf(filter.presence, 'presence'),
      ...(filter.canFail == null ? [] : [`${alias}.can_fail = ${parameters.add(filter.canFail, 'boolean')}`]),
      ...instantConditions(filter.createdAt, `${alias}.created_at`, parameters),
      ...instantConditions(filter.updatedAt, `${alias}.updated_at`, parameters),
      ...instantConditions(filter.absentSince, `${alias}.absent_since`, parameters),
      ...instantConditions(filter.retiredAt, `${alias}.retired_at`, parameters),
      ...this.#lastSeen(filter.lastSeenAt, alias),
    ];
  }

  /** Where the condition may be missed an index does not help, and is not looked for. */
  #outages({ hasOpenOutage, withOpenOutage }: ItemFilter, alias: string, required: boolean): readonly string[] {
    if (hasOpenOutage == null) return [];
    invariant(withOpenOutage, 'open outages were looked up');
    const holds = `${alias}.id = any(${this.#scope.parameters.add(withOpenOutage, 'bigint[]')})`;
    return [hasOpenOutage && required ? holds : `(${holds}) is ${hasOpenOutage ? '' : 'not '}true`];
  }

  #lastSeen(filter: InstantFilter | null | undefined, alias: string): readonly string[] {
    const since = (instant: string): string =>
      seenSince(alias, this.#scope.parameters.add(instant, 'timestamptz'), this.#scope.revision);
    return [
      ...(filter?.from == null ? [] : [since(filter.from)]),
      ...(filter?.to == null ? [] : [`${since(filter.to)} is not true`]),
    ];
  }

  /**
   * From the other end: first who fits there, then the relationships that lead to them, then the items, each by index. Left
   * to itself, the planner takes any condition on an item as a likely one, because rows as of a revision have no
   * statistics, and asks every item for its relationships. Where the condition may be missed (or, not), the items are
   * scanned and looked up in a hash table.
   */
  #related({ types, direction, filter, exists, count }: RelatedFilter, alias: string, required: boolean): string {
    const { parameters, model, revision } = this.#scope;
    this.#aliases += 1;
    const [relationship, end] = [`related_${this.#aliases}`, `end_${this.#aliases}`];
    const ofType =
      types == null ? [] : [`${relationship}.type = any(${parameters.add(known(model, types), 'text[]')})`];
    const fitting =
      filter == null
        ? null
        : `any(array(select ${end}.id from ${asOf(ITEM_TABLE, revision)} as ${end} where ${this.item(filter, end)}))`;
    const seenFrom = (own: string, other: string, more: readonly string[]): string => {
      const fits = fitting === null ? [] : [`${relationship}.${other} = ${fitting}`];
      return `select ${relationship}.${own} as id from ${asOf(RELATIONSHIP_TABLE, revision)} as ${relationship}
        where ${all([...ofType, ...fits, ...more])}`;
    };
    // Seen from both ends, one that leads back to the item itself is one.
    const notTwice = direction == null ? [`${relationship}.source_id <> ${relationship}.target_id`] : [];
    const related = [
      ...(direction === 'TARGET' ? [] : [seenFrom('source_id', 'target_id', [])]),
      ...(direction === 'SOURCE' ? [] : [seenFrom('target_id', 'source_id', notTwice)]),
    ].join(' union all ');
    if (count != null) return countCondition(count, `${alias}.id`, related, parameters);
    if (required && exists !== false) return `${alias}.id = any(array(${related}))`;
    return `(${alias}.id in (${related})) is ${exists === false ? 'not ' : ''}true`;
  }
}

const COUNT_OPERATORS = { eq: '=', gte: '>=', gt: '>', lte: '<=', lt: '<' } as const;

/** Items that are not among the counted ones have none: they are found by what they are not. */
function countCondition(filter: CountFilter, id: string, counted: string, parameters: SqlParameters): string {
  const bounds = Object.entries(COUNT_OPERATORS).flatMap(([key, operator]) => {
    const bound = filter[key as keyof CountFilter];
    return bound == null ? [] : [{ operator, bound }];
  });
  if (bounds.length === 0) return 'true';
  const fits = bounds.map(({ operator, bound }) => `count(*) ${operator} ${parameters.add(bound, 'bigint')}`);
  const noneFits = bounds.every(({ operator, bound }) => COMPARED[operator](0, bound));
  const having = noneFits ? `(${all(fits)}) is not true` : all(fits);
  const among = `${id} in (select counted.id from (${counted}) as counted group by counted.id having ${having})`;
  return noneFits ? `(${among}) is not true` : `(${among})`;
}

const COMPARED = {
  '=': (a: number, b: number) => a === b,
  '>=': (a: number, b: number) => a >= b,
  '>': (a: number, b: number) => a > b,
  '<=': (a: number, b: number) => a <= b,
  '<': (a: number, b: number) => a < b,
} as const;

/** The classes and everything below them. Throws UNKNOWN_CLASS. */
function withDescendants(model: ClassModel, classes: readonly string[]): readonly string[] {
  return [...new Set(classes.flatMap((name) => model.descendants(model.requireClass(name).name)))];
}

/** One name is compared with as such: an index that begins with it has its items in the order of what follows. */
const oneOf = (names: readonly string[], parameters: SqlParameters): string =>
  names.length === 1 ? `= ${parameters.add(names[0], 'text')}` : `= any(${parameters.add(names, 'text[]')})`;

/** The names themselves. Throws UNKNOWN_RELATIONSHIP_TYPE. */
export function known(model: ClassModel, types: readonly string[]): readonly string[] {
  return types.map((name) => model.requireType(name).name);
}

function textConditions(filter: TextFilter, column: string, parameters: SqlParameters): readonly string[] {
  const { eq, in: options, startsWith, contains, exists } = filter;
  return [
    ...(eq === undefined ? [] : [eq === null ? `${column} is null` : `${column} = ${parameters.add(eq, 'text')}`]),
    ...(options == null ? [] : [`${column} = any(${parameters.add(options, 'text[]')})`]),
    ...(startsWith == null ? [] : [`starts_with(${column}, ${parameters.add(startsWith, 'text')})`]),
    ...(contains == null ? [] : [`${column} ilike ${parameters.add(likePattern(contains), 'text')}`]),
    ...(exists == null ? [] : [`${column} is ${exists ? 'not ' : ''}null`]),
  ];
}

function instantConditions(
  filter: InstantFilter | null | undefined,
  column: string,
  parameters: SqlParameters,
): readonly string[] {
  if (filter == null) return [];
  return [
    ...(filter.from == null ? [] : [`${column} >= ${parameters.add(filter.from, 'timestamptz')}`]),
    ...(filter.to == null ? [] : [`${column} < ${parameters.add(filter.to, 'timestamptz')}`]),
  ];
}

const all = (conditions: readonly string[]): string => (conditions.length === 0 ? 'true' : conditions.join(' and '));

/** Of no alternatives none holds. */
const either = (alternatives: readonly string[]): string =>
  alternatives.length === 0 ? 'false' : `(${alternatives.map((one) => `(${one})`).join(' or ')})`;
