import type { JsonValue } from '../json';
import { claimTime } from './observation-merge';
import { expiryOf, rankClaims, type WinningClaim, type Witness } from './reconciliation';
import { MANUAL_SOURCE } from './manual-source';
import type { Standings, TargetedRule } from './reconciliation-rules';

/** Why one claim is stronger than another, or is the only one. */
const CLAIM_REASONS = ['ONLY_CLAIM', 'BY_HAND', 'NOT_EXPIRED', 'RULE', 'LATER', 'FIRST_NAME'] as const;
export type ClaimReason = (typeof CLAIM_REASONS)[number];

/** What one source says of one value, and how much that counts. */
export interface ExplainedClaim {
  readonly source: string;
  /** The empty string when the source has no key of its own for the item. */
  readonly nativeKey: string;
  /** Null when it was withdrawn. */
  readonly value: JsonValue;
  /** When the source last said this, RFC 3339. */
  readonly observedAt: string;
  /** When it last reported the item, whatever it said. */
  readonly reportedAt: string;
  readonly withdrawn: boolean;
  readonly expired: boolean;
  /** When it expires, or did; null: never. RFC 3339. */
  readonly expiresAt: string | null;
  readonly rule: TargetedRule | null;
  readonly wins: boolean;
  /** Why it wins over the next one, or why the winner is stronger than it; null for a withdrawn one. */
  readonly reason: ClaimReason | null;
}

/** All that is claimed of one value of an item. */
export interface ExplainedValue {
  /** The strongest first, withdrawn ones last. */
  readonly claims: readonly ExplainedClaim[];
  /** Null when nobody claims the path: its default holds. */
  readonly winner: ExplainedClaim | null;
  /** In words, for people. */
  readonly explanation: string;
}

/** Explains the value at a path as of `now`. */
export function explainClaims(
  witnesses: readonly Witness[],
  path: string,
  standings: Standings,
  now: string,
): ExplainedValue {
  const ranked = rankClaims(witnesses, path, standings, now);
  const [first, second] = ranked;
  const byKey = new Map(witnesses.map((one) => [keyOf(one.observation), one]));
  const live = ranked.flatMap((claim) => {
    const witness = byKey.get(keyOf(claim));
    if (!witness || !first) return [];
    const reason = claim === first ? (second ? reasonOver(first, second) : 'ONLY_CLAIM') : reasonOver(first, claim);
    return [{ ...describe(witness, path, standings), ...verdict(claim), wins: claim === first, reason }];
  });
  const withdrawn = witnesses
    .filter(({ observation }) => observation.claims[path] === null)
    .map((witness) => ({
      ...describe(witness, path, standings),
      value: null,
      expired: false,
      withdrawn: true,
      wins: false,
      reason: null,
    }));
  const winner = live[0] ?? null;
  return { claims: [...live, ...withdrawn], winner, explanation: inWords(winner, first, second) };
}

const keyOf = ({ source, nativeKey }: Pick<ExplainedClaim, 'source' | 'nativeKey'>): string =>
  JSON.stringify([source, nativeKey]);

function describe({ observation, seenAt, reportedAt }: Witness, path: string, standings: Standings) {
  const { source, nativeKey } = observation;
  const standing = standings(source, path);
  const ends = expiryOf(reportedAt, standing);
  return {
    source,
    nativeKey,
    observedAt: claimTime(observation, path, seenAt),
    reportedAt,
    rule: standing.rule,
    expiresAt: ends === null ? null : new Date(ends).toISOString(),
    withdrawn: false,
  };
}

const verdict = ({ value, expired }: WinningClaim) => ({ value, expired });

function reasonOver(stronger: WinningClaim, weaker: WinningClaim): ClaimReason {
  if (stronger.expired !== weaker.expired) return 'NOT_EXPIRED';
  if (stronger.standing.rank !== weaker.standing.rank) return stronger.source === MANUAL_SOURCE ? 'BY_HAND' : 'RULE';
  return stronger.observedAt === weaker.observedAt ? 'FIRST_NAME' : 'LATER';
}

function inWords(
  winner: ExplainedClaim | null,
  first: WinningClaim | undefined,
  second: WinningClaim | undefined,
): string {
  if (!winner || !first) return 'Nobody claims a value; what holds is the default.';
  const who = winner.source === MANUAL_SOURCE ? 'An edit by hand' : `The data source ${winner.source}`;
  const expired = winner.expired ? ' Its claim has expired, but nobody else says anything that has not.' : '';
  if (!second) return `${who} is the only one that claims a value.${expired}`;
  return `${who} wins over ${second.source}: ${WORDS[winner.reason ?? 'ONLY_CLAIM'](first, second)}.${expired}`;
}

const WORDS: Readonly<Record<ClaimReason, (first: WinningClaim, second: WinningClaim) => string>> = {
  ONLY_CLAIM: () => 'there is no other claim',
  BY_HAND: () => 'what a person says is strongest',
  NOT_EXPIRED: (_, second) => `the claim of ${second.source} has expired`,
  RULE: (first, second) =>
    second.standing.rule
      ? `its rule ${ruleInWords(first)} is stronger than ${ruleInWords(second)}`
      : `it has a rule, ${ruleInWords(first)}, and ${second.source} has none`,
  LATER: (first, second) => `both are equally strong, and ${first.observedAt} is later than ${second.observedAt}`,
  FIRST_NAME: () => 'both are equally strong and of the same time, so the first by name is taken',
};

function ruleInWords({ standing: { rule } }: WinningClaim): string {
  return rule ? `for ${rule.path ?? 'everything'} of ${rule.target.name} with priority ${rule.priority}` : 'none';
}
