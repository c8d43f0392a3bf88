import { randomUUID } from 'node:crypto';
import { createWriteStream, statSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { Argument, Command } from 'commander';
import type { Importer, InputFile } from '../importers/importer';
import { IMPORTERS } from '../importers/index';
import type { FormatMapping } from '../importers/mapping/format-mapping';
import { mappingLines } from '../importers/mapping/mapping-lines';
import type { Client } from './client';
import { CommandError } from './command-error';
import { EXIT_CODES_HELP } from './exit-codes';
import { importInventory, isInventory } from './import-inventory';
import { importNdjson } from './import-ndjson';
import { UNDONE, type ImportOutcome, type ImportRequest, type RecordResult } from './import-request';
import { importFailed, outcomeAsJson, outcomeLines, type SummaryFacts } from './import-summary';
import { countOf, type ImportTotals } from './import-totals';
import { InputFiles } from './input-files';
import { untilInterrupted } from './interruption';
import { howToGoOn } from './lasting-stream';
import { createProgress } from './progress-bar';
import { remoteClient, withRemote, type RemoteOptions } from './remote';
import { runImport } from './run-import';
import { importInSession } from './sync';
import { syncChoice, withSyncOptions } from './sync-options';
import { sessionLines, type ShownSession } from './sync-session';

/** `underpin import <format> <file…>`: reads files into a running server. One subcommand per importer. */
export function importCommand(): Command {
  const command = new Command('import')
    .description('read files into the server at UNDERPIN_URL')
    .addHelpText('after', EXAMPLES);
  for (const importer of IMPORTERS.values()) command.addCommand(formatCommand(importer));
  command.addCommand(ndjsonCommand());
  command.addCommand(mappingCommand());
  command.on('command:*', ([given = '']: readonly string[]) => {
    throw new CommandError(noSuchFormat(given), 2);
  });
  return command;
}

/** Most who name no format name a file; what it looks like names the format. */
function noSuchFormat(given: string): string {
  const formats = [...IMPORTERS.keys(), 'ndjson'].join(', ');
  const isFile = statSync(given, { throwIfNoEntry: false })?.isFile() === true;
  const wrong = isFile ? `${given} is a file: name its format before it` : `There is no format "${given}"`;
  return `${wrong}. Formats: ${formats}. "underpin import --help" tells what each reads.`;
}

function mappingCommand(): Command {
  return new Command('mapping')
    .description('print what becomes of what in a format: classes, attributes, relationships')
    .addArgument(new Argument('<format>', 'a format').choices([...IMPORTERS.keys()]))
    .addHelpText('after', '\nExample:\n  underpin import mapping terraform')
    .action((format: string) => {
      for (const line of mappingLines(IMPORTERS.get(format)?.mapping ?? NOTHING)) console.log(line);
    });
}

const NOTHING: FormatMapping = { items: [], relationships: [], notes: [] };

const EXAMPLES = `
Importing the same files again changes nothing. When the connection or the server goes away, the import tries again and
goes on where it was; when it had to give up, it names the --idempotency-key to go on with.

Examples:
  underpin import kubernetes manifests/*.yaml --cluster production
  kubectl get deploy,svc,ing,netpol -A -o json | underpin import kubernetes - --cluster production
  underpin import docker-compose compose.yaml --project shop
  underpin import mapping terraform
  underpin import csv servers.csv --class LinuxServer --mapping servers.yaml
  underpin import csv vms.csv --guess > vms.yaml
  underpin import json hosts.json --mapping hosts.yaml
  underpin import inventory services.yaml --dry-run
  discover | underpin import ndjson - --source discovery
  underpin import csv fra1.csv --class LinuxServer --sync --scope-where site=fra1

${EXIT_CODES_HELP}`;

interface CommonOptions extends RemoteOptions {
  readonly source?: string;
  readonly dryRun?: boolean;
  readonly reason?: string;
  readonly report?: string;
  readonly json?: boolean;
  readonly idempotencyKey?: string;
}

/** What all formats have in common. */
function fileCommand(name: string, description: string, help: string): Command {
  const command = new Command(name)
    .description(description)
    .addHelpText('after', help)
    .argument('<file...>', 'files to read; - for standard input')
    .option('--source <name>', `the data source that says it (default: ${name})`)
    .option('--dry-run', 'compute everything, write nothing')
    .option('--reason <text>', 'why; kept with the change')
    .option('--report <file>', 'write what happened to each record, one JSON object per line')
    .option('--json', 'print the summary as JSON')
    .option('--idempotency-key <key>', 'names this import: with the key of one that was interrupted it goes on there');
  return withSyncOptions(withRemote(command));
}

function formatCommand(importer: Importer): Command {
  const command = fileCommand(importer.name, importer.description, importer.help);
  for (const { name, value, description } of importer.options) {
    command.option(value === null ? `--${name}` : `--${name} <${value}>`, description);
  }
  if (importer.propose) command.option('--guess', 'propose a mapping file on standard output; nothing is imported');
  return command.action((paths: readonly string[], given: { readonly guess?: boolean }, self: Command) => {
    if (given.guess === true) return printProposal(importer, paths, self);
    return importFiles(self, paths, async (client, request, source, inputs) => {
      const own = await chosen(importer, self.opts<Readonly<Record<string, unknown>>>(), inputs);
      return runImport(client, { ...request, importer, options: { source, ...own } });
    });
  });
}

/** The proposal goes to standard output, so that it can be kept; what to do with it, to the person. */
async function printProposal(importer: Importer, paths: readonly string[], command: Command): Promise<void> {
  const [path, ...more] = paths;
  if (path === undefined || path === '-' || more.length > 0)
    throw new CommandError('--guess looks at one file: name one, and not -.', 2);
  const inputs = new InputFiles();
  try {
    const own = await chosen(importer, command.opts<Readonly<Record<string, unknown>>>(), inputs);
    const proposal = await importer.propose?.(await inputs.open(path), { source: importer.name, ...own });
    process.stdout.write(proposal ?? '');
  } finally {
    await inputs.remove();
  }
  console.error(`Keep it as mapping.yaml, correct it, and try it:
  underpin import ${importer.name} ${path} --mapping mapping.yaml --dry-run`);
}

const NDJSON_HELP = `
One JSON object a line, as POST /ingest takes them, sent as they are and checked by the server:
  {"item":{"ref":"a","class":"LinuxServer","attributes":{"hostname":"web-1"}}}
  {"relationship":{"type":"CALLS","source":{"ref":"a"},"target":{"id":"ci_1a"}}}
A ref is known up to an empty line, or for 10,000 lines; native keys are known everywhere.

A file of "underpin export ndjson" is recognised by its first line: it brings its classes and data sources along, and
each record is reported by the source that it came from. Import it alone.

Examples:
  discover | underpin import ndjson - --source discovery
  underpin import ndjson inventory.ndjson     what "underpin export ndjson" wrote`;

function ndjsonCommand(): Command {
  return fileCommand('ndjson', 'records of the service itself, one per line (NDJSON), of any number', NDJSON_HELP)
    .option('--atomic', 'all or nothing, as one change set')
    .action((paths: readonly string[], { atomic }: { readonly atomic?: boolean }, self: Command) =>
      importFiles(self, paths, async (client, request, source) => {
        const whole = atomic === true ? 'ATOMIC' : 'PARTIAL';
        const ndjson = { ...request, source, mode: request.dryRun ? ('DRY_RUN' as const) : whole } as const;
        const [file, ...others] = request.files;
        const inventory = file !== undefined && others.length === 0 && (await isInventory(file));
        return inventory ? importInventory(client, ndjson, file) : importNdjson(client, ndjson);
      }),
    );
}

type RequestOfFiles = Omit<ImportRequest, 'importer' | 'options'>;
type ImportOfFiles = (
  client: Client,
  request: RequestOfFiles,
  source: string,
  inputs: InputFiles,
) => Promise<ImportOutcome>;

/** Runs an import of files, shows how it goes on, and prints what came of it. */
async function importFiles(command: Command, paths: readonly string[], run: ImportOfFiles): Promise<void> {
  const common = command.opts<CommonOptions>();
  const sync = syncChoice(command.opts());
  const client = remoteClient(common);
  const source = common.source ?? command.name();
  const inputs = new InputFiles();
  const read = new CountedFiles(await openAll(inputs, paths));
  const progress = createProgress(process.stderr, inputs.sizeOf(paths), Date.now);
  const report = common.report === undefined ? null : reportFile(common.report);
  let landed: ImportTotals = new Map();
  try {
    const request: RequestOfFiles = {
      files: read.files,
      bytesRead: () => read.bytes,
      dryRun: common.dryRun === true,
      reason: common.reason ?? null,
      idempotencyKey: common.idempotencyKey ?? randomUUID(),
      ...(report === null ? {} : { record: report.write }),
      progress: (totals, bytes) => {
        landed = totals;
        progress.landed(totals, bytes);
      },
      notice: progress.say,
    };
    const work = (session?: string): Promise<ImportOutcome> =>
      run(client, { ...request, ...(session === undefined ? {} : { session }) }, source, inputs);
    const { idempotencyKey } = request;
    const begin = { source, description: command.description(), reason: common.reason ?? null, idempotencyKey };
    const done = await untilInterrupted(
      async () => (sync ? importInSession(client, sync, begin, work) : { outcome: await work(), session: null }),
      () => interruptedWords(landed, request),
    );
    progress.end();
    print(done, { source, url: client.url, dryRun: request.dryRun }, common.json === true);
  } finally {
    progress.end();
    await report?.close();
    await inputs.remove();
  }
}

// In turn, so that of one that is not there nothing is left behind.
async function openAll(inputs: InputFiles, paths: readonly string[]): Promise<readonly InputFile[]> {
  const files: InputFile[] = [];
  try {
    for (const path of paths) files.push(await inputs.open(path));
    return files;
  } catch (error) {
    await inputs.remove();
    throw error;
  }
}

function interruptedWords(landed: ImportTotals, { idempotencyKey, dryRun }: RequestOfFiles): string {
  if (dryRun) return 'Interrupted; nothing was written.';
  const { items, relationships } = countOf(new Map([...landed].filter(([outcome]) => !UNDONE.has(outcome))));
  return `Interrupted. ${items + relationships} records have landed. ${howToGoOn(idempotencyKey)}`;
}

function print(
  { outcome, session }: { readonly outcome: ImportOutcome; readonly session: ShownSession | null },
  facts: SummaryFacts,
  json: boolean,
): void {
  if (json) {
    console.log(JSON.stringify({ ...outcomeAsJson(outcome, facts), ...(session ? { session } : {}) }, null, 2));
  } else
    for (const line of [...outcomeLines(outcome, facts), ...(session ? sessionLines(session) : [])]) console.log(line);
  if (session?.state === 'AWAITING_CONFIRMATION') process.exitCode = 3;
  else if (importFailed(outcome)) process.exitCode = 1;
}

/** Files that count what is read of them; a file that is opened anew counts anew. */
class CountedFiles {
  readonly files: readonly InputFile[];
  readonly #counts = new Map<string, number>();

  constructor(files: readonly InputFile[]) {
    this.files = files.map((file) => ({ ...file, open: () => this.#counted(file) }));
  }

  get bytes(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  async *#counted(file: InputFile): AsyncGenerator<Uint8Array> {
    let count = 0;
    for await (const chunk of file.open()) {
      count += chunk.length;
      this.#counts.set(file.name, count);
      yield chunk;
    }
  }
}

// The importer's own options, by kind. Commander names `--api-server` apiServer.
async function chosen(
  importer: Importer,
  given: Readonly<Record<string, unknown>>,
  inputs: InputFiles,
): Promise<{ choices: Record<string, string>; files: Record<string, InputFile> }> {
  const choices: Record<string, string> = {};
  const files: Record<string, InputFile> = {};
  for (const { name, kind } of importer.options) {
    const value = given[name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())];
    if (value === true) choices[name] = 'true';
    if (typeof value !== 'string') continue;
    if (kind === 'file') files[name] = await inputs.open(value);
    else choices[name] = value;
  }
  return { choices, files };
}

function reportFile(path: string): { write: (result: RecordResult) => void; close: () => Promise<void> } {
  const stream = createWriteStream(path);
  return {
    write: (result) => stream.write(`${JSON.stringify(result)}\n`),
    close: async () => {
      stream.end();
      await finished(stream);
    },
  };
}
