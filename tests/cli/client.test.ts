import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from '../../src/cli/client';
import { remoteClient, type RemoteOptions } from '../../src/cli/remote';
import { RequestError } from '../../src/cli/request-error';

const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const answer =
  (status: number, body: string): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  };

afterAll(() => {
  for (const server of servers) server.close();
});

describe('a request', () => {
  test('goes to /graphql with the token, and answers the data', async () => {
    const url = await serve((request, response) => {
      const body = { data: { path: request.url, authorization: request.headers.authorization ?? null } };
      response.end(JSON.stringify(body));
    });
    const expected = { path: '/graphql', authorization: 'Bearer secret' };
    expect(await createClient({ url, token: 'secret' }).request('{ a }')).toEqual(expected);
    for (const written of [`${url}/`, `${url}/graphql`, `${url}/graphql/`]) {
      expect(await createClient({ url: written }).request('{ a }')).toEqual({ path: '/graphql', authorization: null });
    }
  });

  test('takes who stands in the address for the token, and shows it to nobody', async () => {
    const url = await serve((request, response) => {
      response.end(JSON.stringify({ data: { authorization: request.headers.authorization ?? null } }));
    });
    const as = (user: string): string => url.replace('http://', `http://${user}@`);
    for (const user of ['s%2Fcret', 's%2Fcret:', 'token:s%2Fcret']) {
      const client = createClient({ url: as(user) });
      expect(await client.request('{ a }')).toEqual({ authorization: 'Bearer s/cret' });
      expect(client.url).toBe(url);
    }
    const named = createClient({ url: as('other'), token: 'secret' });
    expect(await named.request('{ a }')).toEqual({ authorization: 'Bearer secret' });
  });

  test('of a command goes out with the token of the address it names, not with that of the environment', async () => {
    const url = await serve((request, response) => {
      response.end(JSON.stringify({ data: { authorization: request.headers.authorization ?? null } }));
    });
    const sent = async (options: RemoteOptions): Promise<unknown> => remoteClient(options).request('{ a }');
    const named = url.replace('http://', 'http://named@');
    process.env['UNDERPIN_TOKEN'] = 'surrounding';
    try {
      expect(await sent({ url: named })).toEqual({ authorization: 'Bearer named' });
      expect(await sent({ url: named, token: 'option' })).toEqual({ authorization: 'Bearer option' });
      expect(await sent({ url })).toEqual({ authorization: 'Bearer surrounding' });
    } finally {
      delete process.env['UNDERPIN_TOKEN'];
    }
  });

  test('is not made to an address whose token cannot be read, and the message does not show it', () => {
    expect(() => createClient({ url: 'https://a%ffb@host' })).toThrow(/^The token in the address .*UNDERPIN_TOKEN/);
    expect(() => remoteClient({ url: 'htps://s3cret@host' })).toThrow(/^--url \*\*\*@host: give an address/);
  });

  test('that the server refuses throws its message and code', async () => {
    const error = { message: 'There is no CI class "Sever".', extensions: { code: 'UNKNOWN_CLASS', retryable: false } };
    const url = await serve(answer(200, JSON.stringify({ data: null, errors: [error] })));
    const refusal = createClient({ url }).request('{ a }');
    await expect(refusal).rejects.toMatchObject({ code: 'UNKNOWN_CLASS', exitCode: 1 });
    await expect(createClient({ url }).request('{ a }')).rejects.toThrow(RequestError);
  });

  test('of a caller that nobody knows says how to say who it is', async () => {
    const error = { message: 'Who are you?', extensions: { code: 'UNAUTHENTICATED', retryable: false } };
    const url = await serve(answer(200, JSON.stringify({ errors: [error] })));
    await expect(createClient({ url }).request('{ a }')).rejects.toThrow(
      'Who are you? (UNAUTHENTICATED). Give --token, or set UNDERPIN_TOKEN.',
    );
  });

  test('that may go better later is tried three times', async () => {
    let asked = 0;
    const error = { message: 'Busy.', extensions: { code: 'RETRY_LATER', retryable: true } };
    const url = await serve((_, response) => {
      asked += 1;
      response.end(JSON.stringify(asked < 3 ? { errors: [error] } : { data: { asked } }));
    });
    expect(await createClient({ url, retryDelayMs: 1 }).request('{ a }')).toEqual({ asked: 3 });
    asked = -10;
    await expect(createClient({ url, retryDelayMs: 1 }).request('{ a }')).rejects.toMatchObject({
      code: 'RETRY_LATER',
    });
    expect(asked).toBe(-7);
  });
});

describe('what goes wrong is said with the next step', () => {
  test('nobody listens', async () => {
    const url = await serve(answer(200, ''));
    await new Promise((resolve) => {
      servers.pop()?.close(resolve);
    });
    const client = createClient({ url });
    await expect(client.request('{ a }')).rejects.toThrow(
      /No server answers at http:\/\/127.0.0.1:\d+ \(ECONNREFUSED\).*underpin serve.*UNDERPIN_URL/,
    );
  });

  test('the name is not known', async () => {
    const client = createClient({ url: 'http://nowhere.invalid' });
    await expect(client.request('{ a }')).rejects.toThrow(/No server answers at http:\/\/nowhere.invalid \(E/);
  });

  test('something else answers', async () => {
    const url = await serve(answer(200, '<html>Welcome to nginx</html>'));
    await expect(createClient({ url }).request('{ a }')).rejects.toThrow(/Welcome to nginx.*Does UNDERPIN_URL lead/);
    const json = await serve(answer(200, '{"hello":1}'));
    await expect(createClient({ url: json }).request('{ a }')).rejects.toThrow(/no GraphQL/);
  });

  test.each([
    [401, /does not let this caller in \(HTTP 401\). Set UNDERPIN_TOKEN/],
    [413, /does not take a request of this size/],
    [502, /HTTP 502/],
  ])('HTTP %p', async (status, message) => {
    const url = await serve(answer(status, 'no'));
    await expect(createClient({ url }).request('{ a }')).rejects.toThrow(message);
  });

  test('the connection is cut in the middle', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"data"', () => response.destroy());
    });
    await expect(createClient({ url }).request('{ a }')).rejects.toThrow(/No server answers/);
  });
});
