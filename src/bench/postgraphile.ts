import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startProcess } from './server-process';

/** PostGraphile 5 runs from Node 22 on. So it is no dependency of this package, which runs on Node 20, too. */
const PACKAGES = ['postgraphile@5.1.5', `node-${process.platform}-${process.arch}@22`] as const;
const INSTALL_TIMEOUT_MS = 180_000;

/** What {@link startPostGraphile} serves, as much of it and in the order that the API gives. */
export const POSTGRAPHILE_QUERY = `{ configurationItems: allConfigurationItems(first: 100, orderBy: [NAME_ASC, ROW_ID_ASC]) { nodes { name environment
  needs(first: 50, orderBy: [TYPE_ASC, TARGET_ID_ASC]) { nodes { type target { name } } }
  neededBy(first: 50, orderBy: [TYPE_ASC, SOURCE_ID_ASC]) { nodes { type source { name } } } } } }`;

/** The tables have no foreign keys, so PostGraphile is told of those that it needs. */
const PROGRAM = `
import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { jsonPgSmartTags } from 'postgraphile/utils';

const end = (name, list) => \`(\${name}_id) references configuration_item (id)|@fieldName \${name}|@foreignFieldName \${list}\`;
const tags = { foreignKey: [end('source', 'needs'), end('target', 'neededBy')] };
const server = createServer();
await postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [jsonPgSmartTags({ version: 1, config: { class: { relationship: { tags } } } })],
  pgServices: [makePgService({ connectionString: process.argv[2], schemas: ['public'] })],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
})
  .createServ(grafserv)
  .addTo(server);
server.listen(0, '127.0.0.1', () => console.log(\`http://127.0.0.1:\${server.address().port}\`));
`;

/**
 * PostGraphile over the tables of a database, as it comes, with a Node of its own; both are fetched by npm into a directory that
 * is gone afterwards. Or why it cannot be had.
 */
export async function startPostGraphile(
  directory: string,
  database: string,
): Promise<{ readonly url: string; readonly stop: () => Promise<void> } | string> {
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  try {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'package.json'), '{ "private": true }');
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--engine-strict=false'];
    await promisify(execFile)('npm', ['install', ...options, ...PACKAGES], {
      cwd: directory,
      timeout: INSTALL_TIMEOUT_MS,
    });
    writeFileSync(join(directory, 'serve.mjs'), PROGRAM);
    const node = join(directory, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
    const { url, stop } = await startProcess(
      [join(directory, 'serve.mjs'), database],
      { GRAPHILE_ENV: 'production' },
      node,
    );
    return { url, stop: () => stop().finally(remove) };
  } catch (error) {
    remove();
    return (error instanceof Error ? error.message : String(error)).split('\n').slice(0, 2).join(' ');
  }
}
