import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { runSingleUser, ROLE, DATABASE, SUPERUSER, type Toolbox } from './cluster';
import { layout } from './data-directory';
import { clearSockets } from './leftovers';
import { readPostmasterFile } from './postmaster-file';
import { isRunning } from './process-state';
import { currentUser, giveTo } from './run-as';

/** How the service reaches its PostgreSQL, and nobody else does. */
export interface Access {
  readonly url: string;
  readonly socketDirectory: string | null;
  /** Set when the socket directory is not inside the data directory, and has to be removed in the end. */
  readonly temporaryDirectory: string | null;
  /** Settings for PostgreSQL's command line. */
  readonly settings: Readonly<Record<string, string>>;
}

/** sun_path holds 108 bytes on Linux and 104 on macOS, the closing zero included. */
const SOCKET_PATH_BYTES_MAX = process.platform === 'linux' ? 107 : 103;
const SOCKET_NAME = '.s.PGSQL.5432';

/**
 * A Unix socket in a directory that is closed to other users, and on top of it peer authentication: the system itself
 * vouches for who connects. Where there are no Unix sockets, or when a port is asked for: TCP on loopback with a password.
 */
export async function openAccess(tools: Toolbox, port: number | null): Promise<Access> {
  return process.platform === 'win32' || port !== null ? openTcp(tools, port ?? 0) : openSocket(tools);
}

const socketUrl = (directory: string): string =>
  `postgres://${ROLE}@localhost/${DATABASE}?host=${encodeURIComponent(directory)}`;

const tcpUrl = (password: string, port: number): string =>
  `postgres://${ROLE}:${password}@127.0.0.1:${port}/${DATABASE}`;

/** How the PostgreSQL that another process of this user runs on a data directory is reached; null when none does. */
export function accessToRunning(dataDirectory: string): string | null {
  const directory = layout(resolve(dataDirectory));
  const running = readPostmasterFile(directory.cluster);
  if (running === null || !['ready', 'standby'].includes(running.status) || !isRunning(running.pid)) return null;
  if (running.socketDirectory !== '') return socketUrl(running.socketDirectory);
  return tcpUrl(readFileSync(directory.password, 'utf8').trim(), running.port);
}

function openSocket(tools: Toolbox): Access {
  const { directory } = tools;
  const me = currentUser();
  writeRules(
    tools,
    [`local all all peer map=underpin`],
    [ROLE, SUPERUSER].map((role) => `underpin "${me}" ${role}`),
  );
  const inside = join(directory.root, 'socket');
  const isShort = Buffer.byteLength(join(inside, SOCKET_NAME)) <= SOCKET_PATH_BYTES_MAX;
  const socketDirectory = isShort ? inside : mkdtempSync('/tmp/underpin-socket-');
  mkdirSync(socketDirectory, { recursive: true });
  chmodSync(socketDirectory, 0o700);
  giveTo(tools.runAs, socketDirectory);
  clearSockets(socketDirectory);
  return {
    url: socketUrl(socketDirectory),
    socketDirectory,
    temporaryDirectory: isShort ? null : socketDirectory,
    settings: { listen_addresses: '', unix_socket_directories: socketDirectory, unix_socket_permissions: '0700' },
  };
}

async function openTcp(tools: Toolbox, port: number): Promise<Access> {
  const password = await passwordOf(tools);
  writeRules(tools, [`host all ${ROLE} 127.0.0.1/32 scram-sha-256`], []);
  const chosen = port === 0 ? await freePort() : port;
  return {
    url: tcpUrl(password, chosen),
    socketDirectory: null,
    temporaryDirectory: null,
    settings: { listen_addresses: '127.0.0.1', port: String(chosen), unix_socket_directories: '' },
  };
}

/** Generated once and kept beside the cluster, readable for the owner only. */
async function passwordOf(tools: Toolbox): Promise<string> {
  const { password: path, cluster } = tools.directory;
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  const password = randomBytes(32).toString('base64url');
  await runSingleUser(tools, { cluster }, [`ALTER ROLE ${ROLE} PASSWORD '${password}'`]);
  writeFileSync(path, `${password}\n`, { mode: 0o600 });
  return password;
}

/** The rules lie outside the cluster: see `DataDirectory`. They are no secret. */
function writeRules({ directory }: Toolbox, hba: readonly string[], ident: readonly string[]): void {
  for (const [path, lines] of [
    [directory.hba, hba],
    [directory.ident, ident],
  ] as const) {
    writeFileSync(path, `# Written at every start.\n${lines.join('\n')}\n`);
    chmodSync(path, 0o644);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return address !== null && typeof address === 'object' ? address.port : 0;
}
