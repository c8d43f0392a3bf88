import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createClient } from '../../src/cli/client';
import { importCommand } from '../../src/cli/import';
import { loadSample } from '../../src/cli/load-sample';
import { spooledInput } from '../../src/cli/spooled-input';
import { yamlFiles } from '../support/input-files';
import { runCommand } from '../support/command-line';
import { makeDirectory, removeDirectories } from '../support/directories';
import { startProcess } from '../support/process';
import { serviceOfFile } from '../support/service';
import { until } from '../support/until';

const service = serviceOfFile();
const folder = makeDirectory();
afterAll(removeDirectories);

interface Ended {
  readonly code: number | NodeJS.Signals;
  readonly output: string;
}

/** The command as a process of its own. */
async function spawned(...args: readonly string[]): Promise<Ended> {
  const child = startProcess('src/cli.ts', args, { UNDERPIN_URL: service.url });
  const code = await child.ended();
  return { code, output: child.output() };
}

/** The same in this process, which saves some seconds; the exit code is what the process would end with. */
async function underpin(...args: readonly string[]): Promise<Ended> {
  const { code, output, complaints } = await runCommand(service.url, () => [importCommand()], args);
  return { code, output: output + complaints };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const ask = <Data>(query: string): Promise<Data> => createClient({ url: service.url }).request<Data>(query);

/** The newest revision of the database, not of the graph that follows it: a call that writes nothing answers it. */
async function revision(): Promise<number> {
  const query = 'mutation { registerDataSource(input: { name: "nobody", dryRun: true }) { revision } }';
  return (await ask<{ registerDataSource: { revision: number } }>(query)).registerDataSource.revision;
}

const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: nginx }] } } }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: web }
`;

describe('a wrong call ends with 2 and says what to do', () => {
  test.each([
    [['import', 'papyrus', 'x'], /There is no format "papyrus"\. Formats: kubernetes,.*csv, json, inventory, ndjson/],
    [['import', 'package.json'], /package\.json is a file: name its format before it\. Formats: kubernetes/],
    [['import', 'csv'], /missing required argument 'file'/],
    [['import', 'csv', 'nowhere.csv'], /There is no file nowhere.csv/],
    [['import', 'kubernetes', 'src'], /src is a folder.*\*\.yaml/],
    [['import', 'csv', 'package.json', '--colour'], /unknown option '--colour'/],
  ])('%j', async (args, message) => {
    const { code, output } = await underpin(...args);
    expect(output).toMatch(message);
    expect(code).toBe(2);
  });

  test('what a format becomes can be asked without a file', async () => {
    const { code, output } = await underpin('import', 'mapping', 'terraform');
    expect(code).toBe(0);
    expect(output).toMatch(/aws_instance +→ +CloudVm\n +instanceType +instance_type/);
    expect(output).toMatch(/security group or firewall +→ +SECURED_BY/);
    expect((await underpin('import', 'mapping', 'punchcards')).code).toBe(2);
  });

  test('as a process of its own, too', async () => {
    expect(await spawned('import', 'csv', 'nowhere.csv')).toMatchObject({ code: 2 });
  });

  test('the help of a format has its own options', async () => {
    const { code, output } = await underpin('import', 'kubernetes', '--help');
    expect(code).toBe(0);
    for (const option of ['--source', '--dry-run', '--report', '--json', '--cluster', '--api-server']) {
      expect(output).toContain(option);
    }
  });
});

test('one that is interrupted says what has landed and how to go on', async () => {
  let reached = false;
  const silent = createServer((request) => {
    request.resume();
    reached = true;
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  try {
    const path = file('endless.ndjson', '{"item": {"class": "Rack", "name": "r1"}}\n');
    const args = ['import', 'ndjson', path, '--idempotency-key', 'monday'];
    const child = startProcess('src/cli.ts', args, { UNDERPIN_URL: url });
    await until(() => reached);
    child.kill('SIGINT');
    expect(await child.ended()).toBe(130);
    expect(child.output()).toMatch(/Interrupted\. 0 records have landed\. .*with --idempotency-key monday it goes on/);
  } finally {
    silent.closeAllConnections();
    silent.close();
  }
});

test('without a server it ends with 1 and says where it looked', async () => {
  const child = startProcess('src/cli.ts', ['import', 'kubernetes', file('k.yaml', DEPLOYMENT)], {
    UNDERPIN_URL: 'http://127.0.0.1:9',
  });
  expect(await child.ended()).toBe(1);
  expect(child.output()).toMatch(/^underpin: No server answers at http:\/\/127.0.0.1:9/);
});

describe('an import', () => {
  test('writes what is new, and nothing the second time', async () => {
    const path = file('web.yaml', DEPLOYMENT);
    const first = await spawned('import', 'kubernetes', path, '--cluster', 'twice');
    expect(first.output).toMatch(/Imported 4 items and 4 relationships/);
    expect(first.output).toMatch(/created +4 +4/);
    expect(first.output).toMatch(/Skipped: 1 ServiceAccount/);
    expect(first.code).toBe(0);
    const before = await revision();
    const second = await underpin('import', 'kubernetes', path, '--cluster', 'twice');
    expect(second.output).toMatch(/unchanged +4 +4/);
    expect(second.output).not.toMatch(/created|updated/);
    expect(await revision()).toBe(before);
  });

  test.each([
    ['kubernetes', ['tests/fixtures/kubernetes/sock-shop', 'shop'], /created +30 +54/],
    // Two routes of gateways are entrances, one of them in a namespace of its own; one leads to a Service of the files.
    ['kubernetes', ['tests/fixtures/kubernetes/bookinfo', 'book'], /created +15 +21/],
  ])(
    'of real %s files is complete and changes nothing the second time: %j',
    async (format, [folder = '', name = ''], created) => {
      const paths = yamlFiles(folder).map((one) => one.name);
      const first = await underpin('import', format, ...paths, '--cluster', name);
      expect(first.output).toMatch(created);
      expect(first.code).toBe(0);
      const before = await revision();
      const second = await underpin('import', format, ...paths, '--cluster', name);
      expect(second.output).toMatch(/unchanged/);
      expect(second.output).not.toMatch(/created|updated|rejected/);
      expect(await revision()).toBe(before);
    },
  );

  test.each([
    ['csv', 'class,name,attributes.hostname,labels.team\nLinuxServer,t1,t1,a\nLinuxServer,t2,t2,b\n'],
    ['inventory', 'inventory: x\nitems:\n  - { class: BusinessService, key: b1, name: Twice }\n'],
    ['inventory', '{"item":{"class":"BusinessService","nativeKey":"b2","name":"Twice as well"}}\n'],
  ])('of %s changes nothing the second time', async (format, text) => {
    const path = file('twice.txt', text);
    expect((await underpin('import', format, path)).output).toMatch(/created/);
    const before = await revision();
    expect((await underpin('import', format, path)).output).not.toMatch(/created|updated|rejected/);
    expect(await revision()).toBe(before);
  });

  test('that is complete ends what the files no longer say, and nothing else', async () => {
    const calling = DEPLOYMENT.replace('image: nginx', 'image: nginx, env: [{ name: ADDR, value: "db:80" }]');
    const target = `${DEPLOYMENT.replaceAll('web', 'db')}---`;
    const run = (text: string): Promise<Ended> =>
      underpin('import', 'kubernetes', file('edited.yaml', `${target}${text}`), '--cluster', 'edited', '--complete');
    expect((await run(calling)).output).toMatch(/created +6 +8/);
    expect((await run(calling)).output).toMatch(/unchanged +6 +8/);
    await run(DEPLOYMENT);
    const end = (kind: string, name: string): string =>
      `[{ native: { source: "kubernetes", key: "edited/default/${kind}/${name}" } }]`;
    const at = `atLeast: ${await revision()}`;
    const left = await ask(`{
      calls: relationships(filter: { types: ["CALLS"], sources: ${end('Deployment', 'web')} }, ${at}) { totalCount }
      members: relationships(filter: { types: ["BALANCES_TO"], sources: ${end('Service', 'db')} }, ${at}) { totalCount }
    }`);
    expect(left).toEqual({ calls: { totalCount: 0 }, members: { totalCount: 1 } });
  });

  test('as a dry run says the same and writes nothing', async () => {
    const path = file('dry.yaml', DEPLOYMENT);
    const before = await revision();
    const dry = await underpin('import', 'kubernetes', path, '--cluster', 'dry', '--dry-run');
    expect(dry.output).toMatch(/^Dry run: 4 items and 4 relationships/);
    expect(dry.output).toMatch(/created +4 +4/);
    expect(await revision()).toBe(before);
  });

  test('as a dry run of a source that nobody has registered says what the real run then does', async () => {
    const path = file('first.yaml', DEPLOYMENT);
    const records = file('first.ndjson', '{"item":{"class":"LinuxServer","attributes":{"hostname":"first-of-all"}}}\n');
    const runs = [
      ['kubernetes', path, '--cluster', 'first', '--source', 'first/kubernetes'],
      ['ndjson', records, '--source', 'first/ndjson'],
    ] as const;
    const before = await revision();
    const tried = [];
    for (const run of runs) tried.push(await underpin('import', ...run, '--json', '--dry-run'));
    expect(await revision()).toBe(before);
    for (const [at, run] of runs.entries()) {
      const done = await underpin('import', ...run, '--json');
      expect([done.code, tried[at]?.code]).toEqual([0, 0]);
      const totals = (ended?: Ended) => (JSON.parse(ended?.output ?? '') as { totals: object }).totals;
      expect(totals(tried[at])).toEqual(totals(done));
    }
    const refused = await underpin('import', 'ndjson', records, '--source', 'manual', '--dry-run');
    expect(refused).toMatchObject({ code: 1 });
  });

  test('that is rejected in part ends with 1 and names what and why; the rest is in', async () => {
    const path = file(
      'servers.csv',
      'class,name,attributes.hostname,attributes.shoeSize\nLinuxServer,good,good,\nLinuxServer,bad,bad,44\nLinuxServer\n',
    );
    const { code, output } = await underpin('import', 'csv', path, '--source', 'sheet');
    expect(code).toBe(1);
    expect(output).toMatch(/^Imported 2 items and 0 relationships into .*, except the 1 rejected\.$/m);
    expect(output).toMatch(/created +1 +0/);
    expect(output).toMatch(/Rejected \(1\):\n +LinuxServer bad \(\S+servers\.csv:3\): INVALID_ATTRIBUTE .*shoeSize/);
    expect(output).toMatch(/Not read \(1\):\n.*servers\.csv, line 4: has 1 fields/);
    const { configurationItems } = await ask<{ configurationItems: { nodes: readonly { name: string }[] } }>(
      `{ configurationItems(filter: { name: { in: ["good", "bad"] } }, atLeast: ${await revision()}) { nodes { name } } }`,
    );
    expect(configurationItems.nodes).toEqual([{ name: 'good' }]);
  });

  test('of a sheet of any shape may begin with a proposal, which is then taken', async () => {
    const path = file('esx-vms.csv', 'VM,Host,UUID,OS\nvm-a,esx-1,4711,Debian\nvm-b,esx-1,4712,Debian\n');
    const hosts = file('hosts.csv', 'class,name,attributes.hostname\nHypervisor,esx-1,esx-1\n');
    await underpin('import', 'csv', hosts, '--source', 'sheet');
    const before = await revision();
    const proposed = await spawned('import', 'csv', path, '--guess');
    expect(proposed.code).toBe(0);
    expect(await revision()).toBe(before);
    const mapping = file('proposed.yaml', proposed.output.slice(0, proposed.output.indexOf('Keep it as')));
    const { code, output } = await underpin('import', 'csv', path, '--mapping', mapping, '--source', 'sheet');
    expect(output).toMatch(/created +2 +2/);
    expect(code).toBe(0);
    const twice = await underpin('import', 'csv', path, path, '--guess');
    expect([twice.code, twice.output]).toEqual([2, expect.stringMatching(/--guess looks at one file/)]);
  });

  test('of a sheet that nobody mapped names the lines, and the way to a mapping', async () => {
    const path = file('unmapped.csv', 'Hostname,Site\nweb-1,fra1\nweb-2,fra1\n');
    const { code, output } = await underpin('import', 'csv', path, '--class', 'LinuxServer');
    expect(code).toBe(1);
    expect(output).toMatch(/Rejected \(2\):\n {2}LinuxServer \(\S+unmapped\.csv:2\): INSUFFICIENT_IDENTITY/);
    expect(output).toMatch(/Columns were left out .* with --guess proposes/);
    const unnamed = await underpin('import', 'csv', path);
    expect(unnamed.output).toMatch(/has no column "class".*--guess proposes/);
  });

  test('of which all is rejected says so in its first line', async () => {
    const path = file('bad.csv', 'class,name,attributes.hostname,attributes.shoeSize\nLinuxServer,bad,bad,44\n');
    const { code, output } = await underpin('import', 'csv', path, '--source', 'sheet');
    expect(code).toBe(1);
    expect(output).toMatch(/^Nothing was imported of 1 item and 0 relationships into .*: all were rejected\.$/m);
  });

  test('of another format is refused with a guess, before anything is sent', async () => {
    const before = await revision();
    const { code, output } = await underpin('import', 'kubernetes', file('c.json', '{"bomFormat":"CycloneDX"}'));
    expect(code).toBe(1);
    expect(output).toMatch(/c\.json is not a set of Kubernetes manifests; it looks like a CycloneDX/);
    expect(await revision()).toBe(before);
  });

  test('may be told to programs, record by record', async () => {
    const report = join(folder, 'report.ndjson');
    const path = file(
      'one.csv',
      'class,nativeKey,name,attributes.hostname,rel:DEPENDS_ON\nServer,s1,s1,s1,s2\nServer,s2,s2,s2,\nServer,s3,s3,s3,gone\n',
    );
    const { code, output } = await underpin('import', 'csv', path, '--source', 'sheet', '--json', '--report', report);
    expect(code).toBe(0);
    const summary = JSON.parse(output) as { totals: object; rejected: object[]; source: string };
    expect(summary).toMatchObject({
      source: 'sheet',
      totals: { CREATED: { items: 3, relationships: 1 }, PARKED: { items: 0, relationships: 1 } },
      rejected: [{ kind: 'relationship', label: 'Server s3 DEPENDS_ON gone', errors: [{ code: 'ENDPOINT_MISSING' }] }],
    });
    const lines = readFileSync(report, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { label: string; outcome: string });
    expect(lines.map(({ label, outcome }) => `${outcome} ${label}`)).toEqual([
      'CREATED Server s1',
      'CREATED Server s1 DEPENDS_ON s2',
      'CREATED Server s2',
      'CREATED Server s3',
      'PARKED Server s3 DEPENDS_ON gone',
    ]);
  });

  test('larger than one batch completes what refers to a later one', async () => {
    // Long texts fill a batch as well as many rows do: 90 of these need two.
    const text = 'x'.repeat(60_000);
    const rows = Array.from(
      { length: 90 },
      (_, index) => `Server,m${index},m${index},m${index},m${89 - index},${text}`,
    );
    const path = file(
      'many.csv',
      `class,nativeKey,name,attributes.hostname,rel:MANAGED_BY,description\n${rows.join('\n')}\n`,
    );
    const { code, output } = await underpin('import', 'csv', path, '--source', 'sheet');
    expect(output).toMatch(/created +90 +90/);
    expect(output).not.toMatch(/rejected|unchanged/);
    expect(code).toBe(0);
  });
});

test('a mapping may come out of a pipe', async () => {
  const table = file('piped.csv', 'Host\npiped-1\n');
  const pipe = join(folder, 'mapping-pipe');
  execFileSync('mkfifo', [pipe]);
  const writing = writeFile(pipe, 'class: LinuxServer\ncolumns: { Host: [nativeKey, name, attributes.hostname] }\n');
  expect(await underpin('import', 'csv', table, '--mapping', pipe, '--dry-run')).toMatchObject({ code: 0 });
  await writing;
});

test('standard input can be read twice, and leaves nothing on the disk', async () => {
  const spooled = await spooledInput(Readable.from(['class,name\n', 'Server,a\n']), '(standard input)');
  for (let time = 1; time <= 2; time += 1) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of spooled.file.open()) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('class,name\nServer,a\n');
  }
  await spooled.remove();
  await expect(async () => {
    for await (const chunk of spooled.file.open()) expect(chunk).toBeUndefined();
  }).rejects.toThrow(/ENOENT/);
});

describe('the sample inventory', () => {
  test('is taken as a whole, and the second time changes nothing', async () => {
    const client = createClient({ url: service.url });
    const loaded = await loadSample(client);
    expect(await loadSample(client)).toBe(loaded);
    const { configurationItems } = await ask<{ configurationItems: object }>(
      `{ configurationItems(filter: { classes: ["KubernetesWorkload"], name: { eq: "frontend" } }, atLeast: ${loaded}) {
           nodes { criticality owner { name } environment observations { source nativeKey } } } }`,
    );
    // The hand-written files recognised the workload of the manifests: one item, three sources.
    expect(configurationItems).toEqual({
      nodes: [
        {
          criticality: 'CRITICAL',
          owner: { name: 'Storefront team' },
          environment: 'production',
          observations: expect.arrayContaining([
            { source: 'datacentre', nativeKey: 'placement/frontend' },
            { source: 'kubernetes', nativeKey: 'boutique/default/Deployment/frontend' },
            { source: 'service-catalogue', nativeKey: 'owner/frontend' },
          ]) as unknown,
        },
      ],
    });
  });
});
