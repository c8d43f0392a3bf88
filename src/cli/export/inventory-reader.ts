import type { Client } from '../client';
import { PAGE_INFO, PAGE_MAX, pagesOf, type Page } from '../pages';
import type { Selection } from './selection';
import { slicesOf } from '../../domain/slices';

/** What every exported item has. */
export interface ReadItem {
  readonly id: string;
}

/** What every exported relationship has; an end that the caller may not see is null. */
export interface ReadRelationship {
  readonly id: string;
  readonly source: ReadItem | null;
  readonly target: ReadItem | null;
}

/** Told after every page. */
export type OnRead = (items: number, relationships: number) => void;

const HEAD = `query Head($filter: ConfigurationItemFilter, $at: Moment) {
  configurationItems(filter: $filter, first: 1, at: $at) { revision totalCount } }`;

/** Reads what is selected page by page, all of it at one revision, holding one page at a time. */
export class InventoryReader {
  readonly revision: number;
  /** How many items there are to read. */
  readonly total: number;
  readonly #client: Client;
  readonly #selection: Selection;
  readonly #onRead: OnRead;

  private constructor(client: Client, selection: Selection, head: { revision: number; total: number }, onRead: OnRead) {
    this.#client = client;
    this.#selection = selection;
    this.#onRead = onRead;
    this.revision = head.revision;
    this.total = head.total;
  }

  /** Takes the newest revision, or the one of the moment asked for. */
  static async open(client: Client, selection: Selection, onRead: OnRead = () => undefined): Promise<InventoryReader> {
    const { filter, ids, at } = selection;
    const { configurationItems: head } = await client.request<{
      configurationItems: { revision: number; totalCount: number };
    }>(HEAD, { filter, at });
    const total = ids?.length ?? head.totalCount;
    return new InventoryReader(client, selection, { revision: head.revision, total }, onRead);
  }

  /** The items with some fields of the schema, those that were stored first in front. */
  async *items<Item extends ReadItem>(fields: string, size = PAGE_MAX): AsyncGenerator<readonly Item[]> {
    const document = `query Items($filter: ConfigurationItemFilter, $first: Int!, $after: String, $at: Moment) {
      configurationItems(filter: $filter, orderBy: [{ field: CREATED_AT }], first: $first, after: $after, at: $at) {
        nodes { id ${fields} } ${PAGE_INFO} } }`;
    for (const filter of this.#filters()) {
      yield* this.#pages<Item>(document, 'configurationItems', { filter }, size, (count) => this.#onRead(count, 0));
    }
  }

  /** The relationships among these items; a selection that is everything has all of them. */
  async *relationships<Relationship extends ReadRelationship>(
    fields: string,
    among: ReadonlySet<string>,
  ): AsyncGenerator<readonly Relationship[]> {
    const document = `query Relationships($filter: RelationshipFilter, $first: Int!, $after: String, $at: Moment) {
      relationships(filter: $filter, first: $first, after: $after, at: $at) {
        nodes { id source { id } target { id } ${fields} } ${PAGE_INFO} } }`;
    const onRead = (count: number): void => this.#onRead(0, count);
    for (const filter of this.#relationshipFilters(among)) {
      for await (const page of this.#pages<Relationship>(document, 'relationships', { filter }, PAGE_MAX, onRead)) {
        const inside = page.filter(
          ({ source, target }) => source && target && among.has(source.id) && among.has(target.id),
        );
        if (inside.length > 0) yield inside;
      }
    }
  }

  #pages<Node>(
    document: string,
    field: 'configurationItems' | 'relationships',
    variables: object,
    size: number,
    onRead: (count: number) => void,
  ): AsyncGenerator<readonly Node[]> {
    const at = { revision: this.revision };
    return pagesOf(async (first, after) => {
      const answer = await this.#client.request<Readonly<Record<typeof field, Page<Node>>>>(document, {
        ...variables,
        first,
        after,
        at,
      });
      onRead(answer[field].nodes.length);
      return answer[field];
    }, size);
  }

  #filters(): readonly (object | null)[] {
    const { filter, ids } = this.#selection;
    return ids === null ? [filter] : Array.from(slicesOf(ids, PAGE_MAX), (some) => ({ ...filter, ids: some }));
  }

  #relationshipFilters(among: ReadonlySet<string>): readonly (object | null)[] {
    const { filter, ids } = this.#selection;
    if (filter === null && ids === null) return [null];
    return Array.from(slicesOf(among, PAGE_MAX), (some) => ({ sources: some.map((id) => ({ id })) }));
  }
}
