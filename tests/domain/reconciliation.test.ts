import fc from 'fast-check';
import type { IngestPart } from '../../src/domain/ingest/ingest-record';
import type { JsonValue } from '../../src/domain/json';
import { mergeReport, type ObservationState, type Report } from '../../src/domain/reconciliation/observation-merge';
import { maskedValues, reconcile } from '../../src/domain/reconciliation/reconciliation';
import { ReconciliationRules, type Standings } from '../../src/domain/reconciliation/reconciliation-rules';
import type { RelationshipClaim } from '../../src/domain/relationship';
import {
  effectiveRelationship,
  mergeClaim,
  relationshipDueAt,
  withdrawClaim,
} from '../../src/domain/reconciliation/relationship-claims';
import type { RelationshipType } from '../../src/domain/class-model/class-model';
import { relationshipType } from '../support/small-model';

const plainStandings = new ReconciliationRules([], () => []).ofClass('LinuxServer');

const at = (minute: number): string => `2026-11-22T10:${String(minute).padStart(2, '0')}:00.000Z`;

const report = (minute: number, claims: Record<string, JsonValue>, more: Partial<Report> = {}): Report => ({
  source: 'scan',
  nativeKey: '',
  className: 'LinuxServer',
  claims,
  complete: new Set(),
  exists: true,
  observedAt: at(minute),
  ...more,
});

const after = (...reports: readonly Report[]): ObservationState | null =>
  reports.reduce<ObservationState | null>((state, one) => mergeReport(state, one, null).after, null);

/** The values that a source claims, without what it withdrew. */
const live = (state: ObservationState | null): object =>
  Object.fromEntries(Object.entries(state?.claims ?? {}).filter(([, value]) => value !== null));

describe('what one source says', () => {
  test('is kept until it says otherwise', () => {
    const state = after(report(1, { name: 'a', site: 'x' }), report(2, { name: 'b' }), report(3, { site: null }));
    expect(live(state)).toEqual({ name: 'b' });
  });

  test('gives way only to what is not older', () => {
    const state = after(report(5, { name: 'new' }));
    const late = mergeReport(state, report(4, { name: 'old', site: 'x' }), null);
    expect(late).toMatchObject({ older: ['name'], changed: true });
    expect(live(late.after)).toEqual({ name: 'new', site: 'x' });
    expect(late.after.times).toMatchObject({ site: at(4) });
  });

  test('is no news when it is said again', () => {
    const state = after(report(1, { name: 'a', site: 'x' }));
    expect(mergeReport(state, report(2, { name: 'a', site: 'x' }), null)).toMatchObject({
      changed: false,
      covers: true,
      older: [],
    });
    expect(mergeReport(state, report(2, { name: 'a' }), null)).toMatchObject({ changed: false, covers: false });
    expect(mergeReport(state, report(2, { name: 'a' }, { exists: false }), null)).toMatchObject({ changed: true });
    expect(mergeReport(state, report(2, { name: 'a' }, { exists: null }), null).after.exists).toBe(true);
  });

  test('is as fresh as the last run that repeated all of it', () => {
    const state = after(report(1, { name: 'a' }));
    expect(mergeReport(state, report(5, { name: 'b' }), at(9))).toMatchObject({ older: ['name'], changed: false });
    expect(mergeReport(state, report(10, { name: 'b' }), at(9))).toMatchObject({ older: [], changed: true });
  });

  test('of a complete part is all there is of it', () => {
    const complete: ReadonlySet<IngestPart> = new Set(['ATTRIBUTES']);
    const state = after(
      report(1, { 'attributes.a': 1, 'attributes.b': 2, 'labels.c': 3 }),
      report(2, { 'attributes.a': 1 }, { complete }),
    );
    expect(live(state)).toEqual({ 'attributes.a': 1, 'labels.c': 3 });
    // What is older than the complete report was withdrawn by it, what is newer was not.
    expect(mergeReport(state, report(1, { 'attributes.d': 4 }), null)).toMatchObject({
      older: ['attributes.d'],
      changed: false,
    });
    expect(live(mergeReport(state, report(3, { 'attributes.d': 4 }), null).after)).toMatchObject({ 'attributes.d': 4 });
    // In the order of time it would have taken an older withdrawal along, too.
    const late = mergeReport(state, report(1, { 'attributes.d': null }), null);
    expect(late).toMatchObject({ changed: false, after: { claims: state?.claims } });
    expect(late.after.claims).not.toHaveProperty(['attributes.d']);
  });

  test('comes to the same in whatever order its reports arrive', () => {
    const path = fc.constantFrom('name', 'site', 'attributes.a', 'attributes.b', 'labels.c');
    const value = fc.constantFrom<JsonValue>('x', 'y', 1, null);
    const parts = fc.subarray<IngestPart>(['ATTRIBUTES', 'LABELS']).map((list) => new Set(list));
    const one = fc.record({ claims: fc.dictionary(path, value), complete: parts, exists: fc.boolean() });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 6 }), fc.infiniteStream(fc.nat()), (list, dice) => {
        const reports = list.map(({ claims, complete, exists }, index) =>
          report(index + 1, claims, { complete, exists }),
        );
        const shuffled = reports
          .map((each) => ({ each, order: dice.next().value }))
          .sort((a, b) => a.order - b.order)
          .map(({ each }) => each);
        const inOrder = after(...reports);
        const inDisorder = after(...shuffled);
        expect(live(inDisorder)).toEqual(live(inOrder));
        expect(inDisorder?.exists).toBe(inOrder?.exists);
        expect(inDisorder?.observedAt).toBe(inOrder?.observedAt);
      }),
    );
  });
});

