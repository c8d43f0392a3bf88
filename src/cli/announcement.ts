import { userInfo } from 'node:os';
import type { Config } from '../config';
import type { Serving } from '../serve';

/** What a server that has just started says of itself, line by line. */
export function announcement(
  config: Pick<Config, 'allowAnonymous' | 'host' | 'sshAddress'>,
  { url, place, asksWho }: Pick<Serving, 'url' | 'place' | 'asksWho'>,
): readonly string[] {
  return [
    `Underpin is ready at ${url}`,
    `  data: ${place}`,
    ...(config.sshAddress === null
      ? []
      : [`  from your own machine: ${sshCommand(url, config.sshAddress)}  then open ${url}`]),
    ...(config.allowAnonymous && !asksWho
      ? [
          `  WARNING: UNDERPIN_ALLOW_ANONYMOUS=1 - everybody who reaches ${config.host} can read and write, without a password.`,
        ]
      : []),
  ];
}

/** The server listens on loopback of this machine; in an SSH session the browser is on another. */
function sshCommand(url: string, address: string): string {
  const port = new URL(url).port;
  return `ssh -L ${port}:127.0.0.1:${port} ${userInfo().username}@${address}`;
}
