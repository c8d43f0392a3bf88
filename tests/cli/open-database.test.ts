import { createServer, type AddressInfo } from 'node:net';
import { readConfig } from '../../src/config';
import { openConfiguredDatabase, unsuitable, type DatabaseFacts } from '../../src/open-database';
import { createEmptyDatabase } from '../support/database';

const GOOD: DatabaseFacts = { number: 180_004, version: '18.4', encoding: 'UTF8', standby: false };

const opening = (url: string): Promise<string> =>
  openConfiguredDatabase(readConfig({ DATABASE_URL: url })).then(
    async (opened) => {
      await opened.stop();
      return 'it opened';
    },
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe('a database that will not do is refused with what to do', () => {
  test.each([
    ['PostgreSQL 15 and later', { ...GOOD, number: 150_000 }, null],
    [
      'an old one',
      { ...GOOD, number: 140_013, version: '14.13' },
      /is PostgreSQL 14\.13, and Underpin needs 15 or later.*Upgrade/,
    ],
    ['another encoding', { ...GOOD, encoding: 'SQL_ASCII' }, /encoding is SQL_ASCII.*ENCODING 'UTF8'/],
    ['a standby', { ...GOOD, standby: true }, /standby.*primary/],
  ])('%s', (_, facts, expected) => {
    const reason = unsuitable(facts);
    if (expected === null) expect(reason).toBeNull();
    else expect(reason).toMatch(expected);
  });

  test('one in SQL_ASCII, as it is in a real server', async () => {
    const { url, drop } = await createEmptyDatabase(
      `ENCODING 'SQL_ASCII' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0`,
    );
    expect(await opening(url)).toMatch(
      /^StartError: The database underpin_test_\w+ at .* cannot be used: its encoding is SQL_ASCII/,
    );
    await drop();
  });
});

describe('a database that cannot be reached is named without its password', () => {
  test('when nothing listens', async () => {
    const message = await opening('postgres://me:secret@127.0.0.1:1/cmdb');
    expect(message).toBe(
      'StartError: The database cmdb at 127.0.0.1:1 cannot be used: nothing listens there. Start it, or correct DATABASE_URL.',
    );
  });

  test('when something else listens', async () => {
    const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    expect(await opening(`postgres://me:secret@127.0.0.1:${port}/cmdb`)).toMatch(/^StartError: .*Check DATABASE_URL/);
    other.close();
  });

  test('when it has no such database', async () => {
    const { url, drop } = await createEmptyDatabase();
    await drop();
    expect(await opening(url)).toMatch(/it has no such database\. Make it with CREATE DATABASE/);
  });
});

test('an empty database gets its schema, and the second time there is nothing to do', async () => {
  const { url, drop } = await createEmptyDatabase();
  expect([await opening(url), await opening(url)]).toEqual(['it opened', 'it opened']);
  await drop();
});
