import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CONFIG_VARIABLES, ConfigError, readConfig } from '../../src/config';

const problemsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

test('an empty environment gives a server on loopback with the embedded database', () => {
  const config = readConfig({});
  expect(config).toMatchObject({ port: 4000, host: '127.0.0.1', databaseUrl: null, allowAnonymous: false });
  expect(config.serverUrl).toBe('http://127.0.0.1:4000');
  expect(Object.isFrozen(config)).toBe(true);
});

test('an empty variable counts as missing', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '' })).toEqual(readConfig({}));
});

test('the default data directory can be reached by the user that PostgreSQL runs as', () => {
  const expected =
    process.getuid?.() === 0
      ? '/var/lib/underpin'
      : process.platform === 'linux'
        ? `${homedir()}/.local/share/underpin`
        : '';
  if (expected !== '') expect(readConfig({}).dataDirectory).toBe(expected);
});

test('a server that goes on for long after it was told to stop would be ended hard, and is refused', () => {
  expect(problemsOf({ UNDERPIN_STOP_DELAY_MS: '10000' })).toEqual([]);
  expect(problemsOf({ UNDERPIN_STOP_DELAY_MS: '10001' })).toHaveLength(1);
});

test('all problems are listed at once, each with its variable, its rule and what to do', () => {
  const problems = problemsOf({ PORT: 'http', UNDERPIN_POOL_SIZE: '0', UNDERPIN_ALLOW_ANONYMOUS: 'yes' });
  expect(problems).toHaveLength(3);
  expect(problems[0]).toBe(
    'PORT must be a whole number from 0 to 65535, not "http". Correct it, or unset it for the default.',
  );
  expect(problems.join()).toContain('UNDERPIN_POOL_SIZE');
  expect(problems.join()).toContain('UNDERPIN_ALLOW_ANONYMOUS must be 0 or 1');
});

test.each(['-1', '65536', '4e3', '4000.5', ' 4000', '0x10'])('PORT=%s is refused', (port) => {
  expect(problemsOf({ PORT: port })).toHaveLength(1);
});

test.each(['mysql://u@h/d', 'postgres://h1,h2:1/d', 'postgres://host', 'postgres://host/', 'host=a'])(
  'DATABASE_URL=%s is refused',
  (url) => expect(problemsOf({ DATABASE_URL: url })).toHaveLength(1),
);

test('a refused database URL is not repeated, because it may carry a password', () => {
  expect(problemsOf({ DATABASE_URL: 'mysql://u:secret@h/d' }).join()).not.toContain('secret');
  expect(problemsOf({ UNDERPIN_URL: 'htps://secret@host' }).join()).toMatch(/^(?!.*secret).*not "\*\*\*@host"/);
});

test('a mistyped variable is an error and not silently without effect', () => {
  expect(problemsOf({ UNDERPIN_DATADIR: '/x' })[0]).toMatch(/^UNDERPIN_DATADIR is no variable.*UNDERPIN_DATA_DIR/);
  expect(problemsOf({ UNDERPIN_SERVICE_HOST: '10.0.0.1', UNDERPIN_PORT_4000_TCP: 'tcp://10.0.0.1:4000' })).toEqual([]);
});

test('an SSH session is recognised by the address it came to', () => {
  expect(readConfig({ SSH_CONNECTION: '10.0.0.9 50000 10.0.0.1 22' }).sshAddress).toBe('10.0.0.1');
  expect(readConfig({}).sshAddress).toBeNull();
});

test('the README has a row for every variable, with its default and its meaning', () => {
  const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
  const section = readme.split('\n## Configuration')[1]?.split('\n## ')[0] ?? '';
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(rows).toEqual(
    CONFIG_VARIABLES.map(({ name, default: fallback, meaning }) => [`\`${name}\``, fallback, meaning]),
  );
});
