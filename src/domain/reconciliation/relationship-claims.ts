import type { RelationshipType } from '../class-model/class-model';
import type { Strength } from '../gate';
import { compareInstants, laterInstant } from '../instant';
import type { JsonObject, JsonValue } from '../json';
import { jsonEqual } from '../json-equal';
import { expiryOf } from './reconciliation';
import type { Standings } from './reconciliation-rules';
import { RELATIONSHIP_KINDS, type Relationship, type RelationshipClaim, type RelationshipKind } from '../relationship';

/** What a payload says of a relationship. Undefined keeps the source's earlier claim, null withdraws it. */
export interface RelationshipReport {
  readonly source: string;
  readonly kind: RelationshipKind;
  readonly strength: Strength | null | undefined;
  readonly gateKeys: readonly string[] | null | undefined;
  readonly weight: number | null | undefined;
  readonly attributes: JsonObject | null | undefined;
  readonly observedAt: string;
}

/** The values of a relationship that its claims decide. */
export type EffectiveRelationship = Pick<Relationship, 'kind' | 'strength' | 'gateKeys' | 'weight' | 'attributes'>;

/** The claims after a report: `older` when the report came too late to change them. */
export interface MergedClaims {
  readonly claims: readonly RelationshipClaim[];
  readonly outcome: 'changed' | 'unchanged' | 'older';
}

/**
 * Adds what a source says to the claims of a relationship, sorted by source. `seenAt`: when it last said nothing new. A
 * statement that is repeated is no change, but the claims have its time, for those who choose between them.
 */
export function mergeClaim(
  claims: readonly RelationshipClaim[],
  report: RelationshipReport,
  seenAt: string | null = null,
): MergedClaims {
  const own = claims.find((claim) => claim.source === report.source);
  const after: RelationshipClaim = {
    source: report.source,
    kind: report.kind,
    strength: keepOr(report.strength, own?.strength, null),
    gateKeys: keepOr(report.gateKeys, own?.gateKeys, []),
    weight: keepOr(report.weight, own?.weight, 1),
    attributes: mergeAttributes(own?.attributes ?? {}, report.attributes),
    observedAt: report.observedAt,
  };
  const knownAt = own && laterInstant(own.observedAt, seenAt ?? own.observedAt);
  if (own && knownAt && sameClaim(own, after)) {
    const repeated = { ...own, observedAt: laterInstant(knownAt, report.observedAt) };
    const times = repeated.observedAt === own.observedAt || claims.length === 1;
    return {
      claims: times ? claims : sortBySource([...withoutSource(claims, report.source), repeated]),
      outcome: 'unchanged',
    };
  }
  if (knownAt && compareInstants(report.observedAt, knownAt) < 0) return { claims, outcome: 'older' };
  return { claims: sortBySource([...withoutSource(claims, report.source), after]), outcome: 'changed' };
}

/** Takes back what a source says; a relationship that nobody claims ends. `seenAt`: when it last said nothing new. */
export function withdrawClaim(
  claims: readonly RelationshipClaim[],
  source: string,
  observedAt: string,
  seenAt: string | null = null,
): MergedClaims {
  const own = claims.find((claim) => claim.source === source);
  if (!own) return { claims, outcome: 'unchanged' };
  const knownAt = laterInstant(own.observedAt, seenAt ?? own.observedAt);
  if (compareInstants(observedAt, knownAt) < 0) return { claims, outcome: 'older' };
  return { claims: withoutSource(claims, source), outcome: 'changed' };
}

/**
 * What the claims of two relationships say together that turn out to be one. Of a source that claims both, the later claim
 * decides, with the gates of both; at the same time that of `kept`. Gives `kept` itself when the other adds nothing.
 */
export function uniteClaims(
  kept: readonly RelationshipClaim[],
  others: readonly RelationshipClaim[],
): readonly RelationshipClaim[] {
  const united = new Map(kept.map((claim) => [claim.source, claim]));
  for (const other of others) {
    const own = united.get(other.source);
    united.set(other.source, own ? uniteClaim(own, other) : other);
  }
  const claims = sortBySource([...united.values()]);
  const same = claims.length === kept.length && claims.every((claim, at) => kept[at] && identical(claim, kept[at]));
  return same ? kept : claims;
}

function uniteClaim(kept: RelationshipClaim, other: RelationshipClaim): RelationshipClaim {
  const [later, earlier] = compareInstants(kept.observedAt, other.observedAt) < 0 ? [other, kept] : [kept, other];
  return {
    ...later,
    strength: later.strength ?? earlier.strength,
    gateKeys: [...new Set([...kept.gateKeys, ...other.gateKeys])].sort(),
    attributes: { ...earlier.attributes, ...later.attributes },
  };
}

const identical = (a: RelationshipClaim, b: RelationshipClaim): boolean =>
  sameClaim(a, b) && a.observedAt === b.observedAt;

/** What decides between the claims of a relationship. */
export interface Belief {
  /** Of its type; paths are the fields of {@link EffectiveRelationship} and `attributes.<name>`. */
  readonly standings: Standings;
  /** When a source last reported the relationship without saying anything new; null: it never did. */
  readonly seenAt: (source: string) => string | null;
  /** RFC 3339. */
  readonly now: string;
}

