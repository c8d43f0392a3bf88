import { claimExpiryTask } from '../../src/application/reconciliation/claim-expiry';
import { defineReconciliationRule } from '../../src/application/reconciliation/define-reconciliation-rule';
import { rederivationTask } from '../../src/application/reconciliation/rederive';
import type { SweepTask } from '../../src/application/sweeping/sweeper';
import type { ReconciliationRuleInput } from '../../src/domain/reconciliation/reconciliation-rule-input';
import { editCall, type IngestApp } from './ingest-app';

/** Runs the tasks of the sweeper that have to do with claims until nothing is due; gives how much they did. */
export async function sweepClaims(app: IngestApp): Promise<number> {
  return (await runOut(app, rederivationTask(app))) + (await runOut(app, claimExpiryTask(app)));
}

async function runOut(app: IngestApp, task: SweepTask): Promise<number> {
  const budget = { rowsMax: 2_000, signal: new AbortController().signal };
  let done = 0;
  for (;;) {
    const progress = await task.run(app.clock(), budget);
    done += progress.done;
    if (!progress.more) return done;
  }
}

/** Defines a rule and expects that it is taken. */
export async function rule(app: IngestApp, input: ReconciliationRuleInput) {
  const defined = await defineReconciliationRule(app, editCall(), input);
  expect(defined.errors).toEqual([]);
  return defined;
}

/** Takes all rules away, as if there never were any. */
export async function withoutRules(app: IngestApp): Promise<void> {
  for (const { target, path, source } of app.models.current().reconciliation.all()) {
    await rule(app, {
      ...(target.kind === 'CLASS' ? { class: target.name } : { relationshipType: target.name }),
      attributes: path === null ? null : [path],
      source,
      remove: true,
    });
  }
}
