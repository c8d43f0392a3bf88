import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** The service as a process of its own, as a user would run it. */
export interface ServerProcess {
  readonly url: string;
  /** Memory that it holds in RAM, now and at most so far, in bytes; null where the system does not say. */
  memory(): { readonly now: number; readonly most: number } | null;
  /** Processor time that it has used so far, in milliseconds; null where the system does not say. */
  cpuMs(): number | null;
  signal(name: NodeJS.Signals): void;
  stop(): Promise<void>;
}

const READY_TIMEOUT_MS = 120_000;

/** Starts one on a free port. `entry` is the compiled command line. */
export const startServerProcess = (entry: string, dataDirectory: string): Promise<ServerProcess> =>
  startProcess([entry, 'serve'], { UNDERPIN_DATA_DIR: dataDirectory });

/** Starts a program of Node, of this one as a rule, that prints its URL when it is ready. */
export async function startProcess(
  command: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  node: string = process.execPath,
): Promise<ServerProcess> {
  const server = spawn(node, command, {
    // Nothing else: what the user has set must not decide what is measured.
    env: { PORT: '0', UNDERPIN_RATE_LIMIT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    if (server.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
  };
  try {
    return {
      url: await announcedUrl(server),
      memory: () => memoryOf(server.pid),
      cpuMs: () => cpuOf(server.pid),
      signal: (name) => void server.kill(name),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The data of a GraphQL answer. Fails when there is none. */
export async function ask(url: string, query: string): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const body = (await response.json()) as { data?: unknown; errors?: unknown };
  if (!body.data || body.errors) throw new Error(`the server did not answer: ${JSON.stringify(body)}`);
  return body.data;
}

/** The address is the first URL that the server prints. */
function announcedUrl(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const timer = setTimeout(
      () => reject(new Error(`the server did not start in ${READY_TIMEOUT_MS} ms`)),
      READY_TIMEOUT_MS,
    );
    server.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const url = /https?:\/\/[\d.:[\]a-z]+/.exec(printed)?.[0];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
    server.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${code} before it was ready: ${printed}`));
    });
  });
}

/** Linux counts processor time in hundredths of a second, whatever the kernel's own clock. */
const MS_PER_TICK = 10;

function cpuOf(pid: number | undefined): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null;
  // The name of the program, in parentheses, may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return MS_PER_TICK * (Number(fields[11]) + Number(fields[12]));
}

function memoryOf(pid: number | undefined): ReturnType<ServerProcess['memory']> {
  if (process.platform !== 'linux' || pid === undefined) return null;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const bytes = (name: string): number => 1024 * Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
  return { now: bytes('VmRSS'), most: bytes('VmHWM') };
}
