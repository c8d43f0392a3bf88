import type { Command } from 'commander';
import { parseServerUrl, readConfig } from '../config';
import { withoutUser } from '../setting';
import { createClient, holdsToken, type Client } from './client';
import { CommandError } from './command-error';

/** Where a command finds its server; what is not given comes from the environment. */
export interface RemoteOptions {
  readonly url?: string;
  readonly token?: string;
}

/** Adds the options that every command has which talks to a server. */
export function withRemote(command: Command): Command {
  return command
    .option('--url <address>', 'the server to talk to (default: UNDERPIN_URL)')
    .option('--token <token>', 'its bearer token; UNDERPIN_TOKEN hides it from other users of this machine');
}

/** The server that a command talks to. Throws CommandError for an address that is none. */
export function remoteClient({ url, token }: RemoteOptions): Client {
  const config = readConfig();
  const given = url === undefined ? config.serverUrl : parseServerUrl(url);
  if (given === undefined) {
    throw new CommandError(`--url ${withoutUser(url ?? '')}: give an address such as http://127.0.0.1:4000.`, 2);
  }
  // Who stands in an address that was given is meant for it; in that of the environment, UNDERPIN_TOKEN is newer.
  const own = url !== undefined && holdsToken(given) ? null : config.token;
  return createClient({ url: given, token: token ?? own });
}
