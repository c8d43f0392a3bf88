import { readFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { Command } from 'commander';
import { isJsonObject, type JsonObject, type JsonValue } from '../domain/json';
import type { GraphqlError } from './client';
import { CommandError } from './command-error';
import { EXIT_CODES_HELP } from './exit-codes';
import { remoteClient, withRemote, type RemoteOptions } from './remote';

interface QueryOptions extends RemoteOptions {
  readonly file?: string;
  readonly variables?: string;
  readonly set?: readonly string[];
  readonly operation?: string;
  readonly json?: boolean;
}

const HELP = `
Prints the data of the answer; --json prints the whole answer in one line, errors and extensions included. What the
server complains of is told on standard error, and the command then ends with 1. To ask about the past, give the field
its argument: configurationItems(at: { time: "2026-11-22T22:00:00Z" }).

Examples:
  underpin query '{ server { version revision } }'
  underpin query 'query($n: String!) { configurationItems(search: $n) { totalCount } }' --set n=redis
  underpin query --file questions.graphql --operation Weak --variables '{"ci": "ci_1a"}'
  echo '{ ciClasses { name } }' | underpin query --file - --json

${EXIT_CODES_HELP}`;

/** `underpin query`: any GraphQL operation. */
export function queryCommand(): Command {
  const command = new Command('query')
    .description('run a GraphQL operation')
    .argument('[document]', 'the operation')
    .option('-f, --file <file>', 'read the operation from a file; - for standard input')
    .option('--variables <json>', 'the variables, as a JSON object')
    .option('--set <name=value...>', 'one variable; a value that is JSON is taken as such')
    .option('--operation <name>', 'which operation of the document')
    .option('--json', 'the whole answer, in one line')
    .addHelpText('after', HELP);
  return withRemote(command).action(runQuery);
}

async function runQuery(document: string | undefined, options: QueryOptions): Promise<void> {
  const text = await documentOf(document, options.file);
  const variables = { ...readVariables(options.variables), ...Object.fromEntries((options.set ?? []).map(readSet)) };
  const answer = await remoteClient(options).ask(text, variables, options.operation);
  const errors = answer.errors ?? [];
  if (options.json === true) console.log(JSON.stringify(answer));
  else {
    if (answer.data != null) console.log(JSON.stringify(answer.data, null, 2));
    for (const error of errors) console.error(complaint(error));
  }
  if (errors.length > 0) process.exitCode = 1;
}

async function documentOf(document: string | undefined, file: string | undefined): Promise<string> {
  if (document !== undefined && file !== undefined) {
    throw new CommandError('The operation is given twice: leave out --file or the text.', 2);
  }
  if (document !== undefined) return document;
  if (file === undefined) throw new CommandError('Give an operation, or --file. --help has examples.', 2);
  if (file === '-') return readAll(process.stdin);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, 2);
  }
}

function readVariables(text: string | undefined): JsonObject {
  if (text === undefined) return {};
  const value = parsed(text);
  if (value !== undefined && isJsonObject(value)) return value;
  throw new CommandError('--variables must be a JSON object, such as {"name": "redis"}.', 2);
}

function readSet(text: string): readonly [string, JsonValue] {
  const at = text.indexOf('=');
  if (at < 1) throw new CommandError(`--set ${text}: write it as name=value.`, 2);
  const value = text.slice(at + 1);
  return [text.slice(0, at), parsed(value) ?? value];
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function complaint({ message, path, extensions }: GraphqlError): string {
  const where = path === undefined ? '' : ` (at ${path.join('.')})`;
  const code = typeof extensions?.code === 'string' ? `${extensions.code}: ` : '';
  return `underpin: ${code}${String(message)}${where}`;
}
