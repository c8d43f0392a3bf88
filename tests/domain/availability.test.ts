import * as fc from 'fast-check';
import { availabilityOf, type AvailabilityStep } from '../../src/domain/outages/availability';
import { itemId } from '../../src/domain/ids';
import { IMPACT_STATES, type ImpactState } from '../../src/domain/impact/impact-state';

/** Steps that follow each other, some of them without length, as they are when two things happen at once. */
const steps: fc.Arbitrary<readonly AvailabilityStep[]> = fc
  .array(
    fc.record({
      minutes: fc.nat(4),
      state: fc.option(fc.constantFrom<ImpactState>('OK', 'AT_RISK', 'DEGRADED', 'DOWN')),
      causes: fc.uniqueArray(fc.integer({ min: 1, max: 4 }).map(itemId), { maxLength: 3 }),
    }),
    { maxLength: 12 },
  )
  .map((parts) => {
    let from = 100;
    return parts.map(({ minutes, state, causes }) => {
      const step = { from, to: from + minutes, state, causes: state === null || state === 'OK' ? [] : causes };
      from = step.to;
      return step;
    });
  });

/** What holds in each minute. */
const minutesOf = (all: readonly AvailabilityStep[]) =>
  all.flatMap(({ from, to, ...held }) =>
    Array.from({ length: to - from }, (_, at) => ({ minute: from + at, ...held })),
  );

test('how an item fared is what counting minute by minute comes to', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const minutes = minutesOf(all).filter(({ state }) => state !== null);
      const count = (holds: (minute: (typeof minutes)[number]) => boolean): number => minutes.filter(holds).length;
      const found = availabilityOf(all);
      expect(found.observed).toBe(minutes.length);
      for (const state of IMPACT_STATES) expect(found.inState[state]).toBe(count((one) => one.state === state));
      const up = count(({ state }) => state !== 'DOWN');
      expect(found.share).toBe(minutes.length === 0 ? null : up / minutes.length);
      for (const { item, down, affected } of found.causes) {
        expect(down).toBe(count(({ state, causes }) => state === 'DOWN' && causes.includes(item)));
        expect(affected).toBe(count(({ causes }) => causes.includes(item)));
      }
      const costs = minutes.flatMap(({ causes }) => causes);
      expect(new Set(found.causes.filter(({ affected }) => affected > 0).map(({ item }) => item))).toEqual(
        new Set(costs),
      );
    }),
  );
});

test('those who cost most come first', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const { causes } = availabilityOf(all);
      for (const [at, next] of causes.slice(1).entries()) {
        const before = causes[at];
        if (before === undefined) throw new Error('nobody before');
        const more = [before.down - next.down, before.affected - next.affected, next.item - before.item];
        expect(more.find((difference) => difference !== 0)).toBeGreaterThan(0);
      }
    }),
  );
});

test('its bad times are told in order, none of them in two pieces', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const { intervals } = availabilityOf(all);
      const told = intervals.flatMap(({ from, to, state }) =>
        Array.from({ length: to - from }, (_, at) => [from + at, state]),
      );
      const bad = minutesOf(all).filter(({ state }) => state !== null && state !== 'OK');
      expect(told).toEqual(bad.map(({ minute, state }) => [minute, state]));
      for (const [at, next] of intervals.slice(1).entries()) {
        const before = intervals[at];
        expect(before?.to === next.from && before.state === next.state).toBe(false);
      }
    }),
  );
});
