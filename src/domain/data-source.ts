/** A registered data source as it was at a revision. */
export interface DataSource {
  readonly name: string;
  readonly description: string | null;
  /** Tenant of items that name none; null for the default tenant. */
  readonly tenant: string | null;
  readonly mayCreate: boolean;
  /** How many sync sessions in a row must miss a thing before the source no longer claims it. */
  readonly absentAfterMisses: number;
  /** For how long what it reported stays absent before it is retired; null: the default. */
  readonly absentGraceHours: number | null;
  /** How often it is expected to report; null: nobody waits for it. */
  readonly expectedIntervalSeconds: number | null;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
}
