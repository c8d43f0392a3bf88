import { ForwardMigration } from './forward-migration';

const STATEMENTS: readonly string[] = [
  // Which relationships does a source claim? A sync session over all of a source asks that.
  `create index if not exists relationship_claimed on relationship using gin (jsonb_path_query_array(claims, '$[*].source'))`,
  ...['configuration_item', 'configuration_item_version'].map(
    (table) =>
      `comment on column ${table}.retired_by is 'PERSON, ABSENCE, REVERT or MERGE: why it was retired; discovery brings back only what no person retired'`,
  ),
];

/** Relationships are found by who claims them. */
export class ClaimedRelationships1795000710000 extends ForwardMigration {
  readonly name = 'ClaimedRelationships1795000710000';
  protected readonly statements = STATEMENTS;
}