describe('of several sources', () => {
  const says = (source: string, minute: number, claims: Record<string, JsonValue>) => ({
    observation: mergeReport(null, report(minute, claims, { source }), null).after,
    seenAt: null,
    reportedAt: at(minute),
  });
  const now = at(30);
  const effective = (witnesses: readonly ReturnType<typeof says>[], standings: Standings = plainStandings): object =>
    Object.fromEntries([...reconcile(witnesses, standings, now)].map(([path, claim]) => [path, claim.value]));

  test('the later claim of each path wins, and a withdrawn one takes no part', () => {
    expect(
      effective([
        says('a', 2, { name: 'A', site: 'A' }),
        says('b', 1, { name: 'B', owner: 'B' }),
        says('c', 3, { site: null }),
      ]),
    ).toEqual({ name: 'A', site: 'A', owner: 'B' });
  });

  test('what a person says wins over all of them', () => {
    expect(effective([says('manual', 1, { name: 'hand' }), says('scan', 9, { name: 'scan' })])).toEqual({
      name: 'hand',
    });
  });

  test('a tie is decided by the name of the source, whatever the order', () => {
    const tied = [says('b', 1, { name: 'B' }), says('a', 1, { name: 'A' })];
    expect(effective(tied)).toEqual({ name: 'A' });
    expect(effective(tied.toReversed())).toEqual({ name: 'A' });
  });

  test('rules with priorities fit in without change', () => {
    const cloudFirst: Standings = (source, path) => ({
      rank: source === 'cloud' && path === 'name' ? 1 : 2,
      refreshMs: null,
      rule: null,
    });
    expect(
      effective([says('cloud', 1, { name: 'C', site: 'C' }), says('scan', 9, { name: 'S', site: 'S' })], cloudFirst),
    ).toEqual({ name: 'C', site: 'S' });
  });

  test('a value that loses is told, with the winner and why', () => {
    const loser = says('scan', 5, { name: 'S', site: 'same', description: 'alone' });
    const winners = reconcile([loser, says('manual', 1, { name: 'M', site: 'same' })], plainStandings, now);
    const choice = { winners, standings: plainStandings, now };
    expect(maskedValues(loser.observation, ['name', 'site', 'description'], [], choice)).toEqual([
      { path: 'name', winner: 'manual', reason: 'PRECEDENCE' },
    ]);
    const later = reconcile([loser, says('cloud', 9, { name: 'C' })], plainStandings, now);
    expect(maskedValues(loser.observation, ['name'], ['site'], { ...choice, winners: later })).toEqual([
      { path: 'name', winner: 'cloud', reason: 'OLDER_THAN_CLAIM' },
      { path: 'site', winner: 'scan', reason: 'OLDER_THAN_CLAIM' },
    ]);
  });
});

