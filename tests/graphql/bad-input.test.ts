import { send } from '../support/raw-http';
import { codesOf, startTestServer, type Answer, type TestServer } from '../support/server';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ atLeastTimeoutMs: 300 });
  await server.read(`mutation { registerDataSource(input: { name: "scanner" }) { revision } }`);
});

/** Whatever was sent, the server goes on, and what was stored stays. */
afterEach(async () => {
  const { dataSources } = await server.read(`{ dataSources { nodes { name } } }`);
  expect(dataSources).toEqual({ nodes: [{ name: 'scanner' }] });
});

afterAll(() => server.stop());

const JSON_TYPE = { 'content-type': 'application/json' };

/** No answer may show how the server is made. */
function expectNothingInside(text: string): void {
  expect(text).not.toMatch(/\bat .+\.(ts|js):\d+|node_modules|select .* from|syntax error at or near|pg_|relation "/i);
}

async function answerTo(query: string, variables?: object): Promise<Answer> {
  const answer = await server.ask(query, variables);
  expectNothingInside(JSON.stringify(answer));
  for (const { message } of answer.errors ?? []) expect(message.length).toBeLessThan(1_500);
  return answer;
}

describe('bodies', () => {
  test.each([
    ['no JSON', 'query { server { version } }'],
    ['half of a JSON', '{"query": "{ server'],
    ['nothing', ''],
    ['a number', '7'],
    ['a list', '[{"query": "{ server { version } }"}]'],
    ['null', 'null'],
    ['no query', '{"variables": {}}'],
    ['a query that is an object', '{"query": {"kind": "Document"}}'],
    ['variables that are a text', '{"query": "{ server { version } }", "variables": "{}"}'],
    ['variables that are a list', '{"query": "{ server { version } }", "variables": [1]}'],
    [
      'a key that would poison a prototype',
      '{"query": "{ server { version } }", "variables": {"__proto__": {"x": 1}}}',
    ],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
  ])('%s is refused as BAD_REQUEST', async (_, body) => {
    const answer = await send(server.url, { headers: JSON_TYPE, body: [body] });
    expectNothingInside(answer.text);
    expect([answer.status, codesOf(JSON.parse(answer.text) as Answer)]).toEqual([400, ['BAD_REQUEST']]);
  });

  test('a body of 200 MB is refused with its limit', async () => {
    const megabyte = Buffer.alloc(1_000_000, 'x');
    const answer = await send(server.url, { headers: JSON_TYPE, body: Array.from({ length: 200 }, () => megabyte) });
    expect([answer.status, codesOf(JSON.parse(answer.text) as Answer)]).toEqual([413, ['TOO_LARGE']]);
  });
});

describe('queries', () => {
  const nested = (depth: number): string =>
    `{ node(id: "ci_1") { ...on ConfigurationItem { ${'relationships(first: 2) { nodes { source { '.repeat(depth)} id ${'} } } '.repeat(depth)} } } }`;

  test.each([
    ['a syntax error', '{ server {', 'BAD_REQUEST', /Syntax Error/],
    ['an unknown field', '{ servers { version } }', 'BAD_REQUEST', /Did you mean "server"/],
    ['an unknown argument', '{ server(x: 1) { version } }', 'BAD_REQUEST', /Unknown argument/],
    ['a missing selection', '{ server }', 'BAD_REQUEST', /must have a selection/],
    [
      'two operations without a name',
      'query A { server { version } } query B { server { version } }',
      'BAD_REQUEST',
      /operation name/,
    ],
    ['500 levels of fields', nested(167), 'LIMIT_EXCEEDED', /has 50[0-9] levels of fields; at most 16/],
    [
      'circular introspection',
      '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }',
      'LIMIT_EXCEEDED',
      /has 3 lists of types inside one another .* at most 2 are allowed/,
    ],
    ['17 levels of fields', nested(5), 'LIMIT_EXCEEDED', /17 levels of fields; at most 16/],
    [
      '101 aliases',
      `{ server { ${Array.from({ length: 101 }, (_, n) => `a${n}: version`).join(' ')} } }`,
      'LIMIT_EXCEEDED',
      /101 aliases; at most 100/,
    ],
    [
      '51 root fields',
      `{ ${Array.from({ length: 51 }, (_, n) => `a${n}: server { version }`).join(' ')} }`,
      'LIMIT_EXCEEDED',
      /51 root fields; at most 50/,
    ],
    [
      '101 directives',
      `{ server { ${'version @include(if: true) '.repeat(101)} } }`,
      'LIMIT_EXCEEDED',
      /101 directives; at most 100/,
    ],
    [
      'aliases hidden in fragments',
      `{ ...F } fragment F on Query { ${'...G '.repeat(20)} } fragment G on Query { server { ${'a: version '.repeat(6)} } }`,
      'LIMIT_EXCEEDED',
      /120 aliases/,
    ],
    ['more than 4,000 tokens', `{ server { ${'version '.repeat(4_000)} } }`, 'LIMIT_EXCEEDED', /more than 4000 tokens/],
    ['brackets without end', `{ nodes(ids: ${'['.repeat(3_900)}) { id } }`, 'LIMIT_EXCEEDED', /deeper than 64 levels/],
    [
      'a fragment within itself',
      '{ ...F } fragment F on Query { server { version } ...F }',
      'BAD_REQUEST',
      /Cannot spread fragment "F" within itself/,
    ],
  ])('%s', async (_, query, code, message) => {
    const answer = await answerTo(query);
    expect([codesOf(answer)[0], answer.errors?.[0]?.message]).toEqual([code, expect.stringMatching(message)]);
    expect(answer.errors?.[0]?.extensions).toMatchObject({ retryable: false, retryAfterMs: null });
  });

  test('an operation that costs more than a million is refused, with the numbers, wherever the page sizes stand', async () => {
    const lists = `query ($first: Int = 1000) { configurationItems(first: $first) { nodes { relationships(first: 1000) { nodes { source { id } } } } } }`;
    const before = server.requestStatements();
    const answer = await answerTo(lists);
    expect([codesOf(answer), answer.errors?.[0]?.message]).toEqual([
      ['LIMIT_EXCEEDED'],
      expect.stringMatching(/costs 2\d{6}; at most 1000000 is allowed/),
    ]);
    expect(codesOf(await answerTo(lists, { first: 1_000 }))).toEqual(['LIMIT_EXCEEDED']);
    expect(server.requestStatements()).toBe(before);
    const cheap = await answerTo(lists, { first: 2 });
    expect([codesOf(cheap), cheap.extensions]).toEqual([
      [],
      { revision: expect.any(Number) as number, cost: expect.any(Number) as number },
    ]);
    const hidden = Array.from({ length: 60 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`).join(
      ' ',
    );
    expect(codesOf(await answerTo(`{ ...F0 } ${hidden} fragment F60 on Query { server { version } }`))).toEqual([
      'LIMIT_EXCEEDED',
    ]);
  });

  test('16 levels and the introspection of tools pass', async () => {
    expect(codesOf(await answerTo(nested(4)))).toEqual([]);
    const { getIntrospectionQuery } = await import('graphql');
    const query = getIntrospectionQuery({
      inputValueDeprecation: true,
      oneOf: true,
      schemaDescription: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
    });
    expect(codesOf(await answerTo(query))).toEqual([]);
  });
});

describe('arguments', () => {
  const LIST = `query ($filter: ConfigurationItemFilter, $first: Int, $last: Int, $search: String, $at: Moment, $order: [ConfigurationItemOrder!]) {
    configurationItems(filter: $filter, first: $first, last: $last, search: $search, at: $at, orderBy: $order) { revision totalCount } }`;
  const deep = (depth: number): object => (depth === 0 ? { name: { eq: 'x' } } : { not: deep(depth - 1) });

  const chain = (length: number): object => (length === 0 ? {} : { related: [{ filter: chain(length - 1) }] });

  test.each<readonly [string, object, string, RegExp]>([
    [
      'a page of 1,000,000',
      { first: 1_000_000 },
      'LIMIT_EXCEEDED',
      /first: 1000000 is more than a page may hold, 1000/,
    ],
    ['a negative page', { last: -1 }, 'BAD_REQUEST', /less than 0/],
    ['a page from both ends', { first: 1, last: 1 }, 'BAD_REQUEST', /either first or last/],
    ['an unknown class', { filter: { classes: ['LinuxSever'] } }, 'UNKNOWN_CLASS', /Did you mean "LinuxServer"/],
    [
      'an unknown type',
      { filter: { related: [{ types: ['RUNS_UN'] }] } },
      'UNKNOWN_RELATIONSHIP_TYPE',
      /Did you mean "RUNS_ON"/,
    ],
    [
      'the inverse name of a type',
      { filter: { related: [{ types: ['RUNS'] }] } },
      'UNKNOWN_RELATIONSHIP_TYPE',
      /inverse of RUNS_ON/,
    ],
    ['U+0000 in a text', { filter: { name: { contains: 'a\u0000b' } } }, 'BAD_REQUEST', /U\+0000/],
    ['U+0000 in a value', { filter: { labels: [{ path: 'x', eq: { a: ['\u0000'] } }] } }, 'BAD_REQUEST', /U\+0000/],
    ['U+0000 in a path', { filter: { labels: [{ path: 'a\u0000.b', exists: true }] } }, 'BAD_REQUEST', /U\+0000/],
    ['U+0000 in a search', { search: 'x\u0000' }, 'BAD_REQUEST', /U\+0000/],
    ['a bound that is an object', { filter: { labels: [{ path: 'x', gte: {} }] } }, 'BAD_REQUEST', /number or a text/],
    ['a search of 11 words', { search: 'a '.repeat(11) }, 'LIMIT_EXCEEDED', /10 words/],
    ['a search for 1 MB', { search: 'x'.repeat(1_000_000) }, 'LIMIT_EXCEEDED', /200 letters/],
    [
      '201 conditions',
      { filter: { or: Array.from({ length: 201 }, () => ({ canFail: true })) } },
      'LIMIT_EXCEEDED',
      /200 conditions/,
    ],
    ['a filter of 21 levels', { filter: deep(20) }, 'LIMIT_EXCEEDED', /21 levels of filters.*at most 20/],
    ['6 levels of relationships', { filter: chain(6) }, 'LIMIT_EXCEEDED', /6 levels of related items.*at most 5/],
    [
      'a count and none',
      { filter: { related: [{ exists: false, count: { gt: 1 } }] } },
      'BAD_REQUEST',
      /leave exists out, or ask for count: \{ eq: 0 \}/,
    ],
    [
      'an attribute that no class has',
      { filter: { attributes: [{ path: 'hostnme', exists: true }] } },
      'INVALID_ATTRIBUTE',
      /No class has an attribute "hostnme"\. Did you mean "hostname"/,
    ],
    [
      'an attribute that the class does not have',
      { filter: { classes: ['Rack'], not: { attributes: [{ path: 'hostname', eq: 'x' }] } } },
      'INVALID_ATTRIBUTE',
      /Neither Rack nor a class below it has an attribute "hostname"/,
    ],
    [
      'a number for a text',
      { filter: { classes: ['LinuxServer'], or: [{ attributes: [{ path: 'hostname', in: ['a', 4] }] }] } },
      'INVALID_ATTRIBUTE',
      /"hostname" of LinuxServer is of kind string; in compares it with "4", which is of kind number/,
    ],
    [
      'a text for a number',
      { filter: { attributes: [{ path: 'cpuCount', gt: '4' }] } },
      'INVALID_ATTRIBUTE',
      /"cpuCount" of \w+ is of kind number; gt compares it with/,
    ],
    ['a filter of 200 levels', { filter: deep(200) }, 'LIMIT_EXCEEDED', /nested deeper than 64 levels/],
    ['an unknown field of a filter', { filter: { nam: { eq: 'x' } } }, 'BAD_REQUEST', /"nam" is not defined/],
    [
      'a text of 1 MB for a number',
      { first: 'x'.repeat(1_000_000) },
      'BAD_REQUEST',
      /Int cannot represent|got invalid value/,
    ],
    ['a text for a number', { first: '10' }, 'BAD_REQUEST', /Int cannot represent/],
    ['two kinds of moment', { at: { time: '2026-01-01T00:00:00Z', revision: 1 } }, 'BAD_REQUEST', /Exactly one key/],
    ['no moment', { at: {} }, 'BAD_REQUEST', /Exactly one key/],
    ['a time that is none', { at: { time: '2026-02-30T00:00:00Z' } }, 'BAD_REQUEST', /RFC 3339/],
    ['a time without a zone', { at: { time: '2026-02-03T00:00:00' } }, 'BAD_REQUEST', /RFC 3339/],
    [
      'a time before the history',
      { at: { time: '1999-01-01T00:00:00Z' } },
      'MOMENT_OUT_OF_RANGE',
      /lies before the history: it begins at revision 1/,
    ],
    ['a time in the future', { at: { time: '2999-01-01T00:00:00Z' } }, 'MOMENT_OUT_OF_RANGE', /lies in the future/],
    ['a revision of the future', { at: { revision: 1_000_000 } }, 'MOMENT_OUT_OF_RANGE', /not written yet/],
    ['revision 0', { at: { revision: 0 } }, 'MOMENT_OUT_OF_RANGE', /begins at revision 1/],
    ['half a revision', { at: { revision: 1.5 } }, 'BAD_REQUEST', /Revision is a whole number/],
    ['an order by two things', { order: [{ field: 'NAME', label: 'x' }] }, 'BAD_REQUEST', /names one of field, label/],
    [
      'an order by 6 keys',
      { order: Array.from({ length: 6 }, () => ({ field: 'NAME' })) },
      'LIMIT_EXCEEDED',
      /at most 5/,
    ],
    ['an order by what no class has', { order: [{ attribute: 'hostnme' }] }, 'INVALID_ATTRIBUTE', /"hostname"/],
    [
      'an unknown order',
      { order: [{ field: 'SIZE' }] },
      'BAD_REQUEST',
      /does not exist in "ConfigurationItemOrderField"/,
    ],
  ])('%s', async (_, variables, code, message) => {
    const answer = await answerTo(LIST, variables);
    expect([codesOf(answer), answer.errors?.[0]?.message]).toEqual([[code], expect.stringMatching(message)]);
  });

  test.each<readonly [string, object, string, RegExp]>([
    ['11 facets', { by: Array.from({ length: 11 }, () => ({ field: 'SITE' })) }, 'LIMIT_EXCEEDED', /at most 10 facets/],
    ['201 values of a facet', { by: [], first: 201 }, 'LIMIT_EXCEEDED', /of 200 values/],
    ['two keys of one facet', { by: [{ field: 'SITE', label: 'x' }] }, 'BAD_REQUEST', /Exactly one key/],
    ['an unknown attribute', { by: [{ attribute: 'hostnme' }] }, 'INVALID_ATTRIBUTE', /Did you mean "hostname"/],
  ])('%s', async (_, variables, code, message) => {
    const query = `query ($by: [FacetKey!]!, $first: Int! = 5) { configurationItems(first: 1) { facets(by: $by, first: $first) { otherCount } } }`;
    const answer = await answerTo(query, variables);
    expect([codesOf(answer), answer.errors?.[0]?.message]).toEqual([[code], expect.stringMatching(message)]);
  });

  test('texts that are odd but legal find nothing and break nothing', async () => {
    for (const text of [
      '%',
      '_',
      '\\',
      "'",
      '"',
      '$1',
      '\ud800',
      '😀',
      '',
      ' ',
      "'; drop table configuration_item; --",
    ]) {
      const filter = { name: { contains: text, startsWith: text, eq: text }, labels: [{ path: text, eq: text }] };
      expect([text, codesOf(await answerTo(LIST, { filter, search: text }))]).toEqual([text, []]);
    }
  });

  test('a failing field leaves its neighbours alone', async () => {
    const answer = await answerTo(
      `{ a: configurationItems(first: 5000) { revision } b: configurationItems { revision } c: configurationItems(atLeast: 99999) { revision } d: server { version } }`,
    );
    expect(answer.data).toMatchObject({
      a: null,
      b: { revision: expect.any(Number) as number },
      c: null,
      d: { version: expect.any(String) as string },
    });
    expect(new Map(answer.errors?.map((error) => [String(error.path), error.extensions]))).toEqual(
      new Map([
        ['a', { code: 'LIMIT_EXCEEDED', retryable: false, retryAfterMs: null }],
        ['c', { code: 'NOT_YET_VISIBLE', retryable: true, retryAfterMs: 200 }],
      ]),
    );
  });
});

describe('references', () => {
  const ITEM = `query ($ref: ConfigurationItemRef!) { configurationItem(ref: $ref) { id } }`;

  test.each<readonly [string, object, readonly string[]]>([
    ['an id that is none', { id: 'nonsense' }, []],
    ['an id of nothing', { id: 'ci_zzz' }, []],
    ['an id of a relationship', { id: 'rel_1' }, []],
    ['an unknown key', { native: { source: 'scanner', key: 'x'.repeat(100_000) } }, []],
    ['an unknown class', { identity: { class: 'Servr', attributes: { name: 'x' } } }, ['UNKNOWN_CLASS']],
    ['an unknown attribute', { identity: { class: 'Server', attributes: { hostnam: 'x' } } }, ['INVALID_ATTRIBUTE']],
    ['no attribute', { identity: { class: 'Server', attributes: {} } }, ['INSUFFICIENT_IDENTITY']],
    ['two ways at once', { id: 'ci_1', native: { source: 'a', key: 'b' } }, ['BAD_REQUEST']],
    ['no way', {}, ['BAD_REQUEST']],
  ])('%s', async (_, ref, codes) => {
    const answer = await answerTo(ITEM, { ref });
    expect(codesOf(answer)).toEqual(codes);
    if (answer.data) expect(answer.data).toEqual({ configurationItem: null });
  });

  test('U+0000 and half a pair in a key or attribute', async () => {
    for (const ref of [
      { native: { source: 's\u0000', key: 'k\u0000' } },
      { identity: { class: 'Server', attributes: { name: 'a\u0000' } } },
      { identity: { class: 'Server', attributes: { hostname: 'a\u0000' } } },
      { identity: { class: 'Server', attributes: { description: 'half a pair: \ud800' } } },
    ]) {
      const codes = codesOf(await answerTo(ITEM, { ref }));
      expect(codes.filter((code) => code !== 'BAD_REQUEST')).toEqual([]);
    }
  });

  test('more than 1,000 of them', async () => {
    const roots = Array.from({ length: 1_001 }, () => ({ id: 'ci_1' }));
    const answer = await answerTo(
      `query ($roots: [ConfigurationItemRef!]!) { topology(roots: $roots) { itemCount } }`,
      { roots },
    );
    expect(codesOf(answer)).toEqual(['LIMIT_EXCEEDED']);
    const ids = roots.map((root) => root.id);
    expect(codesOf(await answerTo(`query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`, { ids }))).toEqual([
      'LIMIT_EXCEEDED',
    ]);
  });
});

describe('writes', () => {
  const INGEST = `mutation ($items: [IngestItemInput!]!, $relationships: [IngestRelationshipInput!]! = []) {
    ingest(input: { source: "scanner", mode: DRY_RUN, items: $items, relationships: $relationships }) {
      results { outcome errors { code message path } } relationshipResults { outcome errors { code message } } } }`;
  interface Ingested {
    readonly ingest: {
      readonly results: readonly { readonly outcome: string; readonly errors: readonly { readonly code: string }[] }[];
      readonly relationshipResults: readonly { readonly errors: readonly { readonly code: string }[] }[];
    };
  }
  const good = { class: 'BusinessService', name: 'Shop', nativeKey: 'shop' };

  test.each<readonly [string, object, string]>([
    ['an unknown class', { class: 'Toaster', name: 'x' }, 'UNKNOWN_CLASS'],
    ['an abstract class', { class: 'Hardware', name: 'x' }, 'ABSTRACT_CLASS'],
    [
      'an attribute of the wrong type',
      { class: 'LinuxServer', name: 'x', attributes: { hostname: 7 } },
      'INVALID_ATTRIBUTE',
    ],
    [
      'an attribute that the class does not have',
      { class: 'LinuxServer', name: 'x', attributes: { hostnam: 'x' } },
      'INVALID_ATTRIBUTE',
    ],
    ['a name of 1 MB', { class: 'BusinessService', name: 'x'.repeat(1_000_000) }, 'TOO_LARGE'],
    ['U+0000 in a name', { class: 'BusinessService', name: 'a\u0000b' }, 'INVALID_VALUE'],
  ])('%s is the error of one item, and its neighbours land', async (_, item, code) => {
    const answer = await answerTo(INGEST, { items: [good, item] });
    expect(codesOf(answer)).toEqual([]);
    const [first, second] = (answer.data as unknown as Ingested).ingest.results;
    expect([first?.outcome, second?.outcome, second?.errors.map((error) => error.code)]).toEqual([
      'CREATED',
      'REJECTED',
      [code],
    ]);
  });

  test('a relationship between classes that may not have it, and a dangling end, are errors of their own', async () => {
    const answer = await answerTo(INGEST, {
      items: [
        { ...good, ref: 'shop' },
        { class: 'BusinessService', ref: 'pay', name: 'Pay', nativeKey: 'pay' },
      ],
      relationships: [
        { type: 'VIRTUALIZED_BY', source: { ref: 'shop' }, target: { ref: 'pay' } },
        { type: 'DEPENDS_ON', source: { ref: 'shop' }, target: { native: { source: 'scanner', key: 'nowhere' } } },
        { type: 'DEPENDS_UN', source: { ref: 'shop' }, target: { ref: 'shop' } },
      ],
    });
    const codes = (answer.data as unknown as Ingested).ingest.relationshipResults.map(({ errors }) => errors[0]?.code);
    expect(codes).toEqual([
      'RELATIONSHIP_NOT_ALLOWED',
      expect.stringMatching(/ENDPOINT_MISSING|INVALID_REFERENCE/),
      'UNKNOWN_RELATIONSHIP_TYPE',
    ]);
  });

  test('an unknown data source refuses the request as a whole', async () => {
    const answer = await answerTo(`mutation { ingest(input: { source: "scaner", items: [] }) { revision } }`);
    expect(codesOf(answer)).toEqual(['UNKNOWN_SOURCE']);
  });
});
