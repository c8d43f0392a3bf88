import { hostname } from 'node:os';
import { withoutSecrets } from '../domain/access/secret-text';

/** How urgent a line is, as the log counts it. */
const LEVELS = { info: 30, warn: 40, error: 50 } as const;

/** Says something: to a person on a terminal as it is, else as one JSON a line, shaped like the lines of the log. */
export function say(stream: NodeJS.WriteStream, level: keyof typeof LEVELS, message: string): void {
  const line = { level: LEVELS[level], time: Date.now(), pid: process.pid, hostname: hostname(), msg: message.trim() };
  stream.write(withoutSecrets(`${stream.isTTY ? message : JSON.stringify(line)}\n`));
}
