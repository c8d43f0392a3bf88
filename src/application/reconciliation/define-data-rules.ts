import type { DataRule } from '../../domain/class-model/data-rules';
import type { ItemError } from '../../domain/errors';
import type { JsonValue } from '../../domain/json';
import { withRules } from '../../domain/reconciliation/reconciliation-rule-input';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import type { RederivationScope } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { findOpenRederivation } from '../../storage/identities/rederivations';
import { runEdit, type EditCall, type Editing, type EditResult, type PreparedEdit } from '../editing/edit-call';
import { PlanBuilder } from '../ingest/plan-builder';
import { PATIENCE_MS, rederive, type Rederived } from './rederive';

/** A change of rules about values, worked out against a model. */
export interface DataRuleChange {
  /** Rows that say something else than before. */
  readonly rules: readonly DataRule[];
  /** What they may change of what is stored; null: nothing. */
  readonly scope: RederivationScope | null;
  readonly errors: readonly ItemError[];
}

/** What a change of rules came to. */
export interface DefinedDataRules extends EditResult {
  /** The model with the rules, as it is or would be. */
  readonly model: ClassModel;
  /** How far its effects on what is stored have been written. */
  readonly rederived: Omit<Rederived, 'changeSets'>;
  /** What a dry run would change of what is stored; null when the rules were written or refused. */
  readonly preview: RulePreview | null;
}

/** Rules that are not written, and what they might change. */
export interface RulePreview {
  readonly model: ClassModel;
  readonly scope: RederivationScope;
}

const NOTHING = { items: 0, relationships: 0, complete: true };

/**
 * Changes rules about values as one change set, then works out what they come to, as further change sets of the same
 * operation. Throws as edits do; what is wrong with the rules is data.
 */
export async function defineDataRules(
  app: Editing,
  call: EditCall,
  body: JsonValue,
  work: (model: ClassModel, reader: Executor) => Promise<DataRuleChange>,
): Promise<DefinedDataRules> {
  let preview: RulePreview | null = null;
  let after: ClassModel | null = null;
  const { answered, ...result } = await runEdit<{ answered: boolean }>(
    app,
    call,
    { kind: 'MODEL', body },
    async (reader) => {
      const { model, revision } = await app.models.latest(reader);
      const change = await work(model, reader);
      const { rules, scope, errors } = change;
      after = errors.length > 0 || rules.length === 0 ? model : withRules(model, rules);
      preview = call.dryRun && errors.length === 0 && rules.length > 0 && scope ? { model: after, scope } : null;
      return prepared(model, revision, change);
    },
  );
  const [changeSet] = result.changeSets;
  if (!answered || changeSet === undefined || call.dryRun) {
    const model = after ?? (await app.models.at(result.revision));
    return { ...result, model, preview, rederived: NOTHING };
  }
  if (result.replayed) {
    const open = await findOpenRederivation(app.database, changeSet.revision);
    return { ...result, model: app.models.current(), preview, rederived: { ...NOTHING, complete: open === null } };
  }
  await app.models.refresh(changeSet.revision);
  const { changeSets, ...rederived } = await rederive(app, changeSet.revision, performance.now() + PATIENCE_MS);
  return {
    ...result,
    revision: changeSets.at(-1)?.revision ?? result.revision,
    changeSets: [...result.changeSets, ...changeSets],
    model: await app.models.at(changeSet.revision),
    preview,
    rederived,
  };
}

function prepared(
  model: ClassModel,
  revision: Parameters<PlanBuilder['rows']>[0],
  { rules, scope, errors }: DataRuleChange,
): PreparedEdit<{ answered: boolean }> {
  if (errors.length > 0 || rules.length === 0) return { plan: null, answer: { answered: false }, errors };
  const known = new Set((model.definition.dataRules ?? []).map((rule) => `${rule.kind} ${rule.name}`));
  const dataRules = rules.map((rule) => ({ rule, isNew: !known.has(`${rule.kind} ${rule.name}`) }));
  const write = { classes: [], relationshipTypes: [], dataRules, rederive: scope };
  return { plan: { ...new PlanBuilder().rows(revision), model: write }, answer: { answered: true }, errors };
}
