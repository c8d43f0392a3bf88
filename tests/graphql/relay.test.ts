import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../support/source-tree';

const bin = (name: string): string => join(ROOT, 'node_modules', '.bin', name);

/** What a client of Relay asks: pages, fragments that are fetched again, an analysis, a mutation, a subscription. */
const CLIENT = `import { graphql } from 'relay-runtime';
export const page = graphql\`
  query clientItemsQuery($first: Int!, $after: String, $filter: ConfigurationItemFilter) {
    configurationItems(first: $first, after: $after, filter: $filter) {
      totalCount
      edges { cursor node { id ...client_item } }
      pageInfo { hasNextPage endCursor }
    }
  }\`;
export const item = graphql\`
  fragment client_item on ConfigurationItem
  @refetchable(queryName: "clientRefetchQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" }) {
    id
    name
    class { name }
    relationships(first: $count, after: $cursor) @connection(key: "client_relationships") {
      edges { node { id type { name } source { id name } target { id name } } }
    }
  }\`;
export const impact = graphql\`
  query clientImpactQuery($id: ID!) {
    impact(outages: [{ configurationItem: { id: $id } }]) {
      summary { byState { state count } }
      services(first: 5) { nodes { state configurationItem { id name } } }
    }
  }\`;
export const retire = graphql\`
  mutation clientRetireMutation($input: RetireConfigurationItemInput!) {
    retireConfigurationItem(input: $input) { revision errors { code message } }
  }\`;
export const changes = graphql\`
  subscription clientChangesSubscription { changes { cursor changes { kind } } }\`;
`;

/** All that compiled artifacts take from Relay's runtime, which no test needs. */
const RUNTIME = `declare module 'relay-runtime' {
  export type FragmentRefs<Name extends string> = { readonly [Key in Name]: true };
  export interface ConcreteRequest { readonly params: object }
  export interface ReaderFragment { readonly kind: string }
  export const graphql: (parts: TemplateStringsArray) => unknown;
}
`;

test('the Relay rules of graphql-schema-linter hold for every page of the schema', () => {
  const rules = 'relay-connection-types-spec,relay-connection-arguments-spec,relay-page-info-spec';
  const output = execFileSync(bin('graphql-schema-linter'), ['--rules', rules, 'schema.graphql'], { cwd: ROOT });
  expect(output.toString()).toContain('0 errors detected');
});

test('relay-compiler compiles what a client asks, and TypeScript what comes of it', () => {
  const directory = mkdtempSync(join(tmpdir(), 'underpin-relay-'));
  try {
    const artifacts = join(directory, 'src', '__generated__');
    mkdirSync(artifacts, { recursive: true });
    writeFileSync(join(directory, 'src', 'client.ts'), CLIENT);
    writeFileSync(join(directory, 'src', 'relay-runtime.d.ts'), RUNTIME);
    execFileSync('cp', [join(ROOT, 'schema.graphql'), directory]);
    const customScalarTypes = {
      DateTime: 'string',
      JSON: 'unknown',
      JSONObject: 'object',
      Revision: 'number',
      BigCount: 'string',
    };
    const config = { src: 'src', schema: 'schema.graphql', language: 'typescript', customScalarTypes };
    writeFileSync(
      join(directory, 'relay.config.json'),
      JSON.stringify({ ...config, artifactDirectory: 'src/__generated__' }),
    );
    const told = execFileSync(bin('relay-compiler'), ['relay.config.json'], { cwd: directory, encoding: 'utf8' });
    expect(told).not.toContain('ERROR');
    const made = readdirSync(artifacts);
    for (const name of ['clientItemsQuery', 'clientRefetchQuery', 'client_item', 'clientChangesSubscription'])
      expect(made).toContain(`${name}.graphql.ts`);
    const strict = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'esnext', '--types', ''];
    const files = [...made.map((name) => join(artifacts, name)), join(directory, 'src', 'relay-runtime.d.ts')];
    execFileSync(bin('tsc'), [...strict, '--moduleResolution', 'bundler', '--ignoreConfig', ...files], {
      cwd: directory,
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}, 60_000);