describe('the claims of a relationship', () => {
  const type: RelationshipType = { ...relationshipType(1, 'CALLS', 'TARGET_TO_SOURCE'), defaultStrength: 'SOFT' };
  const belief = { standings: plainStandings, seenAt: () => null, now: at(30) };
  const claim = (source: string, minute: number, more: object = {}) => ({
    source,
    kind: 'INFERRED' as const,
    strength: undefined,
    gateKeys: undefined,
    weight: undefined,
    attributes: undefined,
    observedAt: at(minute),
    ...more,
  });

  test('keep what is left out, withdraw what is null, and never go back in time', () => {
    const first = mergeClaim([], claim('scan', 1, { strength: 'HARD', weight: 3, attributes: { a: 1, b: 2 } }));
    const second = mergeClaim(first.claims, claim('scan', 2, { attributes: { a: null, c: 3 } }));
    expect(second).toMatchObject({
      outcome: 'changed',
      claims: [{ strength: 'HARD', weight: 3, attributes: { b: 2, c: 3 } }],
    });
    expect(mergeClaim(second.claims, claim('scan', 3)).outcome).toBe('unchanged');
    expect(mergeClaim(second.claims, claim('scan', 1, { weight: 9 })).outcome).toBe('older');
    expect(withdrawClaim(second.claims, 'scan', at(1)).outcome).toBe('older');
    expect(withdrawClaim(second.claims, 'scan', at(2))).toEqual({ claims: [], outcome: 'changed' });
    expect(withdrawClaim(second.claims, 'cloud', at(9)).outcome).toBe('unchanged');
  });

  test('are weighed by hand, certainty and time, and leave the rest to the type', () => {
    const inferred = mergeClaim([], claim('scan', 9, { attributes: { port: 1, seen: true } })).claims;
    expect(effectiveRelationship(inferred, type, belief)).toMatchObject({
      kind: 'INFERRED',
      strength: 'SOFT',
      gateKeys: [],
      weight: 1,
    });
    const declared = mergeClaim(
      inferred,
      claim('file', 1, { kind: 'DECLARED', strength: 'HARD', attributes: { port: 2 } }),
    ).claims;
    expect(effectiveRelationship(declared, type, belief)).toMatchObject({
      kind: 'DECLARED',
      strength: 'HARD',
      attributes: { port: 2, seen: true },
    });
    const byHand = mergeClaim(declared, claim('manual', 0, { strength: 'SOFT', gateKeys: ['g'] })).claims;
    expect(effectiveRelationship(byHand, type, belief)).toMatchObject({
      kind: 'INFERRED',
      strength: 'SOFT',
      gateKeys: ['g'],
    });
  });

  test('are weighed by rules of their type, field by field, and expire', () => {
    const claims = [
      claim('scan', 9, { kind: 'DECLARED', weight: 2, attributes: { port: 1, seen: true } }),
      claim('flow', 1, { kind: 'OBSERVED', weight: 5, attributes: { port: 2 } }),
    ].reduce<readonly RelationshipClaim[]>((all, one) => mergeClaim(all, one).claims, []);
    const rules = new ReconciliationRules(
      [
        {
          kind: 'RECONCILIATION_OF_TYPE',
          name: 'CALLS',
          definition: {
            rules: [
              { path: 'attributes.port', source: 'flow', priority: 1, refreshSeconds: 3_600 },
              { path: 'kind', source: 'flow', priority: 1, refreshSeconds: 3_600 },
            ],
          },
        },
      ],
      () => [],
    );
    const ruled = { ...belief, standings: rules.ofType('CALLS') };
    expect(effectiveRelationship(claims, type, ruled)).toMatchObject({
      kind: 'OBSERVED',
      weight: 2,
      attributes: { port: 2, seen: true },
    });
    expect(relationshipDueAt(claims, ruled)).toBe(Date.parse('2026-11-22T11:01:00Z'));
    const later = { ...ruled, now: '2026-11-22T11:01:00.000Z' };
    expect(effectiveRelationship(claims, type, later)).toMatchObject({ kind: 'DECLARED', attributes: { port: 1 } });
    const seen = { ...later, seenAt: (source: string) => (source === 'flow' ? at(20) : null) };
    expect(effectiveRelationship(claims, type, seen)).toMatchObject({ kind: 'OBSERVED', attributes: { port: 2 } });
  });
});
