import type { RelationshipType } from '../../domain/class-model/class-model';
import { DomainError, itemError, type ItemError } from '../../domain/errors';
import { groupBy } from '../../domain/lists/group-by';
import type { ItemId, Revision } from '../../domain/ids';
import { bestAnswers, type Answering, type Candidate } from '../../domain/matching/match-choice';
import { readMatchKey, type MatchQuestion, type ReadQuestion } from '../../domain/matching/match-key';
import type { KeyTerm } from '../../domain/matching/match-terms';
import { MatchRules } from '../../domain/matching/match-rules';
import { WordReader } from '../../domain/matching/match-text';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { findItemsOfTerms, loadKnownItems, type KnownItem } from '../../storage/identities/match-terms';
import { findHostsOf, findLinksAmong } from '../../storage/relationships/match-relationships';
import type { ItemReference } from '../references/item-reference';
import { followItems, type MatchIndexSource } from './match-index';
import { resolveReferences, type ResolvedReferences } from '../references/references';

/** What somebody outside knows of an item; exactly one property is given. */
export interface MatchKey extends MatchQuestion {
  readonly ref?: ItemReference | null | undefined;
}

/** What came of a key. */
export type MatchOutcome = 'FOUND' | 'AMBIGUOUS' | 'NOT_FOUND';

/** The item that a key means. */
export interface ItemMatch {
  readonly outcome: MatchOutcome;
  /** Null unless FOUND. */
  readonly item: ItemId | null;
  /** When AMBIGUOUS: those with the best evidence, by id, ten at most. */
  readonly candidates: readonly ItemId[];
  /** The attribute that matched (`NetworkInterface.macAddress` for one on a part of the item), `name` or `ref`. */
  readonly matchedBy: string | null;
  /** The value that matched, in its one spelling. */
  readonly matchedValue: string | null;
  /** Why the key can mean nothing. */
  readonly error: ItemError | null;
}

/** Keys that one request may hold. */
const MATCH_KEYS_MAX = 1_000;
const CANDIDATES_MAX = 10;

/**
 * The items that host names, addresses, hardware addresses, free texts and references mean at a revision, in the order
 * asked. Retired and merged items do not answer, but a merged one's reference leads to its survivor. The number of statements
 * does not depend on the number of keys. Throws LIMIT_EXCEEDED for more than 1,000 keys, RETRY_LATER.
 */
export async function matchItems(
  app: MatchIndexSource,
  keys: readonly MatchKey[],
  at: Revision,
): Promise<readonly ItemMatch[]> {
  if (keys.length > MATCH_KEYS_MAX) {
    const message = `${keys.length} keys are more than one request may hold, ${MATCH_KEYS_MAX}: split it.`;
    throw new DomainError('LIMIT_EXCEEDED', message);
  }
  const model = await app.models.at(at);
  const words = new WordReader(model.junkValues.isJunk);
  const questions = keys.map((key) => (key.ref == null ? readMatchKey(key, words) : null));
  const references = await resolveKeys(app, keys, at);
  const answers = await answerTerms(app, model, questions, at);
  return keys.map((_, index) => {
    const question = questions[index];
    if (!question) return references.get(index) ?? NOT_FOUND;
    if (question.fault) return { ...NOT_FOUND, error: question.fault };
    return toMatch(answers[index] ?? []);
  });
}

const NOT_FOUND: ItemMatch = {
  outcome: 'NOT_FOUND',
  item: null,
  candidates: [],
  matchedBy: null,
  matchedValue: null,
  error: null,
};

function toMatch(answers: readonly Answering[]): ItemMatch {
  const [first, ...more] = answers;
  if (!first) return NOT_FOUND;
  const base = { matchedBy: first.by, matchedValue: first.value, error: null };
  if (more.length === 0) return { ...base, outcome: 'FOUND', item: first.id, candidates: [] };
  const candidates = answers.slice(0, CANDIDATES_MAX).map(({ id }) => id);
  return { ...base, outcome: 'AMBIGUOUS', item: null, candidates };
}

/** Position -> what its reference came to. */
async function resolveKeys(
  app: MatchIndexSource,
  keys: readonly MatchKey[],
  at: Revision,
): Promise<ReadonlyMap<number, ItemMatch>> {
  const given = keys.flatMap(({ ref }, index) => (ref == null ? [] : [{ ref, index }]));
  if (given.length === 0) return new Map();
  const resolved = await resolveReferences(
    app,
    given.map(({ ref }) => ref),
    at,
  );
  return new Map(given.map(({ index }, position) => [index, matchOfReference(resolved, position)]));
}

function matchOfReference({ ids, unresolved }: ResolvedReferences, position: number): ItemMatch {
  const id = ids[position];
  if (id != null) return { ...NOT_FOUND, outcome: 'FOUND', item: id, matchedBy: 'ref' };
  const problem = unresolved.find((one) => one.index === position);
  const candidates = problem?.candidates.slice(0, CANDIDATES_MAX) ?? [];
  if (candidates.length > 1) return { ...NOT_FOUND, outcome: 'AMBIGUOUS', candidates, matchedBy: 'ref' };
  const error = problem ? itemError(problem.code, problem.message, ['ref']) : null;
  return { ...NOT_FOUND, error };
}

/**
 * Evidence from here on is looked for only where nothing better answers: what says exactly which machine is meant, then
 * what may be a name, then plain words, of which there are many and which many items have.
 */
const STAGES: readonly { readonly below: number; readonly all: boolean }[] = [
  { below: 2, all: false },
  { below: 3, all: true },
  { below: Infinity, all: true },
];

