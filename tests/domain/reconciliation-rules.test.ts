import fc from 'fast-check';
import type { DataRule, ReconciliationRule } from '../../src/domain/class-model/data-rules';
import type { JsonValue } from '../../src/domain/json';
import { dueAt, reconcile, witnessesOf, type SourceSighting } from '../../src/domain/reconciliation/reconciliation';
import { ReconciliationRules } from '../../src/domain/reconciliation/reconciliation-rules';
import { ClassModel } from '../../src/domain/class-model/resolved-class-model';
import type { ObservationState } from '../../src/domain/reconciliation/observation-merge';
import { explainClaims } from '../../src/domain/reconciliation/value-explanation';
import { smallModel } from '../support/small-model';

const HOUR = 3_600_000;
const hour = (n: number): string => new Date(Date.UTC(2026, 0, 1) + n * HOUR).toISOString();

const rule = (source: string, priority: number, more: Partial<ReconciliationRule> = {}): ReconciliationRule => ({
  path: null,
  source,
  priority,
  refreshSeconds: null,
  ...more,
});

const ofClass = (name: string, ...rules: readonly ReconciliationRule[]): DataRule => ({
  kind: 'RECONCILIATION_OF_CLASS',
  name,
  definition: { rules },
});

const period = (name: string, hours: number): DataRule => ({
  kind: 'REFRESH_PERIOD',
  name,
  definition: { seconds: hours * 3_600 },
});

const model = (...dataRules: readonly DataRule[]): ClassModel =>
  new ClassModel({ ...smallModel().definition, dataRules });

const says = (source: string, at: number, claims: Record<string, JsonValue>, nativeKey = ''): ObservationState => ({
  source,
  nativeKey,
  className: 'Part',
  claims,
  times: {},
  exists: true,
  observedAt: hour(at),
});

function effective(
  own: ClassModel,
  observations: readonly ObservationState[],
  now: number,
  sightings: ReadonlyMap<string, SourceSighting> = new Map(),
): object {
  const winners = reconcile(witnessesOf(observations, sightings), own.reconciliation.ofClass('Part'), hour(now));
  return Object.fromEntries([...winners].map(([path, { value }]) => [path, value]));
}

describe('rules', () => {
  const a = says('a', 1, { name: 'A', site: 'A', 'labels.team': 'A' });
  const b = says('b', 2, { name: 'B', site: 'B', 'labels.team': 'B' });

  test('let the lower number win, and a source without a rule is weakest', () => {
    expect(effective(model(ofClass('Part', rule('a', 5))), [a, b], 3)).toMatchObject({ name: 'A', site: 'A' });
    expect(effective(model(ofClass('Part', rule('a', 5), rule('b', 4))), [a, b], 3)).toMatchObject({ name: 'B' });
    expect(effective(model(ofClass('Part', rule('a', 5), rule('b', 5))), [a, b], 3)).toMatchObject({ name: 'B' });
  });

  test('for an attribute beat those for a part, and these beat those for everything', () => {
    const rules = ofClass('Part', rule('b', 0), rule('a', 900, { path: 'name' }), rule('a', 900, { path: 'labels.*' }));
    expect(effective(model(rules), [a, b], 3)).toEqual({ name: 'A', site: 'B', 'labels.team': 'A' });
  });

  test('on the class beat inherited ones, for an attribute even an inherited one beats ALL on the class', () => {
    expect(effective(model(ofClass('Thing', rule('a', 0)), ofClass('Part', rule('b', 9))), [a, b], 3)).toMatchObject({
      name: 'B',
    });
    const inherited = ofClass('ConfigurationItem', rule('a', 9, { path: 'name' }));
    expect(effective(model(inherited, ofClass('Part', rule('b', 0))), [a, b], 3)).toMatchObject({
      name: 'A',
      site: 'B',
    });
  });

  test('of a class say nothing of its siblings and ancestors', () => {
    expect(effective(model(ofClass('Service', rule('a', 0))), [a, b], 3)).toMatchObject({ name: 'B' });
  });

  test('never beat a person', () => {
    const hand = says('manual', 0, { name: 'hand', site: null });
    expect(effective(model(ofClass('Part', rule('a', 0))), [a, b, hand], 9_999)).toMatchObject({
      name: 'hand',
      site: 'A',
    });
  });
});

