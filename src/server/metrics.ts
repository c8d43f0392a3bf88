import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Application } from '../application/application';
import { describeApplication } from './application-metrics';

/** What an operation of GraphQL came to. */
export interface MeasuredOperation {
  readonly type: string;
  readonly seconds: number;
  /** Null when it was not understood. */
  readonly cost: number | null;
  readonly statements: number;
  readonly databaseSeconds: number;
  /** The codes of its errors. */
  readonly codes: readonly string[];
}

/** Where doors report what they do; `GET /metrics` shows it. */
export interface Metrics {
  readonly registry: Registry;
  operation(measured: MeasuredOperation): void;
  /** Counts an operation that was refused before it was understood. */
  refused(code: string): void;
  /** Shows a number that is read when it is asked for. */
  watch(name: string, help: string, read: () => number): void;
  /** Everything as text in Prometheus's format. */
  text(): Promise<string>;
}

const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];
const STATEMENTS = [0, 1, 2, 5, 10, 20, 50, 100];
const COSTS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

/** The series of this process, empty but for what the application knows of itself. */
export function createMetrics(app: Application): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const refresh = describeApplication(app, registry);
  const labels = { labelNames: ['type'] as const, registers: [registry] };
  const seconds = new Histogram({
    ...labels,
    name: 'underpin_graphql_operation_seconds',
    help: 'How long operations took.',
    buckets: SECONDS,
  });
  const cost = new Histogram({
    ...labels,
    name: 'underpin_graphql_operation_cost',
    help: 'What operations were priced at: the objects that they may give.',
    buckets: COSTS,
  });
  const statements = new Histogram({
    ...labels,
    name: 'underpin_graphql_operation_statements',
    help: 'SQL statements that operations ran, those of their writes left out.',
    buckets: STATEMENTS,
  });
  const database = new Histogram({
    ...labels,
    name: 'underpin_graphql_operation_database_seconds',
    help: 'How long the statements of operations took, added up.',
    buckets: SECONDS,
  });
  const errors = new Counter({
    name: 'underpin_graphql_errors_total',
    help: 'Errors in answers.',
    labelNames: ['code'],
    registers: [registry],
  });
  return {
    registry,
    operation: (measured) => {
      const { type } = measured;
      seconds.observe({ type }, measured.seconds);
      if (measured.cost !== null) cost.observe({ type }, measured.cost);
      statements.observe({ type }, measured.statements);
      database.observe({ type }, measured.databaseSeconds);
      for (const code of measured.codes) errors.inc({ code });
    },
    refused: (code) => errors.inc({ code }),
    watch: (name, help, read) => {
      const collect = (): void => gauge.set(read());
      const gauge = new Gauge({ name, help, registers: [registry], collect });
    },
    text: async () => {
      await refresh();
      return registry.metrics();
    },
  };
}

/** Counts requests, and serves what was counted at `GET /metrics` in Prometheus's text format. */
export function mountMetrics(fastify: FastifyInstance, metrics: Metrics): void {
  const { registry } = metrics;
  const requests = new Histogram({
    name: 'underpin_http_request_seconds',
    help: 'How long requests took, until the last byte of their answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    // The pattern and not the address: a label for every address would be a label for every guess.
    const route = request.routeOptions.url ?? 'none';
    requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1_000);
    done();
  });
  fastify.get('/metrics', async (_request, reply) => {
    void reply.header('cache-control', 'no-store').type(registry.contentType);
    return metrics.text();
  });
}
