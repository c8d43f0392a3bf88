import { createTestDatabase } from '../support/database';

test('a test file gets a migrated database that nothing else writes to', async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await first.database.query(`UPDATE revision_head SET revision = 7`);
  const [row] = await second.database.query<{ revision: number }>(`SELECT revision FROM revision_head`);
  expect(row?.revision).toBe(0);
  await Promise.all([first.drop(), second.drop()]);
});
