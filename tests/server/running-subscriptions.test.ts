import { buildSchema, parse } from 'graphql';
import { RunningSubscriptions } from '../../src/server/running-subscriptions';

test('a subscription that does not end keeps nobody waiting for longer than the patience', async () => {
  const subscriptions = new RunningSubscriptions(
    () => Promise.reject(new Error('nothing is to be answered')),
    (subscribed) => subscribed,
  );
  const never = new Promise<never>(() => undefined);
  const source = { next: () => never, return: () => never, [Symbol.asyncIterator]: () => source };
  await subscriptions.subscribe({
    schema: buildSchema('type Query { one: Int } type Subscription { one: Int }'),
    document: parse('subscription { one }'),
    rootValue: { one: () => source },
  });
  expect(subscriptions.open).toBe(1);
  await subscriptions.stop(10);
  expect(subscriptions.open).toBe(0);
});
