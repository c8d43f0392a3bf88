import { ForwardMigration } from './forward-migration';

const STATEMENTS: readonly string[] = [
  // Which outages of a reporter have these keys? Unique by the expectations of every write, under the head lock.
  'create index outage_source_key on outage (source, key)',
  // Which outages last at a time? Nearly all have ended, so the end is what tells them apart.
  "create index outage_lasting on outage (coalesce(ends_at, 'infinity'::timestamptz))",
  "create index outage_version_lasting on outage_version (coalesce(ends_at, 'infinity'::timestamptz))",
];

/** Outages are found by their reporter's key and by the time they last. */
export class Outages1795000600000 extends ForwardMigration {
  readonly name = 'Outages1795000600000';
  protected readonly statements = STATEMENTS;
}