describe('a claim that is not repeated', () => {
  const strong = ofClass('Part', rule('a', 1));
  const a = says('a', 0, { name: 'A' });
  const b = says('b', 100, { name: 'B' });

  test('gives way to a weaker one after a week, and at that very moment', () => {
    expect(effective(model(strong), [a, b], 7 * 24 - 1)).toEqual({ name: 'A' });
    expect(effective(model(strong), [a, b], 7 * 24)).toEqual({ name: 'B' });
  });

  test('stands as long as its source or its rule says', () => {
    expect(effective(model(strong, period('a', 2)), [a, b], 101)).toEqual({ name: 'B' });
    const patient = ofClass('Part', rule('a', 1, { refreshSeconds: 200 * 3_600 }));
    expect(effective(model(patient, period('a', 2)), [a, b], 199)).toEqual({ name: 'A' });
  });

  test('goes on being believed where nobody else says anything', () => {
    expect(effective(model(strong), [a], 9_999)).toEqual({ name: 'A' });
    // Both are expired: the rule decides again.
    expect(effective(model(strong), [a, b], 9_999)).toEqual({ name: 'A' });
  });

  test('is kept alive by whatever its source reports of the item', () => {
    const partly = new Map([['a', { complete: null, last: hour(160) }]]);
    expect(effective(model(strong), [a, b], 200, partly)).toEqual({ name: 'A' });
    expect(effective(model(strong), [a, b, says('a', 160, { site: 'x' }, 'key')], 200)).toMatchObject({ name: 'A' });
  });

  test('falls due only where somebody else says otherwise', () => {
    const due = (observations: readonly ObservationState[]): number | null => {
      const standings = model(strong).reconciliation.ofClass('Part');
      return dueAt(reconcile(witnessesOf(observations, new Map()), standings, hour(110)).values());
    };
    expect(due([a, b])).toBe(Date.parse(hour(7 * 24)));
    expect(due([a, says('b', 100, { name: 'A' })])).toBeNull();
    expect(due([a])).toBeNull();
    expect(due([says('manual', 0, { name: 'M' }), b])).toBeNull();
  });
});

