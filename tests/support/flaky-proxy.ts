import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';

/** Stands between a pool and its server, and loses connections where a test says so. */
export interface FlakyProxy {
  /** The same database through this proxy. */
  readonly url: string;
  /**
   * Loses the connection at the next COMMIT: `answer` after the server has done it, `question` before it gets it. Further
   * ones pass, unless `thenShut`.
   */
  loseAtCommit(what: 'answer' | 'question', options?: { thenShut: boolean }): void;
  /** Refuses and drops everything until `open`. */
  shut(): void;
  open(): void;
  close(): Promise<void>;
}

/** Starts a proxy in front of the server of a database. */
export async function startFlakyProxy(url: string): Promise<FlakyProxy> {
  let losing: 'answer' | 'question' | null = null;
  let shutAfterwards = false;
  let isShut = false;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    if (isShut) {
      client.destroy();
      return;
    }
    const upstream = connectTo(url);
    let answerLost = false;
    const drop = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', drop);
      socket.on('close', () => {
        sockets.delete(socket);
        drop();
      });
    }
    client.on('data', (data) => {
      if (losing !== null && data.includes('COMMIT')) {
        isShut = shutAfterwards;
        if (losing === 'question') {
          losing = null;
          drop();
          return;
        }
        answerLost = true;
        losing = null;
      }
      upstream.write(data);
    });
    upstream.on('data', (data) => {
      if (answerLost) drop();
      else client.write(data);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: throughPort(url, (server.address() as AddressInfo).port),
    loseAtCommit: (what, { thenShut } = { thenShut: false }) => {
      losing = what;
      shutAfterwards = thenShut;
    },
    shut: () => {
      isShut = true;
      for (const socket of sockets) socket.destroy();
    },
    open: () => {
      isShut = false;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** The embedded server listens on a Unix socket, whose directory is the `host` parameter. */
function connectTo(url: string): Socket {
  const parsed = new URL(url);
  const directory = parsed.searchParams.get('host');
  const port = Number(parsed.port || (parsed.searchParams.get('port') ?? 5432));
  if (directory?.startsWith('/')) return createConnection(join(directory, `.s.PGSQL.${port}`));
  return createConnection(port, parsed.hostname);
}

function throughPort(url: string, port: number): string {
  const other = new URL(url);
  other.searchParams.delete('host');
  other.searchParams.delete('port');
  other.hostname = '127.0.0.1';
  other.port = String(port);
  return other.href;
}
