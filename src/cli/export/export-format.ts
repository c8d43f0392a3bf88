import type { Client } from '../client';
import type { InventoryReader } from './inventory-reader';

/** What an export writes from. */
export interface ExportInput {
  readonly client: Client;
  readonly reader: InventoryReader;
  /** The address of an item's page. */
  readonly linkOf: (id: string) => string;
  /** Says something on standard error. */
  readonly note: (message: string) => void;
}

/** A format: pieces of text in the order in which they are written. */
export interface ExportFormat {
  readonly name: string;
  readonly description: string;
  write(input: ExportInput): AsyncIterable<string>;
}