describe('effective values', () => {
  const SOURCES = ['a', 'b', 'c', 'manual'] as const;
  const PATHS = ['name', 'site', 'attributes.x', 'labels.k', 'gates.g'] as const;
  const CLASSES = ['Part', 'Thing', 'ConfigurationItem', 'Service'] as const;

  const claims = fc.dictionary(fc.constantFrom(...PATHS), fc.constantFrom<JsonValue>('x', 'y', 'z', null), {
    maxKeys: 5,
  });
  const observation = fc
    .tuple(fc.constantFrom(...SOURCES), fc.integer({ min: 0, max: 20 }), claims, fc.constantFrom('', 'key'))
    .map(([source, at, values, key]) => says(source, at, values, source === 'manual' ? '' : key));
  const observations = fc.uniqueArray(observation, {
    selector: ({ source, nativeKey }) => `${source} ${nativeKey}`,
    maxLength: 6,
  });
  const someRule = fc
    .tuple(
      fc.constantFrom('a', 'b', 'c'),
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom(null, 'name', 'attributes.x', 'attributes.*', 'labels.k', 'labels.*', 'gates.*'),
      fc.constantFrom(null, 3_600, 5 * 3_600),
    )
    .map(([source, priority, path, refreshSeconds]) => rule(source, priority, { path, refreshSeconds }));
  const distinctRules = fc.uniqueArray(someRule, { selector: ({ source, path }) => `${source} ${path}`, maxLength: 8 });
  const rulesOf = fc.tuple(fc.constantFrom(...CLASSES), distinctRules).map(([name, rules]) => ofClass(name, ...rules));
  const dataRules = fc
    .tuple(
      fc.uniqueArray(rulesOf, { selector: ({ name }) => name, maxLength: 4 }),
      fc.subarray([period('a', 2), period('b', 7), period('c', 100)]),
    )
    .map(([rules, periods]): readonly DataRule[] => [...rules, ...periods]);
  const sightings = fc
    .dictionary(fc.constantFrom('a', 'b', 'c'), fc.tuple(fc.integer({ min: 0, max: 20 }), fc.boolean()), {
      maxKeys: 3,
    })
    .map((by) => new Map(Object.entries(by).map(([source, [at, whole]]) => [source, { at, whole }])));

  test('are those of a naive evaluation over all claims', () => {
    fc.assert(
      fc.property(observations, dataRules, sightings, fc.integer({ min: 0, max: 40 }), (all, rules, seen, now) => {
        const sighted = new Map(
          [...seen].map(([source, { at, whole }]) => [source, { complete: whole ? hour(at) : null, last: hour(at) }]),
        );
        expect(effective(model(...rules), all, now, sighted)).toEqual(naive(all, rules, seen, now));
      }),
      { numRuns: 500 },
    );
  });

  test('are explained by the claim that made them', () => {
    fc.assert(
      fc.property(observations, dataRules, fc.integer({ min: 0, max: 40 }), (all, rules, now) => {
        const own = model(...rules).reconciliation.ofClass('Part');
        const witnesses = witnessesOf(all, new Map());
        const winners = reconcile(witnesses, own, hour(now));
        for (const path of PATHS) {
          const { claims: explained, winner } = explainClaims(witnesses, path, own, hour(now));
          const expected = winners.get(path);
          expect(winner && [winner.source, winner.nativeKey, winner.value]).toEqual(
            expected ? [expected.source, expected.nativeKey, expected.value] : null,
          );
          expect(explained).toHaveLength(all.filter((one) => one.claims[path] !== undefined).length);
          expect(explained.filter((one) => one.wins)).toHaveLength(expected ? 1 : 0);
          expect(explained.filter((one) => one.withdrawn)).toHaveLength(
            all.filter((one) => one.claims[path] === null).length,
          );
        }
      }),
    );
  });

  /** Sorts all claims of each path by the words of the design, one after the other, and takes the first. */
  function naive(
    all: readonly ObservationState[],
    rules: readonly DataRule[],
    seen: ReadonlyMap<string, { readonly at: number; readonly whole: boolean }>,
    now: number,
  ): object {
    const lineage = ['Part', 'Thing', 'ConfigurationItem'];
    const result: Record<string, JsonValue> = {};
    for (const path of PATHS) {
      const candidates = all
        .filter(({ claims: own }) => own[path] !== undefined && own[path] !== null)
        .map(({ source, nativeKey, claims: own, observedAt }) => {
          const fitting = rules.flatMap((one) =>
            one.kind === 'RECONCILIATION_OF_CLASS' && lineage.includes(one.name)
              ? one.definition.rules
                  .filter((each) => each.source === source)
                  .map((each) => ({ ...each, near: lineage.indexOf(one.name), narrow: narrow(each.path, path) }))
                  .filter((each) => each.narrow >= 0)
              : [],
          );
          const [ranking] = fitting.toSorted((x, y) => x.narrow - y.narrow || x.near - y.near);
          const ofSource = rules.find((one) => one.kind === 'REFRESH_PERIOD' && one.name === source);
          const seconds =
            ranking?.refreshSeconds ??
            (ofSource?.kind === 'REFRESH_PERIOD' ? ofSource.definition.seconds : null) ??
            7 * 24 * 3_600;
          const reports = all.filter((one) => one.source === source).map((one) => Date.parse(one.observedAt));
          const sighting = seen.get(source);
          const last = Math.max(...reports, ...(sighting ? [Date.parse(hour(sighting.at))] : []));
          const whole = sighting?.whole === true ? Date.parse(hour(sighting.at)) : 0;
          const expired = source !== 'manual' && last + seconds * 1_000 <= Date.parse(hour(now));
          const order = [
            expired ? 1 : 0,
            source === 'manual' ? 0 : 1,
            ranking ? 0 : 1,
            ranking?.narrow ?? 0,
            ranking?.near ?? 0,
            ranking?.priority ?? 0,
            -Math.max(Date.parse(observedAt), whole),
            SOURCES.indexOf(source as (typeof SOURCES)[number]),
            nativeKey === '' ? 0 : 1,
          ];
          return { value: own[path] as JsonValue, order };
        })
        .toSorted((x, y) => x.order.map((one, at) => one - (y.order[at] ?? 0)).find((one) => one !== 0) ?? 0);
      if (candidates[0]) result[path] = candidates[0].value;
    }
    return result;
  }

  const narrow = (ruled: string | null, path: string): number =>
    ruled === path ? 0 : ruled === `${path.split('.')[0]}.*` ? 1 : ruled === null ? 2 : -1;
});

test('rules are listed by target, path, priority and source', () => {
  const rules = new ReconciliationRules(
    [ofClass('Thing', rule('b', 2), rule('a', 2), rule('c', 1)), ofClass('Part', rule('a', 1, { path: 'name' }))],
    () => [],
  );
  expect(rules.all().map(({ target, path, source }) => [target.name, path, source])).toEqual([
    ['Part', 'name', 'a'],
    ['Thing', null, 'c'],
    ['Thing', null, 'a'],
    ['Thing', null, 'b'],
  ]);
});
