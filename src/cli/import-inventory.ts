import type { InputFile } from '../importers/importer';
import { readLines } from '../importers/input-text';
import type { Client } from './client';
import { CommandError } from './command-error';
import { INVENTORY_FORMAT } from './export/inventory-format';
import { EditSender, type Edit } from './import-edits';
import { NOTHING_TO_REPORT, type NdjsonRequest } from './import-ndjson';
import { importSection, type Section } from './import-section';
import { sumOf } from './import-totals';
import type { ImportOutcome, RecordResult } from './import-request';
import { Preparation, type PreparationLine } from './import-preparation';
import { Spools } from './spools';

/** A line of an exported inventory; which of its properties is there says what it is. */
interface InventoryLine extends PreparationLine {
  readonly inventory?: { readonly format: number };
  readonly from?: string;
  readonly edit?: Edit;
}

/** Whether a file is what "underpin export ndjson" wrote. Throws CommandError for one of a later format. */
export async function isInventory(file: InputFile): Promise<boolean> {
  for await (const chunk of file.open()) {
    const [, format] = /^\{"inventory":\{"format":(\d+)/.exec(Buffer.from(chunk.subarray(0, 100)).toString()) ?? [];
    if (format === undefined) return false;
    if (Number(format) <= INVENTORY_FORMAT) return true;
    throw new CommandError(`${file.name} was written by a later version of Underpin. Use that one to import it.`);
  }
  return false;
}

/**
 * Imports an exported inventory: the class model and data sources first, then what each source says, relationships, and
 * what was set by hand. Doing it again changes nothing.
 */
export async function importInventory(client: Client, request: NdjsonRequest, file: InputFile): Promise<ImportOutcome> {
  if (request.mode !== 'PARTIAL' || request.session !== undefined) {
    throw new CommandError(
      `${file.name} is an exported inventory of several data sources: leave out --dry-run, --atomic and --sync.`,
      2,
    );
  }
  const spools = await Spools.open();
  try {
    const sections = await split(client, file, spools);
    const outcome = { totals: new Map(), rejected: [] as RecordResult[], revision: 0 };
    const parts = [];
    for (const section of sections) {
      const sent =
        section.edits === null
          ? await importSection(client, { ...request, file, section, spools, atLeast: outcome.revision })
          : await new EditSender(client, request).send(section.edits, file.name);
      parts.push(sent.totals);
      outcome.rejected.push(...sent.rejected);
      outcome.revision = Math.max(outcome.revision, sent.revision);
      request.progress?.(sumOf(parts), request.bytesRead?.() ?? 0);
    }
    return { ...outcome, totals: sumOf(parts), report: NOTHING_TO_REPORT };
  } finally {
    await spools.remove();
  }
}

/** Prepares the server with what stands in front, and lays the sections on disk, each for itself. */
async function split(client: Client, file: InputFile, spools: Spools): Promise<readonly Section[]> {
  const preparation = new Preparation(client);
  const sections: Section[] = [];
  for await (const { number, text } of readLines(file)) {
    if (text === null) throw new CommandError(`${file.name}:${number} is longer than any record. Export it anew.`);
    if (text.trim() === '') continue;
    const section = sections.at(-1);
    // Records are the bulk, and are not looked into.
    if (section && /^\{"(item|relationship|sameAs)":/.test(text)) {
      await spools.write(section.part, `${text}\n`);
      continue;
    }
    const line = lineOf(file.name, number, text);
    if (line.from !== undefined) {
      sections.push({ part: String(sections.length), source: line.from, firstLine: number + 1, edits: null });
    } else if (line.edit && section) {
      if (section.edits === null)
        sections[sections.length - 1] = { ...section, edits: [{ edit: line.edit, line: number }] };
      else section.edits.push({ edit: line.edit, line: number });
    } else if (line.inventory === undefined) await preparation.take(line);
  }
  return sections;
}

function lineOf(file: string, number: number, text: string): InventoryLine {
  try {
    return JSON.parse(text) as InventoryLine;
  } catch {
    throw new CommandError(`${file}:${number} is no JSON: the file was cut or changed. Export it anew.`);
  }
}
