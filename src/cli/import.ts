import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { Command } from 'commander';
import { readConfig } from '../config';
import type { Importer, InputFile } from '../importers/importer';
import { IMPORTERS } from '../importers/index';
import { createClient } from './client';
import { CommandError } from './command-error';
import { EXIT_CODES_HELP } from './exit-codes';
import { importFailed, outcomeAsJson, outcomeLines, progressLine } from './import-summary';
import { runImport, type ImportOutcome, type RecordResult } from './run-import';
import { spooledInput } from './spooled-input';

/** `underpin import <format> <file…>`: reads files into a running server. One subcommand per importer. */
export function importCommand(): Command {
  const command = new Command('import')
    .description('read files into the server at UNDERPIN_URL')
    .addHelpText('after', EXAMPLES);
  for (const importer of IMPORTERS.values()) command.addCommand(formatCommand(importer));
  return command;
}

const EXAMPLES = `
Importing the same files again changes nothing.

Examples:
  underpin import kubernetes manifests/*.yaml --cluster production
  kubectl get deploy,svc,ing,netpol -A -o json | underpin import kubernetes - --cluster production
  underpin import csv servers.csv --class LinuxServer --mapping servers.yaml
  underpin import inventory services.yaml --dry-run

${EXIT_CODES_HELP}`;

interface CommonOptions {
  readonly source?: string;
  readonly dryRun?: boolean;
  readonly reason?: string;
  readonly report?: string;
  readonly json?: boolean;
}

function formatCommand(importer: Importer): Command {
  const command = new Command(importer.name)
    .description(importer.description)
    .addHelpText('after', importer.help)
    .argument('<file...>', 'files to read; - for standard input')
    .option('--source <name>', `the data source that says it (default: ${importer.name})`)
    .option('--dry-run', 'compute everything, write nothing')
    .option('--reason <text>', 'why; kept with the change')
    .option('--report <file>', 'write what happened to each record, one JSON object per line')
    .option('--json', 'print the summary as JSON');
  for (const { name, value, description } of importer.options) {
    command.option(value === null ? `--${name}` : `--${name} <${value}>`, description);
  }
  return command.action(async (paths: readonly string[], _: unknown, self: Command) => {
    const options = self.opts<CommonOptions>();
    const outcome = await importFiles(importer, paths, self);
    const { serverUrl } = readConfig();
    const source = options.source ?? importer.name;
    if (options.json === true) console.log(JSON.stringify(outcomeAsJson(outcome, { source, url: serverUrl }), null, 2));
    else
      for (const line of outcomeLines(outcome, { source, url: serverUrl, dryRun: options.dryRun === true }))
        console.log(line);
    if (importFailed(outcome)) process.exitCode = 1;
  });
}

async function importFiles(importer: Importer, paths: readonly string[], command: Command): Promise<ImportOutcome> {
  const common = command.opts<CommonOptions>();
  const given = command.opts<Readonly<Record<string, unknown>>>();
  const { serverUrl, token } = readConfig();
  const stdin = paths.includes('-') ? await spooledInput(process.stdin, '(standard input)') : null;
  const report = common.report === undefined ? null : reportFile(common.report);
  try {
    return await runImport(createClient({ url: serverUrl, token }), {
      importer,
      files: paths.map((path) => (path === '-' && stdin !== null ? stdin.file : inputFile(path))),
      options: { source: common.source ?? importer.name, ...chosen(importer, given) },
      dryRun: common.dryRun === true,
      reason: common.reason ?? null,
      ...(report === null ? {} : { record: report.write }),
      ...(process.stderr.isTTY ? { progress: (sent) => process.stderr.write(`\r${progressLine(sent)}`) } : {}),
    });
  } finally {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    await report?.close();
    await stdin?.remove();
  }
}

// The importer's own options, by kind. Commander names `--api-server` apiServer.
function chosen(
  importer: Importer,
  given: Readonly<Record<string, unknown>>,
): { choices: Record<string, string>; files: Record<string, InputFile> } {
  const choices: Record<string, string> = {};
  const files: Record<string, InputFile> = {};
  for (const { name, kind } of importer.options) {
    const value = given[name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())];
    if (value === true) choices[name] = 'true';
    if (typeof value !== 'string') continue;
    if (kind === 'file') files[name] = inputFile(value);
    else choices[name] = value;
  }
  return { choices, files };
}

/** A file of the disk. Throws CommandError when there is none that can be read. */
function inputFile(path: string): InputFile {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new CommandError(`There is no file ${path}.`, 2);
  if (found.isDirectory()) throw new CommandError(`${path} is a folder. Name its files, such as ${path}/*.yaml`, 2);
  return { name: path, open: () => createReadStream(path) };
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
