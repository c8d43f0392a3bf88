import { ForwardMigration } from './forward-migration';

const STATEMENTS: readonly string[] = [
  `create index if not exists sighting_span on sighting using gist (int8range(first_item, last_item, '[]'))`,
  `create index if not exists relationship_sighting_span
     on relationship_sighting using gist (int8range(first_id, last_id, '[]'))`,
];

/** A call of a few records finds the rows that hold these, however many others a busy source has left. */
export class SightingSpans1795000851000 extends ForwardMigration {
  readonly name = 'SightingSpans1795000851000';
  protected readonly statements = STATEMENTS;
}
