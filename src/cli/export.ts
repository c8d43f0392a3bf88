import { once } from 'node:events';
import { open, rename, rm } from 'node:fs/promises';
import { Command } from 'commander';
import { CommandError } from './command-error';
import { itemLink } from './deep-links';
import { EXIT_CODES_HELP } from './exit-codes';
import { BACKSTAGE } from './export/backstage';
import { CSV } from './export/csv';
import { CYTOSCAPE, DOT, GRAPHML, MERMAID } from './export/drawings';
import type { ExportFormat } from './export/export-format';
import { InventoryReader } from './export/inventory-reader';
import { NDJSON } from './export/ndjson';
import { readSelection, withSelection, type SelectionOptions } from './export/selection';
import { ITEM_HELP } from './find-items';
import { createProgress } from './progress-bar';
import { remoteClient, withRemote, type RemoteOptions } from './remote';

const FORMATS: readonly ExportFormat[] = [MERMAID, DOT, GRAPHML, CYTOSCAPE, CSV, NDJSON, BACKSTAGE];

const HELP = `${ITEM_HELP}

All of an export is of one revision, however long it takes. Without options it is the whole inventory.

Examples:
  underpin export ndjson inventory.ndjson            all of it; "underpin import ndjson inventory.ndjson" reads it
  underpin export csv servers.csv --class Server --environment production
  underpin export mermaid --around KubernetesWorkload/redis-cart --direction dependents
  underpin export dot --label team=shop | dot -Tsvg > shop.svg
  underpin export backstage catalog-info.yaml --class Service

${EXIT_CODES_HELP}`;

/** `underpin export <format>`: the inventory, or a part of it, in the words of another tool. */
export function exportCommand(): Command {
  const command = new Command('export')
    .description('write the inventory, or a part of it, in the format of another tool')
    .addHelpText('after', HELP);
  for (const format of FORMATS) {
    const one = new Command(format.name)
      .description(format.description)
      .argument('[file]', 'the file to write; standard output when left out or -', '-')
      .addHelpText('after', HELP);
    command.addCommand(
      withRemote(withSelection(one)).action((file: string, options: SelectionOptions & RemoteOptions) =>
        runExport(format, file, options),
      ),
    );
  }
  return command;
}

async function runExport(format: ExportFormat, file: string, options: SelectionOptions & RemoteOptions): Promise<void> {
  const client = remoteClient(options);
  const selection = await readSelection(client, options);
  const counts = { items: 0, relationships: 0 };
  const progress = createProgress(process.stderr, null, Date.now);
  const reader = await InventoryReader.open(client, selection, (items, relationships) => {
    counts.items += items;
    counts.relationships += relationships;
    progress.landed(new Map([['READ', { ...counts, classes: {} }]]), 0);
  });
  const linkOf = (id: string): string => itemLink(client.url, id);
  try {
    const pieces = format.write({ client, reader, linkOf, note: progress.say });
    await (file === '-' ? writeOut(pieces) : writeFile(file, pieces));
  } finally {
    progress.end();
  }
  if (file !== '-') console.error(`${reader.total} items of revision ${reader.revision} are in ${file}.`);
}

/** Standard output; whoever reads it may stop at any time. */
async function writeOut(pieces: AsyncIterable<string>): Promise<void> {
  const ends = new AbortController();
  process.stdout.on('error', () => ends.abort());
  for await (const text of pieces) {
    if (ends.signal.aborted) return;
    if (!process.stdout.write(text))
      await once(process.stdout, 'drain', { signal: ends.signal }).catch(() => undefined);
  }
}

/** A file that is there as a whole or not at all. */
async function writeFile(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const unfinished = `${file}.unfinished`;
  const cannot = (error: unknown): never => {
    throw new CommandError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  };
  const handle = await open(unfinished, 'w').catch(cannot);
  try {
    for await (const text of pieces) await handle.appendFile(text).catch(cannot);
    await handle.close();
    await rename(unfinished, file).catch(cannot);
  } catch (error) {
    await handle.close();
    await rm(unfinished, { force: true });
    throw error;
  }
}
