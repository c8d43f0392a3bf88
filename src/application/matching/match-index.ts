import { DomainError } from '../../domain/errors';
import { revision, type ItemId, type Revision } from '../../domain/ids';
import { MATCH_RULES_VERSION, MatchRules } from '../../domain/matching/match-rules';
import type { Tx } from '../../storage/database';
import {
  loadTermsOf,
  lockMatchIndex,
  readMatchIndex,
  readMovedVersions,
  replaceTerms,
  writeMatchIndex,
  type MatchIndexState,
  type MovedVersion,
  type StoredTerm,
} from '../../storage/identities/match-terms';
import type { Application } from '../application';
import { bodyHash } from '../references/identity-hash';
import { retriedTransaction } from '../../storage/retried-transaction';

/** What following the items needs of the application. */
export type MatchIndexSource = Pick<Application, 'database' | 'models' | 'clock'>;

/** Versions of items that are followed in one transaction. */
const VERSIONS_PER_STEP = 2_000;
/** A question waits this long for terms that are not there yet, after a large inventory has just landed. */
const WAIT_MS = 10_000;

/**
 * Lets the terms by which items are found follow the items up to a revision at least. Usually there is nothing to do, and
 * that is one small statement; what has just landed is followed first. Throws RETRY_LATER when that takes too long.
 */
export async function followItems(app: MatchIndexSource, wanted: Revision): Promise<void> {
  const rules = await currentRules(app);
  const deadline = app.clock().getTime() + WAIT_MS;
  for (let state = await readMatchIndex(app.database); isBehind(state, wanted, rules);) {
    if (app.clock().getTime() > deadline) {
      const message = `What items are known by is being worked out: revision ${state.revision} of ${wanted} is done. Ask again in a moment.`;
      throw new DomainError('RETRY_LATER', message);
    }
    state = (await followOnce(app)).state;
  }
}

/** One step of following the items: how many versions were looked at, and how far it came. */
export interface FollowedItems {
  readonly versions: number;
  readonly more: boolean;
  readonly state: MatchIndexState;
}

/** Follows the items for one step; servers take turns. */
export async function followOnce(app: MatchIndexSource): Promise<FollowedItems> {
  const rules = await currentRules(app);
  return retriedTransaction(app.database, async (tx) => {
    await lockMatchIndex(tx);
    const state = await readMatchIndex(tx);
    const outdated = isOutdated(state, rules);
    const since = outdated ? revision(0) : state.revision;
    const { versions, upTo, head } = await readMovedVersions(tx, since, VERSIONS_PER_STEP);
    await followVersions(tx, rules.rules, versions);
    const next = { ...(outdated ? rules.state : state), revision: upTo };
    if (outdated || upTo !== state.revision) await writeMatchIndex(tx, next);
    return { versions: versions.length, more: upTo < head, state: next };
  });
}

interface CurrentRules {
  readonly rules: MatchRules;
  readonly state: Omit<MatchIndexState, 'revision'>;
}

async function currentRules({ models, database }: MatchIndexSource): Promise<CurrentRules> {
  const { model, revision: modelRevision } = await models.latest(database);
  const known = RULES.get(model);
  if (known) return { ...known, state: { ...known.state, modelRevision } };
  const rules = new MatchRules(model);
  const digest = bodyHash(rules.digestText());
  const made = { rules, state: { rulesVersion: MATCH_RULES_VERSION, modelRevision, rules: digest } };
  RULES.set(model, made);
  return made;
}

/** The rules of a class model are worked out once. */
const RULES = new WeakMap<object, CurrentRules>();

const isBehind = (state: MatchIndexState, wanted: Revision, rules: CurrentRules): boolean =>
  state.revision < wanted || isOutdated(state, rules);

/** Made under other rules, and not by a newer server: two releases side by side must not undo each other's work. */
function isOutdated(state: MatchIndexState, { state: own }: CurrentRules): boolean {
  if (state.rules === own.rules && state.rulesVersion === own.rulesVersion) return false;
  if (state.rulesVersion !== own.rulesVersion) return state.rulesVersion < own.rulesVersion;
  return state.modelRevision <= own.modelRevision;
}

/** Terms are never forgotten, only marked as gone: items are asked for as they were, too. */
async function followVersions(tx: Tx, rules: MatchRules, versions: readonly MovedVersion[]): Promise<void> {
  const items = new Map<ItemId, ItemTerms>();
  for (const version of versions) {
    const item = items.get(version.id) ?? { now: new Set<string>(), ever: new Set<string>(), isNewest: false };
    for (const { term } of rules.termsOf(version)) {
      item.ever.add(term);
      if (version.holds) item.now.add(term);
    }
    items.set(version.id, { ...item, isNewest: item.isNewest || version.current });
  }
  const { removed, added } = differences(items, await loadTermsOf(tx, [...items.keys()]));
  await replaceTerms(tx, removed, added);
}

interface ItemTerms {
  readonly now: Set<string>;
  readonly ever: Set<string>;
  /** The newest version was read: only then is it known what the item has now. */
  readonly isNewest: boolean;
}

function differences(
  items: ReadonlyMap<ItemId, ItemTerms>,
  stored: readonly StoredTerm[],
): { readonly removed: readonly StoredTerm[]; readonly added: readonly StoredTerm[] } {
  const removed: StoredTerm[] = [];
  const added: StoredTerm[] = [];
  for (const { item, term, gone } of stored) {
    const terms = items.get(item);
    if (!terms) continue;
    // What is stored needs no adding, unless it is marked wrongly.
    terms.ever.delete(term);
    const goneNow = terms.isNewest ? !terms.now.has(term) : gone;
    if (goneNow === gone) continue;
    removed.push({ item, term, gone });
    added.push({ item, term, gone: goneNow });
  }
  for (const [item, { ever, now }] of items) {
    for (const term of ever) added.push({ item, term, gone: !now.has(term) });
  }
  return { removed, added };
}
