import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { Application } from '../application/application';
import { createApplication } from '../application/create-application';
import { measureApi } from '../bench/api';
import { measureCapacity } from '../bench/capacity';
import { measureCutSets } from '../bench/cut-sets';
import { GRAPH_SIZES, measureGraph } from '../bench/graph';
import { measureImpact } from '../bench/impact';
import { measureIngest } from '../bench/ingest';
import { measureLoad } from '../bench/load';
import type { Measurement } from '../bench/measurement';
import { measureRefusals } from '../bench/refusals';
import { machine, reportSection } from '../bench/report';
import { measureStartUp } from '../bench/start-up';
import { measureStream } from '../bench/stream';
import { startPostgres } from '../postgres/launcher';
import { migrate } from '../storage/migrate';
import { openDatabase, type Database } from '../storage/database';

/** The command line itself, compiled. */
const ENTRY = resolve(__dirname, '../cli.js');

/** Title and measurement of each part, in the order in which they run. */
const SECTIONS = {
  'start-up': { title: 'Start', measure: (_items?: number) => measureStartUp(ENTRY) },
  graph: {
    title: 'Graph and impact',
    measure: async (items?: number) => {
      const measured: Measurement[] = [];
      for (const size of items === undefined ? GRAPH_SIZES : [items]) {
        measured.push(...(await withDatabase((database) => measureGraph(database, startApplication, size))));
      }
      return measured;
    },
  },
  impact: { title: 'Impact', measure: (items?: number) => measureImpact(items) },
  'cut-sets': { title: 'Weak points', measure: (items?: number) => measureCutSets(items) },
  ingest: {
    title: 'Ingest',
    measure: (items?: number) => withApplication((app) => measureIngest(app, items)),
  },
  stream: {
    title: 'Streaming ingest',
    measure: (items?: number) => withApplication((app) => measureStream(app, ENTRY, items)),
  },
  api: { title: 'API', measure: (_items?: number) => measureApi(ENTRY) },
  refusals: { title: 'Refusals', measure: (_items?: number) => measureRefusals(ENTRY) },
  load: { title: 'Load', measure: (items?: number) => measureLoad(ENTRY, items) },
  capacity: {
    title: 'Capacity',
    measure: (items?: number) => withDatabase((database) => measureCapacity(database, ENTRY, items)),
  },
} as const satisfies Record<string, Section>;

/** What is measured, or, where that is no matter of time, what it comes to as a table. */
interface Section {
  readonly title: string;
  readonly measure: (items?: number) => Promise<readonly Measurement[] | string>;
}

interface BenchOptions {
  readonly only?: SectionName;
  readonly items?: number;
}

type SectionName = keyof typeof SECTIONS;
const NAMES = Object.keys(SECTIONS) as SectionName[];

/** `underpin bench`: measures against a peer or a physical limit in the same run. */
export function benchCommand(): Command {
  return new Command('bench')
    .description(
      'measure start-up, graph, impact, weak points, ingest, the API, load and capacity, against peers in the same run',
    )
    .addOption(new Option('--only <part>', 'one part of it').choices(NAMES))
    .option(
      '--items <number>',
      'items to ingest, to stream, of the graph or of the estate whose impacts or weak points are looked for, with four times as many relationships; 100000 when left out, of the graph also 10000 and 1000000',
      Number,
    )
    .addHelpText(
      'after',
      `
Each part starts a PostgreSQL of its own in a throw-away directory, with its safety on. Ratios are worth more than
times: everything a ratio compares ran in turn on the same machine.

Examples:
  underpin bench
  underpin bench --only graph
  underpin bench --only impact --items 1000000
  underpin bench --only ingest --items 20000
  underpin bench --only stream --items 1000000   how much memory a server needs for a million`,
    )
    .action(async ({ only, items }: BenchOptions) => {
      console.log(`Measured on ${machine()}.\n`);
      for (const name of only === undefined ? NAMES : [only]) {
        const { title, measure } = SECTIONS[name];
        const measured = await measure(items);
        console.log(typeof measured === 'string' ? `### ${title}\n\n${measured}` : reportSection(title, measured));
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

function withApplication<T>(work: (app: Application) => Promise<T>): Promise<T> {
  return withDatabase(async (database) => {
    const app = await startApplication(database);
    try {
      return await work(app);
    } finally {
      await app.stop();
    }
  });
}

const startApplication = (database: Database): Promise<Application> =>
  createApplication({ database, clock: () => new Date(), newId: randomUUID });
