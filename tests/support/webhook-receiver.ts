import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from './until';

/** One event as it arrived. */
export interface Received {
  readonly id: string;
  readonly at: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  readonly body: {
    readonly revision: number;
    readonly cursor: string;
    readonly changeSet: { readonly principal: string } | null;
    readonly changes: readonly {
      readonly kind: string;
      readonly configurationItem: { readonly name: string } | null;
    }[];
    readonly last: boolean;
    readonly error?: { readonly code: string };
  };
}

/** A real HTTP server on this machine that takes events. */
export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** How to answer; takes everything with 204 unless a test says otherwise. */
  answer: (event: Received, response: ServerResponse) => void;
  /** Waits until so many events have come. */
  until(count: number): Promise<void>;
  stop(): Promise<void>;
}

const take = (_: Received, response: ServerResponse): void => void response.writeHead(204).end();

export async function startReceiver(host = '127.0.0.1'): Promise<Receiver> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString();
      const id = String(request.headers['webhook-id']);
      const event = { id, at: Date.now(), headers: request.headers, text, body: JSON.parse(text) as Received['body'] };
      receiver.received.push(event);
      receiver.answer(event, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const receiver: Receiver = {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}/hook`,
    received: [],
    answer: take,
    until: async (count) => {
      await until(
        () => receiver.received.length >= count,
        () => `${receiver.received.length} events came, not ${count}`,
      );
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}

/** What the README tells receivers to do, written once more by hand: whether an event is really ours. */
export function isSigned({ headers, text }: Received, secret: string, now = Date.now()): boolean {
  const id = String(headers['webhook-id']);
  const timestamp = String(headers['webhook-timestamp']);
  if (Math.abs(now / 1_000 - Number(timestamp)) > 300) return false;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${text}`).digest();
  return String(headers['webhook-signature'])
    .split(' ')
    .some((signature) => {
      const given = Buffer.from(signature.replace('v1,', ''), 'base64');
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
}
