import { randomUUID } from 'node:crypto';
import { createClient, type Client } from '../../src/cli/client';
import type { ImportOutcome } from '../../src/cli/import-request';
import { runImport } from '../../src/cli/run-import';
import { importInSession } from '../../src/cli/sync';
import type { SyncChoice } from '../../src/cli/sync-options';
import { sessionLines } from '../../src/cli/sync-session';
import type { InputFile } from '../../src/importers/importer';
import { IMPORTERS } from '../../src/importers/index';
import { readHead } from '../../src/storage/history/change-log';
import { startService, type Service } from './service';

/** What became of an import: how many items and relationships had each outcome, e.g. `{ CREATED: [3, 2] }`. */
export type Outcomes = Readonly<Record<string, readonly [items: number, relationships: number]>>;

/** A real server, and imports into it as the command line does them. */
export class ImportServer {
  private readonly service: Service;
  readonly client: Client;

  private constructor(service: Service) {
    this.service = service;
    this.client = createClient({ url: service.url });
  }

  static async start(): Promise<ImportServer> {
    return new ImportServer(await startService());
  }

  stop(): Promise<void> {
    return this.service.stop();
  }

  /** Imports files under a data source of their own. */
  async import(format: string, files: readonly InputFile[], of: ImportChoices): Promise<Imported> {
    const outcome = await this.run(format, files, of);
    return { outcome, outcomes: outcomesOf(outcome), removed: [] };
  }

  /** The same as all that the source can see; `removed` names what it does not see any more. */
  async sync(format: string, files: readonly InputFile[], of: ImportChoices): Promise<Imported> {
    const begin = { source: of.source, description: format, reason: null, idempotencyKey: randomUUID() };
    const { outcome, session } = await importInSession(this.client, EVERYTHING, begin, (id) =>
      this.run(format, files, of, id),
    );
    if (session.state !== 'COMMITTED') throw new Error(`the session is ${session.state}: ${session.endedBecause}`);
    return { outcome, outcomes: outcomesOf(outcome), removed: sessionLines(session).flatMap(removedOf).sort() };
  }

  /** What the server answers to a query once it shows all that has been written. */
  async ask<Data>(query: string): Promise<Data> {
    const { revision } = await readHead(this.service.database.database);
    await this.client.request(`{ dataSources(first: 1, atLeast: ${revision}) { revision } }`);
    return this.client.request<Data>(query);
  }

  private run(
    format: string,
    files: readonly InputFile[],
    of: ImportChoices,
    session?: string,
  ): Promise<ImportOutcome> {
    const importer = IMPORTERS.get(format);
    if (importer === undefined) throw new Error(`no format ${format}`);
    return runImport(this.client, {
      importer,
      files,
      options: { source: of.source, choices: of.choices ?? {}, files: {} },
      dryRun: false,
      idempotencyKey: randomUUID(),
      ...(session === undefined ? {} : { session }),
    });
  }
}

/** What came of an import. */
export interface Imported {
  readonly outcome: ImportOutcome;
  readonly outcomes: Outcomes;
  /** `Class name` or `source TYPE target` of what the source no longer claims. */
  readonly removed: readonly string[];
}

interface ImportChoices {
  readonly source: string;
  readonly choices?: Readonly<Record<string, string>>;
}

const EVERYTHING: SyncChoice = { scope: {}, partialTypes: [], maxRemovalPercent: 100, takeOver: false };

const removedOf = (line: string): readonly string[] => (line.startsWith('  ') ? [line.trim()] : []);

const outcomesOf = ({ totals }: ImportOutcome): Outcomes =>
  Object.fromEntries(
    [...totals]
      .filter(([, { items, relationships }]) => items + relationships > 0)
      .map(([name, { items, relationships }]) => [name, [items, relationships]] as const),
  );
