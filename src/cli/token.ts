import { Command, Option } from 'commander';
import type { ApiToken } from '../domain/access/api-token';
import { ROLES, type Role } from '../domain/access/principal';
import { CommandError } from './command-error';
import { printJson } from './print-json';
import { withRemote, type RemoteOptions } from './remote';
import { standardScreen } from './screen';
import { tableLines, type Column } from './table';
import { atTokenDesk } from './token-desk';

/** `underpin token …`: access to the server, given by the server or on the machine that has access to its database. */
export function tokenCommand(): Command {
  const command = new Command('token')
    .description('make, list or revoke the tokens by which callers come in')
    .addHelpText(
      'after',
      `
With --url, --token or UNDERPIN_URL the server is asked, with the token of an administrator. Else it works on the database
itself (DATABASE_URL, or the embedded one, whether its server runs or not): whoever can do that needs no token, and the
first one is made so. From then on the server lets nobody in without one; servers that run notice within seconds.
${EXAMPLES}`,
    );
  command
    .command('create <name>')
    .description('make a token; its secret is printed this once')
    .addOption(
      new Option('--role <role>', 'what it may do')
        .choices(ROLES.map((role) => role.toLowerCase()))
        .makeOptionMandatory(),
    )
    .option(
      '--tenant <name>',
      'sees and writes only items of this tenant; several times, "" is the default one',
      collect,
    )
    .option('--label <key=value>', 'sees and writes only items with this label; several times', collect)
    .option('--source <name>', 'reports only as this data source; several times', collect)
    .option('--days <number>', 'how long it lasts; for ever when left out')
    .option('--description <text>', 'what it is for')
    .action(create);
  command.command('list').description('all tokens, revoked ones included').action(list);
  command.command('revoke <name>').description('end a token for good, within seconds').action(revoke);
  for (const child of command.commands) {
    withRemote(child).option('--json', 'for programs').addHelpText('after', EXAMPLES);
  }
  return command;
}

const EXAMPLES = `
Examples:
  underpin token create admin --role administrator
  underpin token create scan-fra1 --role discoverer --source scan/fra1 --tenant acme --days 90
  underpin token create wallboard --role viewer --label team=payments
  underpin token list --url https://cmdb.example --json | jq '.[].name'
  underpin token revoke wallboard`;

interface Options extends RemoteOptions {
  readonly json?: boolean;
}

interface CreateOptions extends Options {
  readonly role: string;
  readonly tenant?: readonly string[];
  readonly label?: readonly string[];
  readonly source?: readonly string[];
  readonly days?: string;
  readonly description?: string;
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

async function create(name: string, options: CreateOptions): Promise<void> {
  const labels = Object.fromEntries((options.label ?? []).map(readLabel));
  const expiresAt = options.days === undefined ? null : inDays(options.days);
  const scope = {
    name,
    role: options.role.toUpperCase() as Role,
    tenants: options.tenant ?? null,
    labels,
    sources: options.source ?? null,
    description: options.description ?? null,
    expiresAt,
  };
  await atTokenDesk(options, async (desk) => {
    const secret = await desk.create(scope);
    if (options.json === true) return printJson({ name, secret, expiresAt });
    console.error(`The token ${name} of ${desk.place}; keep it now, it is shown this once:`);
    console.log(secret);
  });
}

async function list(options: Options): Promise<void> {
  await atTokenDesk(options, async (desk) => {
    const tokens = await desk.list();
    if (options.json === true) return printJson(tokens);
    const lines = tokens.length === 0 ? [NO_TOKENS] : tableLines(COLUMNS, tokens, standardScreen());
    for (const line of [`Tokens of ${desk.place}:`, ...lines]) console.log(line);
  });
}

const NO_TOKENS = 'There are no tokens: everybody who reaches the server may come in.';

async function revoke(name: string, options: Options): Promise<void> {
  await atTokenDesk(options, async (desk) => {
    await desk.revoke(name);
    if (options.json === true) printJson({ name, revoked: true });
    else console.log(`The token ${name} of ${desk.place} is revoked.`);
  });
}

const COLUMNS: readonly Column<ApiToken>[] = [
  { title: 'NAME', text: ({ name }) => name },
  { title: 'ROLE', text: ({ role }) => role.toLowerCase() },
  { title: 'REACH', text: reachOf },
  { title: 'MADE', text: ({ createdAt }) => createdAt },
  { title: 'LAST USED', text: ({ lastUsedAt }) => lastUsedAt ?? 'never' },
  { title: 'STATE', text: stateOf },
];

function reachOf({ tenants, labels, sources }: ApiToken): string {
  const reach = [
    ...(tenants?.map((tenant) => `tenant ${JSON.stringify(tenant)}`) ?? []),
    ...Object.entries(labels).map(([key, value]) => `${key}=${value}`),
    ...(sources?.map((source) => `source ${source}`) ?? []),
  ];
  return reach.join(', ') || 'all';
}

function stateOf({ revokedAt, expiresAt }: ApiToken): string {
  if (revokedAt !== null) return `revoked ${revokedAt}`;
  if (expiresAt === null) return 'valid';
  return Date.parse(expiresAt) > Date.now() ? `valid until ${expiresAt}` : `expired ${expiresAt}`;
}

function readLabel(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new CommandError(`--label ${text}: give a key and a value, such as team=payments.`, 2);
  return [text.slice(0, at), text.slice(at + 1)];
}

function inDays(text: string): string {
  const days = Number(text);
  if (Number.isInteger(days) && days > 0 && days <= 36_500)
    return new Date(Date.now() + days * 86_400_000).toISOString();
  throw new CommandError(`--days ${text}: give a whole number of days from 1 to 36,500.`, 2);
}
