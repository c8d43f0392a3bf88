import { randomUUID } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packageRoot } from '../graphql/package-files';
import type { Importer, InputFile } from '../importers/importer';
import { inventory } from '../importers/inventory';
import { kubernetes } from '../importers/kubernetes';
import type { Client } from './client';
import { CommandError } from './command-error';
import { importFailed, outcomeLines } from './import-summary';
import { runImport } from './run-import';

/** A part of the sample: what `underpin import` would be told to read it. */
interface SamplePart {
  readonly importer: Importer;
  readonly source: string;
  readonly files: (folder: string) => readonly string[];
  readonly choices: Readonly<Record<string, string>>;
  readonly reason: string;
}

const CLUSTER = {
  cluster: 'boutique',
  'api-server': 'https://boutique.k8s.example.com:6443',
  environment: 'production',
};

/** In this order: the hand-written files speak of what the manifests bring. */
const PARTS: readonly SamplePart[] = [
  {
    importer: kubernetes,
    source: 'kubernetes',
    files: (folder) => yamlFiles(join(folder, 'online-boutique')),
    choices: CLUSTER,
    reason: 'release v0.10.6 of Online Boutique',
  },
  {
    importer: inventory,
    source: 'datacentre',
    files: (folder) => [join(folder, 'datacentre.yaml')],
    choices: {},
    reason: 'what stands in Zurich',
  },
  {
    importer: inventory,
    source: 'service-catalogue',
    files: (folder) => [join(folder, 'business.yaml')],
    choices: {},
    reason: 'services and owners, and the calls that the teams confirmed',
  },
];

/** Imports the sample inventory, part by part; answers the revision that holds all of it. Throws CommandError when a server does not take it as a whole. */
export async function loadSample(client: Client): Promise<number> {
  const folder = join(packageRoot(), 'src', 'demo');
  let revision = 0;
  for (const { importer, source, files, choices, reason } of PARTS) {
    const outcome = await runImport(client, {
      importer,
      files: files(folder).map((path) => sampleFile(folder, path)),
      options: { source, choices, files: {} },
      dryRun: false,
      reason,
      idempotencyKey: randomUUID(),
    });
    if (importFailed(outcome)) {
      const lines = outcomeLines(outcome, { source, url: client.url, dryRun: false });
      throw new CommandError(['The sample inventory was not taken as a whole.', ...lines].join('\n'));
    }
    revision = Math.max(revision, outcome.revision ?? 0);
  }
  return revision;
}

const yamlFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(folder, name));

const sampleFile = (folder: string, path: string): InputFile => ({
  name: relative(folder, path),
  open: () => createReadStream(path),
});
