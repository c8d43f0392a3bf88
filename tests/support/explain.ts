import type { Database, Executor } from '../../src/storage/database';

/** What a statement would do: which indexes it reads, and which tables it reads whole. */
export interface StatementPlan {
  readonly sql: string;
  readonly indexes: readonly string[];
  readonly wholeTables: readonly string[];
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** An executor that runs statements and keeps how each was planned. */
export function explaining(database: Database): { readonly executor: Executor; readonly plans: StatementPlan[] } {
  const plans: StatementPlan[] = [];
  return {
    plans,
    executor: {
      query: async (sql, parameters = []) => {
        plans.push(await explain(database, sql, parameters));
        return database.query(sql, parameters);
      },
    },
  };
}

async function explain(database: Database, sql: string, parameters: readonly unknown[]): Promise<StatementPlan> {
  const [row] = await database.query<{ 'QUERY PLAN': readonly [{ Plan: PlanNode }] }>(
    `explain (format json) ${sql}`,
    parameters,
  );
  const nodes = row ? flatten(row['QUERY PLAN'][0].Plan) : [];
  return {
    sql,
    indexes: [...new Set(nodes.flatMap((node) => node['Index Name'] ?? []))].sort(),
    wholeTables: nodes.flatMap((node) => (node['Node Type'] === 'Seq Scan' ? (node['Relation Name'] ?? []) : [])),
  };
}

const flatten = (node: PlanNode): readonly PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)];