/**
 * The effective values, chosen field by field: a claim that has not expired first, then the better rank, then the more
 * certain kind of knowledge, then the later report. A claim without an opinion on the strength or the gates leaves it to
 * the next one, and at last to the type.
 */
export function effectiveRelationship(
  claims: readonly RelationshipClaim[],
  type: RelationshipType,
  belief: Belief,
): EffectiveRelationship {
  const [only] = claims;
  if (only && claims.length === 1) {
    const { kind, strength, gateKeys, weight, attributes } = only;
    return { kind, strength: strength ?? type.defaultStrength, gateKeys, weight, attributes };
  }
  const best = (path: string, hasOpinion: (claim: RelationshipClaim) => boolean): RelationshipClaim | undefined =>
    strongestFirst(claims.filter(hasOpinion), path, belief)[0]?.claim;
  const names = new Set(claims.flatMap((claim) => Object.keys(claim.attributes)));
  const attributes = [...names].sort().map((name): [string, JsonValue] => {
    const claim = best(`attributes.${name}`, (one) => Object.hasOwn(one.attributes, name));
    return [name, claim?.attributes[name] ?? null];
  });
  return {
    kind: best('kind', () => true)?.kind ?? 'DECLARED',
    strength: best('strength', (claim) => claim.strength !== null)?.strength ?? type.defaultStrength,
    gateKeys: best('gateKeys', (claim) => claim.gateKeys.length > 0)?.gateKeys ?? [],
    weight: best('weight', () => true)?.weight ?? 1,
    attributes: Object.fromEntries(attributes),
  };
}

/** When effective values may change because a claim expires, in milliseconds since 1970; null: never. */
export function relationshipDueAt(claims: readonly RelationshipClaim[], belief: Belief): number | null {
  const [one] = claims;
  if (!one || claims.every((other) => sameClaim(one, other))) return null;
  const paths = new Set(['kind', 'strength', 'gateKeys', 'weight']);
  for (const { attributes } of claims) for (const name of Object.keys(attributes)) paths.add(`attributes.${name}`);
  const due = [...paths].flatMap((path) => {
    const [first] = strongestFirst(claims, path, belief);
    return first && !first.expired && first.endsAt !== null ? [first.endsAt] : [];
  });
  return due.length === 0 ? null : Math.min(...due);
}

/** The effective values in which two states of a relationship differ, sorted. */
export function changedRelationshipPaths(
  before: EffectiveRelationship,
  after: EffectiveRelationship,
): readonly string[] {
  const fields = ['attributes', 'gateKeys', 'kind', 'strength', 'weight'] as const;
  return fields.filter((field) => !jsonEqual(before[field], after[field]));
}

interface RankedClaim {
  readonly claim: RelationshipClaim;
  readonly rank: number;
  readonly endsAt: number | null;
  readonly expired: boolean;
  readonly reportedAt: string;
}

function strongestFirst(
  claims: readonly RelationshipClaim[],
  path: string,
  { standings, seenAt, now }: Belief,
): readonly RankedClaim[] {
  const nowMs = Date.parse(now);
  return claims
    .map((claim) => {
      const reportedAt = laterInstant(claim.observedAt, seenAt(claim.source) ?? claim.observedAt);
      const standing = standings(claim.source, path);
      const endsAt = expiryOf(reportedAt, standing);
      return { claim, rank: standing.rank, endsAt, expired: endsAt !== null && endsAt <= nowMs, reportedAt };
    })
    .sort(strongerFirst);
}

function strongerFirst(a: RankedClaim, b: RankedClaim): number {
  if (a.expired !== b.expired) return a.expired ? 1 : -1;
  const certainty = RELATIONSHIP_KINDS.indexOf(a.claim.kind) - RELATIONSHIP_KINDS.indexOf(b.claim.kind);
  const later = compareInstants(b.reportedAt, a.reportedAt);
  return a.rank - b.rank || certainty || later || (a.claim.source < b.claim.source ? -1 : 1);
}

/** Everything but the time: the same statement made again is no change. */
function sameClaim(a: RelationshipClaim, b: RelationshipClaim): boolean {
  return (
    a.kind === b.kind &&
    a.strength === b.strength &&
    a.weight === b.weight &&
    jsonEqual(a.gateKeys, b.gateKeys) &&
    jsonEqual(a.attributes, b.attributes)
  );
}

function keepOr<T>(given: T | null | undefined, kept: T | undefined, withdrawn: T): T {
  if (given === undefined) return kept ?? withdrawn;
  return given ?? withdrawn;
}

function mergeAttributes(own: JsonObject, given: JsonObject | null | undefined): JsonObject {
  if (given === undefined) return own;
  if (given === null) return {};
  const merged: Record<string, JsonValue> = { ...own };
  for (const [name, value] of Object.entries(given)) {
    if (value === null) delete merged[name];
    else merged[name] = value;
  }
  return merged;
}

const withoutSource = (claims: readonly RelationshipClaim[], source: string): readonly RelationshipClaim[] =>
  claims.filter((claim) => claim.source !== source);

const sortBySource = (claims: readonly RelationshipClaim[]): readonly RelationshipClaim[] =>
  [...claims].sort((a, b) => (a.source < b.source ? -1 : 1));
