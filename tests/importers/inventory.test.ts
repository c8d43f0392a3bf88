import { inventory } from '../../src/importers/inventory';
import { importAll, textFile, type Imported } from '../support/input-files';

const read = (text: string): Promise<Imported> => importAll(inventory, [textFile('i.yaml', text)]);

const own = (key: string): object => ({ native: { source: 'test', key } });

describe('the hand-written form', () => {
  test('writes out its short forms', async () => {
    const { items, relationships, report } = await read(`
inventory: Small
prefixes: { k8s: { source: kubernetes, key: shop/default/ } }
defaults: { environment: production, owner: Platform }
items:
  - class: LinuxServer
    key: a
    name: a
    owner: { name: Shop, url: https://shop }
    gates: { power: { rule: AT_LEAST, value: 1 } }
    relationships:
      LOCATED_IN: rack
      POWERED_BY: { to: [feed-a, feed-b], gate: power, weight: 2 }
      HAS_MEMBER: { from: cluster }
      RUNS_ON: [k8s:Node/n1, { class: Host, hostname: h }, { source: other, key: o }]
  - { class: Rack, key: rack, name: R1 }
relationships:
  - { type: CALLS, strength: HARD, from: k8s:Deployment/x, to: [k8s:Service/y, a] }
`);
    expect(report.problems).toEqual([]);
    expect(items).toEqual([
      {
        ref: 'a',
        class: 'LinuxServer',
        nativeKey: 'a',
        name: 'a',
        environment: 'production',
        owner: { name: 'Shop', url: 'https://shop' },
        gates: [{ key: 'power', rule: 'AT_LEAST', value: 1 }],
        relationships: [
          { type: 'LOCATED_IN', end: { ref: 'rack' } },
          { type: 'POWERED_BY', gateKeys: ['power'], weight: 2, end: own('feed-a') },
          { type: 'POWERED_BY', gateKeys: ['power'], weight: 2, end: own('feed-b') },
          { type: 'HAS_MEMBER', direction: 'TARGET', end: own('cluster') },
          { type: 'RUNS_ON', end: { native: { source: 'kubernetes', key: 'shop/default/Node/n1' } } },
          { type: 'RUNS_ON', end: { identity: { class: 'Host', attributes: { hostname: 'h' } } } },
          { type: 'RUNS_ON', end: { native: { source: 'other', key: 'o' } } },
        ],
      },
      {
        ref: 'rack',
        class: 'Rack',
        nativeKey: 'rack',
        name: 'R1',
        environment: 'production',
        owner: { name: 'Platform' },
      },
    ]);
    const caller = { native: { source: 'kubernetes', key: 'shop/default/Deployment/x' } };
    expect(relationships).toEqual([
      {
        type: 'CALLS',
        strength: 'HARD',
        source: caller,
        target: { native: { source: 'kubernetes', key: 'shop/default/Service/y' } },
      },
      { type: 'CALLS', strength: 'HARD', source: caller, target: { ref: 'a' } },
    ]);
  });

  test.each([
    ['{ class: Server, key: a, colour: red }', 'items[0] (a).colour', /unknown/],
    ['{ key: a }', 'items[0] (a).class', /class/],
    ['{ class: Server, key: a, criticality: URGENT }', 'items[0] (a).criticality', /must be one of/],
    ['{ class: Server, key: a, name: 7 }', 'items[0] (a).name', /must be a text/],
    ['{ class: Server, key: a, gates: { g: { rule: SOME } } }', 'items[0] (a).gates.0', /rule/],
    ['{ class: Server, key: a, presence: null }', 'items[0] (a).presence', /null/],
    [
      '{ class: Server, key: a, relationships: { RUNS_ON: { to: b, gates: x } } }',
      'items[0] (a).relationships[0].gates',
      /unknown/,
    ],
    [
      '{ class: Server, key: a, relationships: { RUNS_ON: { host: b } } }',
      'items[0] (a).relationships[0].end',
      /named by/,
    ],
    ['{ class: Server, key: a, relationships: [3] }', 'items[0] (a).relationships[0]', /must be an object/],
    ['{ class: Server, key: a, labels: { x: "a\\0b" } }', 'items[0] (a).labels.x', /U\+0000/],
  ])('names the place of what is wrong: %s', async (item, path, message) => {
    const { items, report } = await read(`inventory: x\nitems:\n  - ${item}\n  - { class: Server, key: good }\n`);
    expect(items.map((one) => one.nativeKey)).toEqual(['good']);
    expect(report.problems).toMatchObject([
      { file: 'i.yaml', document: 1, path, message: expect.stringMatching(message) },
    ]);
  });

  test('names sections that it does not know', async () => {
    const { report } = await read('inventory: x\nitem: []\n');
    expect(report.problems).toMatchObject([{ path: 'item', message: expect.stringMatching(/known are/) }]);
  });
});

describe('NDJSON', () => {
  test('is one record per line, in batches, with bad lines named', async () => {
    const lines = [
      '{"item":{"class":"Server","nativeKey":"a"}}',
      '',
      'nonsense',
      '{"item":{"class":"Server","nativeKey":"b","shape":1}}',
      '{"relationship":{"type":"DEPENDS_ON","source":{"native":{"source":"test","key":"a"}},"target":{"id":"ci_1"}}}',
      '{"relationship":{"type":"DEPENDS_ON","source":{},"target":{"id":"ci_1"}}}',
      '{"other":1}',
    ];
    const { items, relationships, report } = await read(lines.join('\n'));
    expect(items.map((item) => item.nativeKey)).toEqual(['a']);
    expect(relationships).toEqual([{ type: 'DEPENDS_ON', source: { ref: 'a' }, target: { id: 'ci_1' } }]);
    expect(report.problems.map((problem) => [problem.line, problem.path])).toEqual([
      [3, null],
      [4, 'shape'],
      [6, 'source'],
      [7, null],
    ]);
  });
});
