import { execFile, execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startApi, type Api } from './support/api';
import { ROOT } from './support/source-tree';

const CLIENTS = [
  { name: 'Python', program: 'python3', file: 'underpin_client.py', get: 'Debian: apt-get install -y python3' },
  { name: 'bash and curl', program: 'curl', file: 'underpin-client.sh', get: 'Debian: apt-get install -y curl' },
] as const;

const isThere = (program: string): boolean => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const server = (number: number): string =>
  `${JSON.stringify({ item: { class: 'LinuxServer', nativeKey: `s-${number}`, attributes: { hostname: `shop-${number}` } } })}\n`;

describe.each(CLIENTS)('the client in $name', ({ program, file, get, name }) => {
  const there = isThere(program);
  const testThere = there ? test : test.skip;
  if (!there) process.stderr.write(`The client in ${name} is not tried: ${program} is not there (${get}).\n`);
  let api: Api;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  const environment = () => ({ ...process.env, UNDERPIN_URL: api.url });
  const path = join(ROOT, 'src', 'clients', file);
  const run = (args: readonly string[], input = ''): Promise<{ code: number; output: string; complaints: string }> =>
    new Promise((resolve) => {
      const child = execFile(path, args, { env: environment() }, (error, output, complaints) =>
        resolve({ code: Number(error?.code ?? 0), output, complaints }),
      );
      // A client that asks for nothing ends without reading; what it was given is then nobody's.
      child.stdin?.on('error', () => undefined).end(input);
    });

  testThere('ingests, syncs with the guard, and finds what it brought', async () => {
    const all = [1, 2, 3, 4, 5].map(server).join('');
    const ingested = await run(['ingest', 'shop-scan/1'], all);
    expect(ingested).toMatchObject({ code: 0, complaints: '' });
    expect(ingested.output).toMatch(/"CREATED"/);
    const found = await run(['match', 'disk full on shop-3', 'nobody-"knows"\\this']);
    expect(found).toMatchObject({ code: 0 });
    expect(found.output).toMatch(/FOUND[^]*shop-3[^]*NOT_FOUND/);
    const same = await run(['sync', 'shop-scan/1'], all);
    expect(same).toMatchObject({ code: 0 });
    expect(same.output).toMatch(/COMMITTED/);
    const less = await run(['sync', 'shop-scan/1'], server(1));
    expect(less).toMatchObject({ code: 3 });
    expect(less.output).toMatch(/AWAITING_CONFIRMATION/);
  });

  testThere('tells what is rejected, and what is wrong', async () => {
    const { output, complaints } = await run(
      ['ingest', 'bad'],
      '{"item": {"class": "NoSuchClass", "nativeKey": "x"}}\n',
    );
    expect(output + complaints).toMatch(/UNKNOWN_CLASS/);
    expect(await run(['sync'])).not.toMatchObject({ code: 0 });
    const help = await run([]);
    expect(help).toMatchObject({ code: 2 });
    expect(help.complaints).toMatch(/ingest SOURCE < records/);
  });

  testThere('follows the feed without a gap or a repeat', async () => {
    const { server: now } = await api.data<{ server: { revision: number } }>('{ server { revision } }');
    const child = spawn(path, ['follow', String(now.revision)], { env: environment(), detached: true });
    try {
      let told = '';
      const second = new Promise<void>((resolve) => {
        child.stdout.on('data', (text: Buffer) => {
          told += text.toString();
          if (/"second".*\n/.test(told)) resolve();
        });
      });
      for (const reason of ['first', 'second']) {
        const input = { class: 'LinuxServer', name: reason, attributes: { hostname: reason }, reason };
        await api.data(
          'mutation($input: UpsertConfigurationItemInput!) { upsertConfigurationItem(input: $input) { revision } }',
          { input },
        );
      }
      await second;
      const events = told
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { changeSet: { reason: string | null } });
      expect(events.map(({ changeSet }) => changeSet.reason)).toEqual(['first', 'second']);
    } finally {
      // Curl is a process of its own.
      if (child.pid !== undefined) process.kill(-child.pid);
    }
  });
});

const testPython = isThere('python3') ? test : test.skip;

testPython(
  'the client in Python sends again what a lost connection cut, in the middle of a line or of a chunk',
  async () => {
    const keys: (string | null)[] = [];
    const cut = createServer((request, response) => {
      keys.push(new URL(request.url ?? '', 'http://x').searchParams.get('idempotencyKey'));
      request.resume().on('end', () => {
        if (keys.length === 1) response.writeHead(200, { 'content-length': 100 }).write('{"summ');
        else if (keys.length === 2) response.write('{"summ');
        else return void response.end('{"summary": {"created": 1}}\n');
        setTimeout(() => response.destroy(), 50);
      });
    });
    await new Promise<void>((resolve) => cut.listen(0, '127.0.0.1', resolve));
    const { port } = cut.address() as AddressInfo;
    const program = `import sys; sys.path.insert(0, ${JSON.stringify(join(ROOT, 'src/clients'))}); import underpin_client as c; print(c.ingest("s", ["{}\\n"]))`;
    const environment = { ...process.env, UNDERPIN_URL: `http://127.0.0.1:${port}`, PYTHONDONTWRITEBYTECODE: '1' };
    const told = await new Promise<string>((resolve) =>
      execFile('python3', ['-c', program], { env: environment }, (_, output, complaints) =>
        resolve(output + complaints),
      ),
    );
    await new Promise((resolve) => cut.close(resolve));
    expect(told).toBe("{'created': 1}\n");
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  },
);

test('a client that is to be copied from uses nothing but what comes with its language', () => {
  const text = execFileSync('cat', [join(ROOT, 'src/clients/underpin_client.py')]).toString();
  const modules = [...text.matchAll(/^(?:import|from) (\w+)/gm)].map(([, name]) => name);
  expect(new Set(modules)).toEqual(new Set(['http', 'json', 'os', 'sys', 'time', 'urllib', 'uuid']));
});
