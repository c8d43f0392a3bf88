import { ACCESS_SETTINGS, readOidc, type Introspection } from './access-settings';
import { defaultDataDirectory } from './default-data-directory';
import type { OidcConfig } from './server/oidc';
import { MEMORY_SETTINGS } from './memory-settings';
import { readServiceName, TELEMETRY_SETTINGS } from './telemetry-settings';
import {
  addressRanges,
  flag,
  wholeNumber,
  withoutUser,
  type ConfigVariable,
  type Environment,
  type Setting,
} from './setting';

/** All settings of a process, read once and never changed. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** An external PostgreSQL, or null for the embedded one. */
  readonly databaseUrl: string | null;
  /** Where the embedded PostgreSQL keeps its data. */
  readonly dataDirectory: string;
  /** Whether a server without authentication may listen beyond loopback. */
  readonly allowAnonymous: boolean;
  readonly bodyBytesMax: number;
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
  /** How long the statements of one query may take together. */
  readonly requestTimeoutMs: number;
  /** How long a server that stops goes on taking requests. */
  readonly stopDelayMs: number;
  readonly atLeastTimeoutMs: number;
  /** What each caller may ask in a minute; 0: as often as they like. */
  readonly requestsPerMinute: number;
  /** How long nobody looks whether something has fallen due, at most. */
  readonly sweepIntervalMs: number;
  /** How long an item stays absent before it is retired, where its data sources say nothing. */
  readonly absentGraceHours: number;
  /** History of whole months that ended more than so many days ago is dropped; null: all is kept. */
  readonly historyDays: number | null;
  /** What digests of records that were sent may take in memory. */
  readonly recordMemoryBytes: number;
  /** What relationships within items that were read may take in memory. */
  readonly listMemoryBytes: number;
  /** Addresses and ranges that webhooks may lead to though they are not public. */
  readonly webhookAllow: readonly string[];
  /** Null: the graph is kept in memory; else it is not, and so many items at most are read to answer one question. */
  readonly graphFromTables: { readonly itemsMax: number } | null;
  /** How far back the graph in memory reaches. */
  readonly graphWindowMs: number;
  /** Where the graph is stored for the next start; null: in the data directory. */
  readonly snapshotDirectory: string | null;
  /** How often it is stored; 0: never. */
  readonly snapshotIntervalMs: number;
  readonly logLevel: LogLevel;
  /** The server that the commands of the command line talk to. */
  readonly serverUrl: string;
  /** Somebody said which server it is. */
  readonly isServerNamed: boolean;
  /** Sent by these commands as a bearer token. */
  readonly token: string | null;
  /** Who signs bearer tokens for people and programs; null: nobody. */
  readonly oidc: OidcConfig | null;
  /** Who may read the schema by introspection. */
  readonly introspection: Introspection;
  /** Whether GET /metrics asks nobody who they are. */
  readonly metricsOpen: boolean;
  /** What the server is called in the traces that it sends; null: it sends none. */
  readonly serviceName: string | null;
  /** Balancers whose word about the address of a caller is taken. */
  readonly trustProxy: readonly string[];
  /** A file with the only documents that may be asked; null: any may. */
  readonly trustedDocuments: string | null;
  /** Whether the command line may use colours on a terminal. */
  readonly colours: boolean;
  /** The address under which an SSH session reached this machine, or null outside of one. */
  readonly sshAddress: string | null;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The environment cannot be used; the message lists every problem with the variable, the rule and the next step. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const SETTINGS = {
  port: wholeNumber('PORT', 4000, [0, 65_535], 'The port of the server; 0 takes a free one.'),
  host: {
    name: 'HOST',
    default: '`127.0.0.1`',
    meaning:
      'The address the server listens on. Any other than loopback needs authentication: a first token, `UNDERPIN_OIDC_ISSUER`, or `UNDERPIN_ALLOW_ANONYMOUS=1`.',
    rule: 'an IP address or a host name, without a port',
    fallback: () => '127.0.0.1',
    parse: (text) =>
      /^(?:[A-Za-z0-9._-]+|\[?[0-9A-Fa-f:.%]+\]?)$/.test(text) ? text.replace(/^\[|\]$/g, '') : undefined,
  } satisfies Setting<string>,
  databaseUrl: {
    name: 'DATABASE_URL',
    default: 'none: the embedded PostgreSQL',
    meaning: 'An external PostgreSQL, 15 or later, as `postgres://user:password@host:5432/database`.',
    rule: 'a URL that begins with postgres:// or postgresql:// and names one host and a database',
    fallback: () => null,
    parse: parseDatabaseUrl,
  } satisfies Setting<string | null>,
  dataDirectory: {
    name: 'UNDERPIN_DATA_DIR',
    default:
      '`/var/lib/underpin` for root, else `~/.local/share/underpin` (Linux), `~/Library/Application Support/underpin` (macOS), `%LOCALAPPDATA%\\underpin` (Windows)',
    meaning: 'Where the embedded PostgreSQL keeps its data; made when it is missing.',
    rule: 'a path',
    fallback: defaultDataDirectory,
    parse: (text) => text,
  } satisfies Setting<string>,
  allowAnonymous: flag(
    'UNDERPIN_ALLOW_ANONYMOUS',
    '`1` lets everybody who reaches `HOST` read and write, while no authentication is configured. Said at every start.',
  ),
  bodyMegabytesMax: wholeNumber('UNDERPIN_BODY_LIMIT_MB', 32, [1, 1_000], 'The largest request body, in MB.'),
  poolSize: wholeNumber('UNDERPIN_POOL_SIZE', 10, [4, 1_000], 'Connections to the database, at most.'),
  statementTimeoutMs: wholeNumber(
    'UNDERPIN_STATEMENT_TIMEOUT_MS',
    60_000,
    [100, 3_600_000],
    'A statement that runs longer is cancelled, in milliseconds.',
  ),
  requestTimeoutMs: wholeNumber(
    'UNDERPIN_REQUEST_TIMEOUT_MS',
    60_000,
    [100, 3_600_000],
    'A query that asks the database for longer than this is ended, in milliseconds, as it is when nobody waits for its answer any more.',
  ),
  stopDelayMs: wholeNumber(
    'UNDERPIN_STOP_DELAY_MS',
    500,
    [0, 10_000],
    'How long a server that was told to stop goes on taking requests, in milliseconds, ten seconds at most: every answer closes its connection, and `/health/ready` says 503, so that clients and balancers go elsewhere before the door shuts.',
  ),
  atLeastTimeoutMs: wholeNumber(
    'UNDERPIN_AT_LEAST_TIMEOUT_MS',
    5_000,
    [0, 600_000],
    'How long a query waits for the revision that it names with `atLeast`, in milliseconds.',
  ),
  requestsPerMinute: wholeNumber(
    'UNDERPIN_RATE_LIMIT',
    30_000,
    [0, 10_000_000],
    'Requests and WebSocket operations that each caller may send in a minute, counted by principal, and by address while nobody has to say who they are; `0`: any number.',
  ),
  sweepSeconds: wholeNumber(
    'UNDERPIN_SWEEP_SECONDS',
    30,
    [1, 86_400],
    'How often one of the servers does what falls due with time, such as retiring absent items, in seconds.',
  ),
  absentGraceHours: wholeNumber(
    'UNDERPIN_ABSENT_GRACE_HOURS',
    168,
    [0, 87_600],
    'How long an item that no data source claims any more stays absent before it is retired, in hours; a data source may say otherwise.',
  ),
  historyDays: {
    ...wholeNumber(
      'UNDERPIN_HISTORY_DAYS',
      0,
      [31, 36_500],
      'History of whole months that ended more than so many days ago is dropped: versions, changes and values before. What holds now stays.',
    ),
    default: 'none: all is kept',
    fallback: () => null,
  } satisfies Setting<number | null>,
  ...MEMORY_SETTINGS,
  webhookAllow: addressRanges(
    'UNDERPIN_WEBHOOK_ALLOW',
    'Addresses and ranges that webhooks may lead to though they are not public, such as `10.20.0.0/16,127.0.0.1`; all others of this machine and its networks are refused.',
  ),
  graph: {
    name: 'UNDERPIN_GRAPH',
    default: '`memory`',
    meaning:
      'Where the graph is: `memory` (all of it, 38 bytes a relationship), or `sql`: nothing is kept, what a question needs is read from the tables, which takes longer. For graphs larger than memory; the answers are the same.',
    rule: '`memory` or `sql`',
    fallback: () => 'memory' as const,
    parse: (text) => (text === 'memory' || text === 'sql' ? text : undefined),
  } satisfies Setting<'memory' | 'sql'>,
  graphPartItems: wholeNumber(
    'UNDERPIN_GRAPH_PART_ITEMS',
    1_000_000,
    [1_000, 100_000_000],
    'Items that are read at most to answer one question, where `UNDERPIN_GRAPH` is `sql`, and eight times as many relationships; one that needs more is refused.',
  ),
  graphWindowDays: wholeNumber(
    'UNDERPIN_GRAPH_WINDOW_DAYS',
    90,
    [1, 36_500],
    'How far back the graph in memory reaches, in days; what was before is read from the tables when somebody asks, which takes as long as a start.',
  ),
  snapshotDirectory: {
    name: 'UNDERPIN_SNAPSHOT_DIR',
    default: 'the data directory',
    meaning:
      'Where the server stores its graph, so that the next start need not build it from the tables. It may be lost at any time.',
    rule: 'a path',
    fallback: () => null,
    parse: (text) => text,
  } satisfies Setting<string | null>,
  snapshotMinutes: wholeNumber(
    'UNDERPIN_SNAPSHOT_MINUTES',
    10,
    [0, 1_440],
    'How often the graph is stored while it changes, in minutes; `0` never stores it.',
  ),
  logLevel: {
    name: 'UNDERPIN_LOG_LEVEL',
    default: '`warn`',
    meaning: `What the server writes to standard output, as one JSON per line: ${LOG_LEVELS.join(', ')}.`,
    rule: `one of ${LOG_LEVELS.join(', ')}`,
    fallback: () => 'warn' as const,
    parse: (text) => LOG_LEVELS.find((level) => level === text),
  } satisfies Setting<LogLevel>,
  serverUrl: {
    name: 'UNDERPIN_URL',
    default: '`http://127.0.0.1:4000`, with `PORT` if that is set',
    meaning: 'The server that `underpin import` and the other commands talk to.',
    rule: 'a URL that begins with http:// or https://',
    fallback: (environment) => `http://127.0.0.1:${environment['PORT'] || '4000'}`,
    parse: parseServerUrl,
  } satisfies Setting<string>,
  token: {
    name: 'UNDERPIN_TOKEN',
    default: 'none',
    meaning: 'Sent by these commands as a bearer token.',
    rule: 'a token of printable characters without blanks',
    fallback: () => null,
    parse: (text) => (/^[\x21-\x7e]+$/.test(text) ? text : undefined),
  } satisfies Setting<string | null>,
  ...ACCESS_SETTINGS,
  ...TELEMETRY_SETTINGS,
  colours: {
    name: 'NO_COLOR',
    default: 'none',
    meaning: 'Any value keeps colours out of what the commands print; without a terminal there are none anyway.',
    rule: 'any text',
    fallback: () => true,
    parse: () => false,
  } satisfies Setting<boolean>,
};

