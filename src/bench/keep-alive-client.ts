import { Agent, request } from 'node:http';

/** What was answered. */
export interface KeptAliveAnswer {
  readonly status: number;
  readonly text: string;
  /** The server is not going to answer over this connection again. */
  readonly closes: boolean;
}

/** A client that keeps its one connection, as a tool that polls does. */
export interface KeepAliveClient {
  /** Posts an operation of GraphQL. Rejects when the connection breaks. */
  post(body: string): Promise<KeptAliveAnswer>;
  close(): void;
}

/** Makes one. */
export function keepAliveClient(url: string): KeepAliveClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    post: (body) =>
      new Promise((resolve, reject) => {
        const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
        const asked = request(`${url}/graphql`, { method: 'POST', agent, headers }, (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('error', reject);
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              text: Buffer.concat(parts).toString(),
              closes: answer.headers.connection === 'close',
            }),
          );
        });
        asked.on('error', reject);
        asked.end(body);
      }),
    close: () => agent.destroy(),
  };
}
