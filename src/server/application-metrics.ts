import { Counter, Gauge, type Registry } from 'prom-client';
import { isOverdue } from '../domain/outages/data-source-due';
import type { Application } from '../application/application';

/** Describes what the application knows of itself. The function that is given back reads it anew. */
export function describeApplication(app: Application, registry: Registry): () => Promise<void> {
  const refreshGraph = describeGraph(app, registry);
  const refreshWrites = describeWrites(app, registry);
  const refreshSources = describeSources(app, registry);
  return async () => {
    refreshWrites();
    await refreshGraph();
    await refreshSources();
  };
}

function describeGraph({ projection }: Application, registry: Registry): () => Promise<void> {
  const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers: [registry] });
  const reachable = gauge('underpin_database_up', '1 when the database answered a moment ago.');
  const revision = gauge('underpin_revision', 'The newest revision that can be read here.');
  const behind = gauge('underpin_graph_lag_revisions', 'Revisions that the graph is behind the database.');
  const lag = gauge('underpin_graph_lag_seconds', 'Age of the oldest change that the graph lacks.');
  const items = gauge('underpin_graph_items', 'Configuration items in the graph.');
  const relationships = gauge('underpin_graph_relationships', 'Relationships in the graph.');
  const bytes = gauge('underpin_graph_bytes', 'Memory that the graph takes.');
  return async () => {
    revision.set(projection.head);
    try {
      const status = await projection.status();
      behind.set(status.lag.revisions);
      lag.set(status.lag.milliseconds / 1_000);
      items.set(status.items);
      relationships.set(status.relationships);
      bytes.set(status.bytes);
      reachable.set(1);
    } catch {
      // What is not known is not told; the rest is.
      for (const one of [behind, lag]) one.remove();
      reachable.set(0);
    }
  };
}

/** Each is a label: more of them would be a burden for whoever collects. */
const SOURCES_MAX = 1_000;

function describeSources({ activity, clock }: Application, registry: Registry): () => Promise<void> {
  const gauge = (name: string, help: string): Gauge<'source'> =>
    new Gauge({ name, help, labelNames: ['source'], registers: [registry] });
  const last = gauge(
    'underpin_data_source_last_commit_timestamp_seconds',
    'When a data source last had something taken, in seconds of the epoch.',
  );
  const overdue = gauge(
    'underpin_data_source_overdue',
    '1 when a data source has not reported for longer than expected.',
  );
  return async () => {
    for (const one of [last, overdue]) one.reset();
    const sources = await activity.watched(SOURCES_MAX).catch(() => []);
    for (const { name: source, ...known } of sources) {
      if (known.lastCommitAt !== null) last.set({ source }, Date.parse(known.lastCommitAt) / 1_000);
      if (known.expectedIntervalSeconds !== null) overdue.set({ source }, isOverdue(known, clock()) ? 1 : 0);
    }
  };
}

function describeWrites({ writes, outcomes }: Application, registry: Registry): () => void {
  const registers = [registry];
  const waiting = new Gauge({
    name: 'underpin_writes_waiting',
    help: 'Writes that were submitted and have no result yet.',
    registers,
  });
  const changeSets = new Counter({
    name: 'underpin_change_sets_total',
    help: 'Change sets that this process has written.',
    registers,
  });
  const holds = new Counter({
    name: 'underpin_lock_holds_total',
    help: 'Transactions of this process that held the lock of the log.',
    registers,
  });
  const held = new Counter({
    name: 'underpin_lock_held_seconds_total',
    help: 'How long this process has held the lock of the log, commits included.',
    registers,
  });
  const slow = new Gauge({
    name: 'underpin_lock_hold_p99_seconds',
    help: 'The 99th percentile of the last thousand holds of the lock of the log.',
    registers,
  });
  const records = new Counter({
    name: 'underpin_ingest_records_total',
    help: 'Records that this process has taken, by what became of them.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  return () => {
    const statistics = writes.statistics();
    waiting.set(statistics.waiting);
    setTotal(changeSets, statistics.changeSets);
    setTotal(holds, statistics.lockHolds);
    setTotal(held, statistics.lockHoldTotalMs / 1_000);
    slow.set((statistics.lockHoldP99Ms ?? 0) / 1_000);
    records.reset();
    for (const { outcome, items, relationships } of outcomes.read()) {
      records.inc({ kind: 'item', outcome }, items);
      records.inc({ kind: 'relationship', outcome }, relationships);
    }
  };
}

/** What is counted elsewhere. */
function setTotal(counter: Counter, total: number): void {
  counter.reset();
  counter.inc(total);
}
