import { ForwardMigration } from './forward-migration';

const STATEMENTS: readonly string[] = [
  `create table if not exists item_search (
     item_id bigint primary key,
     text text not null)`,
  'create index if not exists item_search_text on item_search using gin (text gin_trgm_ops)',
  `create table if not exists search_index (
     id smallint primary key check (id = 1),
     revision bigint not null)`,
  'insert into search_index values (1, 0) on conflict do nothing',

  "comment on table item_search is 'Distributed by item_id. What items are searched by, one text for each. Derived, takes no revision: it follows the items, and those that moved since are looked at themselves.'",
  "comment on column item_search.item_id is 'The item'",
  "comment on column item_search.text is 'Its name, native keys, identities and values of attributes, a line each'",
  "comment on table search_index is 'One row: how far item_search has followed the items.'",
  "comment on column search_index.id is 'Always 1'",
  "comment on column search_index.revision is 'item_search is what held at this revision'",
];

/** Items are searched by an index. */
export class Search1795000810000 extends ForwardMigration {
  readonly name = 'Search1795000810000';
  protected readonly statements = STATEMENTS;
}
