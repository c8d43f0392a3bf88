import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
});

/** What the README shows, and what a program asks that reports, looks items up and follows the changes. */
function documentsOfClients(): readonly string[] {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const shown = [...readme.matchAll(/```graphql\n([^]*?)```/g)].map(([, text = '']) => text);
  expect(shown.length).toBeGreaterThan(1);
  return [
    ...shown.map((text, at) => text.replace(/^{/, `query Shown${at} {`)),
    `mutation Report($input: IngestInput!) { ingest(input: $input) { revision totals { outcome items }
       results(outcomes: [REJECTED]) { index outcome errors { code path } configurationItem { ...Named } } } }
     fragment Named on ConfigurationItem { __typename id name labels lastSeenAt ... on GenericConfigurationItem { criticality } }`,
    `query Match($keys: [MatchKeyInput!]!) { matchConfigurationItems(keys: $keys) { outcome configurationItem { id } } }`,
    `query WeakPoints($id: ID!) { cutSets(target: { id: $id }) { counts { order count } sets { nodes { configurationItems { name } } } } }`,
    `subscription Follow($since: Revision) { changes(since: $since) { cursor changes { kind values { path before after } } } }`,
  ];
}

const PROGRAM = `import type { FollowSubscription, MatchQueryVariables, ReportMutation, ReportMutationVariables } from './client';
const input: ReportMutationVariables['input'] = { source: 'scan', items: [{ class: 'LinuxServer', nativeKey: 'a', labels: { team: 'x' } }] };
const keys: MatchQueryVariables = { keys: [{ text: 'web-1' }] };
export const first = (answer: ReportMutation): string | undefined => answer.ingest?.results[0]?.configurationItem?.name;
export const kinds = ({ changes }: FollowSubscription): readonly string[] => changes.changes.map(({ kind }) => kind);
// @ts-expect-error: no field of that name was asked for
export const wrong = (answer: ReportMutation) => answer.ingest?.replayed;
// @ts-expect-error: a record has a class
export const lacking: ReportMutationVariables['input'] = { source: 'scan', items: [{ nativeKey: 'a' }] };
export { input, keys };
`;

test('a generated TypeScript client compiles, and refuses what the schema does not have', () => {
  const directory = mkdtempSync(join(tmpdir(), 'underpin-client-'));
  try {
    const scalars = {
      DateTime: 'string',
      JSON: 'unknown',
      JSONObject: 'Record<string, unknown>',
      Revision: 'number',
      BigCount: 'string',
    };
    for (const [at, text] of documentsOfClients().entries()) writeFileSync(join(directory, `${at}.graphql`), text);
    const config = { scalars, strictScalars: true, immutableTypes: true, useTypeImports: true };
    const generates = { [join(directory, 'client.ts')]: { plugins: ['typescript-operations'], config } };
    const asked = { schema: join(ROOT, 'schema.graphql'), documents: join(directory, '*.graphql'), generates };
    writeFileSync(join(directory, 'codegen.json'), JSON.stringify(asked));
    execFileSync(bin('graphql-codegen'), ['--config', join(directory, 'codegen.json')], { cwd: ROOT });
    writeFileSync(join(directory, 'program.ts'), PROGRAM);
    const strict = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'esnext', '--types', ''];
    execFileSync(bin('tsc'), [...strict, '--moduleResolution', 'bundler', '--ignoreConfig', 'program.ts'], {
      cwd: directory,
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
});
