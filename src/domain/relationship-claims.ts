import type { RelationshipType } from './class-model';
import type { Strength } from './gate';
import { compareInstants } from './instant';
import type { JsonObject, JsonValue } from './json';
import { jsonEqual } from './json-equal';
import { MANUAL_SOURCE } from './reconciliation';
import { RELATIONSHIP_KINDS, type Relationship, type RelationshipClaim, type RelationshipKind } from './relationship';

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

/** Adds what a source says to the claims of a relationship, sorted by source. */
export function mergeClaim(claims: readonly RelationshipClaim[], report: RelationshipReport): MergedClaims {
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
  if (own && sameClaim(own, after)) return { claims, outcome: 'unchanged' };
  if (own && compareInstants(report.observedAt, own.observedAt) < 0) return { claims, outcome: 'older' };
  return { claims: sortBySource([...withoutSource(claims, report.source), after]), outcome: 'changed' };
}

/** Takes back what a source says; a relationship that nobody claims ends. */
export function withdrawClaim(claims: readonly RelationshipClaim[], source: string, observedAt: string): MergedClaims {
  const own = claims.find((claim) => claim.source === source);
  if (!own) return { claims, outcome: 'unchanged' };
  if (compareInstants(observedAt, own.observedAt) < 0) return { claims, outcome: 'older' };
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

/**
 * The effective values: what a person says first, then the more certain kind of knowledge, then the later report. A
 * claim without an opinion on the strength or the gates leaves it to the next one, and at last to the type.
 */
export function effectiveRelationship(
  claims: readonly RelationshipClaim[],
  type: RelationshipType,
): EffectiveRelationship {
  const ordered = [...claims].sort(strongerFirst);
  const kinds = new Set(claims.map((claim) => claim.kind));
  return {
    kind: RELATIONSHIP_KINDS.find((kind) => kinds.has(kind)) ?? 'DECLARED',
    strength: ordered.find((claim) => claim.strength !== null)?.strength ?? type.defaultStrength,
    gateKeys: ordered.find((claim) => claim.gateKeys.length > 0)?.gateKeys ?? [],
    weight: ordered[0]?.weight ?? 1,
    attributes: Object.assign({}, ...ordered.toReversed().map((claim) => claim.attributes)) as JsonObject,
  };
}

/** The effective values in which two states of a relationship differ, sorted. */
export function changedRelationshipPaths(
  before: EffectiveRelationship,
  after: EffectiveRelationship,
): readonly string[] {
  const fields = ['attributes', 'gateKeys', 'kind', 'strength', 'weight'] as const;
  return fields.filter((field) => !jsonEqual(before[field], after[field]));
}

function strongerFirst(a: RelationshipClaim, b: RelationshipClaim): number {
  if ((a.source === MANUAL_SOURCE) !== (b.source === MANUAL_SOURCE)) return a.source === MANUAL_SOURCE ? -1 : 1;
  const certainty = RELATIONSHIP_KINDS.indexOf(a.kind) - RELATIONSHIP_KINDS.indexOf(b.kind);
  return certainty || compareInstants(b.observedAt, a.observedAt) || (a.source < b.source ? -1 : 1);
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
