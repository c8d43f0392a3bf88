import { compose } from './compose';
import { csv } from './csv';
import type { Importer } from './importer';
import { inventory } from './inventory';
import { kubernetes } from './kubernetes';

/** Every format that can be imported, by name. An importer is known by standing here and in no other way. */
export const IMPORTERS: ReadonlyMap<string, Importer> = new Map(
  [kubernetes, compose, csv, inventory].map((importer) => [importer.name, importer]),
);