/** Every variable that is read, in the order of the README's table. */
export const CONFIG_VARIABLES: readonly ConfigVariable[] = Object.values(SETTINGS).map(
  ({ name, default: fallback, meaning }) => ({ name, default: fallback, meaning }),
);

/** Throws a `ConfigError` that lists all problems at once. An empty variable counts as missing. */
export function readConfig(environment: Environment = process.env): Config {
  const problems = unknownVariables(environment);
  const value = <T>(setting: Setting<T>): T => {
    const text = environment[setting.name];
    if (text === undefined || text === '') return setting.fallback(environment);
    const parsed = setting.parse(text);
    if (parsed !== undefined) return parsed;
    problems.push(
      `${setting.name} must be ${setting.rule}, not ${shown(setting.name, text)}. Correct it, or unset it for the default.`,
    );
    return setting.fallback(environment);
  };
  const config: Config = {
    port: value(SETTINGS.port),
    host: value(SETTINGS.host),
    databaseUrl: value<string | null>(SETTINGS.databaseUrl),
    dataDirectory: value(SETTINGS.dataDirectory),
    allowAnonymous: value<boolean>(SETTINGS.allowAnonymous),
    bodyBytesMax: value(SETTINGS.bodyMegabytesMax) * 1_000_000,
    poolSize: value(SETTINGS.poolSize),
    statementTimeoutMs: value(SETTINGS.statementTimeoutMs),
    requestTimeoutMs: value(SETTINGS.requestTimeoutMs),
    stopDelayMs: value(SETTINGS.stopDelayMs),
    atLeastTimeoutMs: value(SETTINGS.atLeastTimeoutMs),
    requestsPerMinute: value(SETTINGS.requestsPerMinute),
    sweepIntervalMs: value(SETTINGS.sweepSeconds) * 1_000,
    absentGraceHours: value(SETTINGS.absentGraceHours),
    historyDays: value<number | null>(SETTINGS.historyDays),
    recordMemoryBytes: value(SETTINGS.recordMemoryMegabytes) * 2 ** 20,
    listMemoryBytes: value(SETTINGS.listMemoryMegabytes) * 2 ** 20,
    webhookAllow: value<readonly string[]>(SETTINGS.webhookAllow),
    graphFromTables: value(SETTINGS.graph) === 'sql' ? { itemsMax: value(SETTINGS.graphPartItems) } : null,
    graphWindowMs: value(SETTINGS.graphWindowDays) * 86_400_000,
    snapshotDirectory: value<string | null>(SETTINGS.snapshotDirectory),
    snapshotIntervalMs: value(SETTINGS.snapshotMinutes) * 60_000,
    logLevel: value<LogLevel>(SETTINGS.logLevel),
    serverUrl: value(SETTINGS.serverUrl),
    isServerNamed: (environment[SETTINGS.serverUrl.name] ?? '') !== '',
    token: value<string | null>(SETTINGS.token),
    oidc: readOidc(value, problems),
    introspection: value<Introspection>(SETTINGS.introspection),
    metricsOpen: value<boolean>(SETTINGS.metricsOpen),
    serviceName: readServiceName(value),
    trustProxy: value<readonly string[]>(SETTINGS.trustProxy),
    trustedDocuments: value<string | null>(SETTINGS.trustedDocuments),
    colours: value<boolean>(SETTINGS.colours),
    sshAddress: sshAddressOf(environment['SSH_CONNECTION']),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(config);
}

/** The address of a server, without slashes at its end; undefined when it is none. */
export function parseServerUrl(text: string): string | undefined {
  return /^https?:\/\//.test(text) && URL.canParse(text) ? text.replace(/\/+$/, '') : undefined;
}

function parseDatabaseUrl(text: string): string | undefined {
  if (!/^postgres(?:ql)?:\/\//.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  // Of several hosts with commas between them the driver would look up one strange name.
  return url.pathname.length > 1 && !url.host.includes(',') ? text : undefined;
}

/** A mistyped name would otherwise be a setting that silently does nothing. Kubernetes adds names of its own. */
function unknownVariables(environment: Environment): string[] {
  const known = new Set(CONFIG_VARIABLES.map((variable) => variable.name));
  return Object.keys(environment)
    .filter((name) => name.startsWith('UNDERPIN_') && !/^UNDERPIN_(?:TEST_|SERVICE_|PORT(?:_|$))/.test(name))
    .filter((name) => !known.has(name))
    .map((name) => `${name} is no variable of Underpin. Remove it, or use one of ${[...known].join(', ')}.`);
}

/** Secrets must not come out in a message; a database URL may carry a password, and any address a token. */
function shown(name: string, text: string): string {
  const isSecret = name === SETTINGS.databaseUrl.name || name === SETTINGS.token.name;
  return isSecret ? 'what it is now' : JSON.stringify(withoutUser(text));
}

/** SSH_CONNECTION is "client address, client port, server address, server port". */
function sshAddressOf(connection: string | undefined): string | null {
  return connection?.split(' ')[2] ?? null;
}
