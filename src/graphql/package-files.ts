import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of package.json, from the sources and from the build alike. */
export function packageRoot(from: string = __dirname): string {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'schema.graphql'))) return folder;
  }
  throw new Error(`schema.graphql is in no folder above ${from}: the installation is incomplete`);
}

/** The version of the program. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** The contract, as text. */
export const readSchemaText = (): string => readFileSync(join(packageRoot(), 'schema.graphql'), 'utf8');