async function answerTerms(
  app: MatchIndexSource,
  model: ClassModel,
  questions: readonly (ReadQuestion | null)[],
  at: Revision,
): Promise<readonly (readonly Answering[])[]> {
  const answers: (readonly Answering[])[] = questions.map(() => []);
  let open = questions.flatMap((question, index) => (question?.terms ? [{ question, index }] : []));
  if (open.length === 0) return answers;
  await followItems(app, at);
  const known = new Map<string, readonly ItemId[]>();
  const candidates = new Map<ItemId, readonly Candidate[]>();
  const rules = new MatchRules(model);
  for (const { below, all } of STAGES) {
    const asked = open.map(({ question, index }) => {
      const terms = all ? question.allTerms() : question.terms;
      return { question, index, terms: terms.filter(({ tier }) => tier < below) };
    });
    await learnCandidates(app, rules, { asked: asked.flatMap(({ terms }) => terms), known, candidates }, at);
    for (const { terms, index } of asked) {
      const ids = new Set(terms.flatMap(({ term }) => known.get(term) ?? []));
      const found = [...ids].flatMap((id) => candidates.get(id) ?? []);
      answers[index] = bestAnswers(rules, terms, found);
    }
    open = open.filter(({ index }) => answers[index]?.length === 0);
  }
  return withoutWhatTheyRunOn(app, model, answers, at);
}

/** Looks up the items of terms that were not asked for yet. */
async function learnCandidates(
  app: MatchIndexSource,
  rules: MatchRules,
  {
    asked,
    known,
    candidates,
  }: {
    readonly asked: readonly KeyTerm[];
    readonly known: Map<string, readonly ItemId[]>;
    readonly candidates: Map<ItemId, readonly Candidate[]>;
  },
  at: Revision,
): Promise<void> {
  const terms = [...new Set(asked.map(({ term }) => term))].filter((term) => !known.has(term));
  if (terms.length === 0) return;
  const found = await findItemsOfTerms(app.database, terms, at);
  for (const term of terms) known.set(term, found.get(term) ?? []);
  const ids = [...new Set([...found.values()].flat())].filter((id) => !candidates.has(id));
  for (const [id, list] of await readCandidates(app, rules, ids, at)) candidates.set(id, list);
}

/** Item that has a term -> what it answers with: itself, or the machine that it is a part of. */
async function readCandidates(
  app: MatchIndexSource,
  rules: MatchRules,
  ids: readonly ItemId[],
  at: Revision,
): Promise<ReadonlyMap<ItemId, readonly Candidate[]>> {
  const items = await loadLiving(app, ids, at);
  const parts = items.filter((item) => rules.machineContexts(item.className).length > 0);
  const types = [
    ...new Set(parts.flatMap((part) => rules.machineContexts(part.className)).map((one) => one.relationshipType)),
  ];
  const links = await findHostsOf(app.database, { items: parts.map((part) => part.id), types, at });
  const machines = await loadLiving(app, [...new Set(links.map((link) => link.other))], at);
  const machineOf = new Map(machines.filter((one) => rules.isMachine(one.className)).map((one) => [one.id, one]));
  const linksOf = groupBy(links, (link) => link.item);
  return new Map(
    items.map((item) => {
      const terms = rules.termsOf(item);
      const own: Candidate = { item, foundAt: { className: item.className, terms }, via: false };
      const hosts = (linksOf.get(item.id) ?? []).flatMap((link) => machineOf.get(link.other) ?? []);
      if (hosts.length === 0) return [item.id, [own]];
      // A part is known by its own name; its addresses are those of the machine.
      const named = { ...own, foundAt: { ...own.foundAt, terms: terms.filter(({ by }) => by === 'name') } };
      const addresses = terms.filter(({ by }) => by !== 'name');
      const foundAt = { className: item.className, terms: addresses };
      return [item.id, [named, ...hosts.map((host) => ({ item: host, foundAt, via: true }))]];
    }),
  );
}

const loadLiving = async (
  { database }: MatchIndexSource,
  ids: readonly ItemId[],
  at: Revision,
): Promise<readonly KnownItem[]> => (ids.length === 0 ? [] : loadKnownItems(database, ids, at));

/**
 * Of several answers, one that another one depends on directly gives way to it: the guest of a virtual machine answers for
 * both, because they share their addresses.
 */
async function withoutWhatTheyRunOn(
  { database }: MatchIndexSource,
  model: ClassModel,
  answers: readonly (readonly Answering[])[],
  at: Revision,
): Promise<readonly (readonly Answering[])[]> {
  const several = answers.filter((one) => one.length > 1).flatMap((one) => one.map(({ id }) => id));
  const links = await findLinksAmong(database, [...new Set(several)], at);
  const providers = new Map<ItemId, Set<ItemId>>();
  for (const { source, type, target } of links) {
    if (!leansOnTarget(model.type(type))) continue;
    providers.set(source, (providers.get(source) ?? new Set()).add(target));
  }
  return answers.map((one) => {
    if (one.length < 2) return one;
    const left = one.filter(({ id }) => !one.some((other) => providers.get(other.id)?.has(id)));
    return left.length === 1 ? left : one;
  });
}

/** A guest and its virtual machine fail together, and are told apart by who is the source. */
const leansOnTarget = (type: RelationshipType | undefined): boolean =>
  type?.propagation === 'TARGET_TO_SOURCE' || (type?.propagation === 'BOTH' && !type.symmetric);
