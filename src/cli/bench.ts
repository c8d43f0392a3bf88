import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { createApplication } from '../application/application';
import { measureGraph } from '../bench/graph';
import { measureIngest } from '../bench/ingest';
import type { Measurement } from '../bench/measurement';
import { machine, reportSection } from '../bench/report';
import { measureStartUp } from '../bench/start-up';
import { startPostgres } from '../postgres/launcher';
import { migrate } from '../storage/migrate';
import { openDatabase, type Database } from '../storage/database';

/** Title and measurement of each part, in the order in which they run. */
const SECTIONS = {
  'start-up': { title: 'Start', measure: () => measureStartUp(resolve(__dirname, '../cli.js')) },
  graph: { title: 'Graph and impact', measure: () => withDatabase((database) => measureGraph(database)) },
  ingest: { title: 'Ingest', measure: () => withDatabase(measureIngestOn) },
} as const satisfies Record<string, { title: string; measure: () => Promise<readonly Measurement[]> }>;

type SectionName = keyof typeof SECTIONS;
const NAMES = Object.keys(SECTIONS) as SectionName[];

/** `underpin bench`: measures against a peer or a physical limit in the same run. */
export function benchCommand(): Command {
  return new Command('bench')
    .description('measure start-up, graph, impact and ingest against PostgreSQL in the same run')
    .addOption(new Option('--only <part>', 'one part of it').choices(NAMES))
    .addHelpText(
      'after',
      `
Each part starts a PostgreSQL of its own in a throw-away directory, with its safety on. Ratios are worth more than
times: everything a ratio compares ran in turn on the same machine.

Examples:
  underpin bench
  underpin bench --only graph`,
    )
    .action(async ({ only }: { only?: SectionName }) => {
      console.log(`Measured on ${machine()}.\n`);
      for (const name of only === undefined ? NAMES : [only]) {
        const { title, measure } = SECTIONS[name];
        console.log(reportSection(title, await measure()));
      }
    });
}

async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const postgres = await startPostgres({ throwAway: true });
  try {
    const database = await openDatabase(postgres.url);
    try {
      await migrate(database, new Date());
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await postgres.stop();
  }
}

async function measureIngestOn(database: Database): Promise<readonly Measurement[]> {
  const app = await createApplication({ database, clock: () => new Date(), newId: randomUUID });
  try {
    return await measureIngest(app);
  } finally {
    await app.stop();
  }
}
