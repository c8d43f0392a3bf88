import { generateEstate } from '../../src/bench/estate-generator';
import { storeEstate } from '../../src/bench/estate-store';
import { itemId } from '../../src/domain/ids';
import { encodeItemId } from '../../src/domain/opaque-id';
import { createQueryExecutor } from '../../src/graphql/compiled-queries';
import { startTestServer, type TestServer } from '../support/server';

/** Large enough that no answer is there within a millisecond. */
const estate = generateEstate(15_000);
const idOf = (className: string): string => encodeItemId(itemId(estate.classes.indexOf(className)));

let server: TestServer;

beforeAll(async () => {
  // What is found before the time runs out is never the same twice: what is run again to compare would be another answer.
  server = await startTestServer(
    {},
    {
      executeQuery: createQueryExecutor(),
      prepare: (database) => storeEstate(database, estate, new Date()),
    },
  );
});
afterAll(() => server.stop());

interface Covered {
  readonly coverage: { readonly complete: boolean; readonly stoppedEarly: boolean; readonly reason: string | null };
}

describe('when time runs out', () => {
  const impact = (deadline: string): string => `{ impact(
    outages: [{ configurationItem: { id: "${idOf('DataCenter')}" } }] ${deadline}
  ) { summary { total byState { state count } } coverage { complete stoppedEarly reason } } }`;

  test('an impact says so, and what is said to be hit is', async () => {
    const whole = await server.read<{ impact: Covered & { summary: { total: number } } }>(impact(''));
    expect(whole.impact.coverage).toEqual({ complete: true, stoppedEarly: false, reason: null });
    expect(whole.impact.summary.total).toBeGreaterThan(1_000);
    const { data } = await server.ask<typeof whole>(impact('deadlineMs: 1'));
    expect(data?.impact.coverage).toMatchObject({ complete: false, stoppedEarly: true });
    expect(data?.impact.coverage.reason).toContain('deadlineMs');
    expect(data?.impact.summary.total).toBeLessThanOrEqual(whole.impact.summary.total);
  });

  test('cut sets say up to which order they are all there', async () => {
    const { cutSets } = await server.read<{ cutSets: Covered & { coverage: { exactToOrder: number | null } } }>(
      `{ cutSets(target: { id: "${idOf('BusinessService')}" }, maxOrder: null, deadlineMs: 1) {
        counts { order complete } coverage { complete stoppedEarly exactToOrder reason } } }`,
    );
    expect(cutSets.coverage).toMatchObject({ complete: false, stoppedEarly: true });
    expect(cutSets.coverage.exactToOrder).not.toBeNull();
    expect(cutSets.coverage.reason).toContain('Time ran out');
  });
});
