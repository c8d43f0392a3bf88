import { serverAudits } from 'graphql-http';
import { startTestServer, type TestServer } from '../support/server';

/* The audit that goes with the specification of GraphQL over HTTP. */

/** Which of its recommendations are not followed, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'MAY accept application/x-www-form-urlencoded formatted GET requests': 'any web page could send them',
  'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json':
    'any web page could send them',
  'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json':
    'any web page could send them',
  'SHOULD use 200 status code on document parsing failure when accepting application/json':
    'a request that was not understood is a 400 for scripts that look at nothing else',
  'SHOULD use 200 status code on document validation failure when accepting application/json':
    'a request that was not understood is a 400 for scripts that look at nothing else',
  'SHOULD use a status code of 200 on variable coercion failure when accepting application/json':
    'a request that was not understood is a 400 for scripts that look at nothing else',
};

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const audits = serverAudits({ url: () => `${server.url}/graphql`, fetchFn: fetch });

test('what is left out is in the audit, and no duty', () => {
  const names = audits.map(({ name }) => name);
  for (const name of Object.keys(LEFT_OUT)) {
    expect(names).toContain(name);
    expect(name).toMatch(/^(MAY|SHOULD) /);
  }
});

test.each(audits.filter(({ name }) => !(name in LEFT_OUT)).map((audit) => [audit.name, audit] as const))(
  '%s',
  async (_, audit) => {
    const result = await audit.fn();
    expect([result.status, 'reason' in result ? result.reason : '']).toEqual(['ok', '']);
  },
);
