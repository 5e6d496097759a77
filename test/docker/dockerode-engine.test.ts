/** The adapter against servers that behave as no healthy engine does. */
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createRawServer } from 'node:net';
import type { AddressInfo, Server as RawServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createDockerodeEngine } from '../../src/docker/dockerode-engine.ts';
import type { Endpoint } from '../../src/docker/endpoint.ts';
import type { Engine } from '../../src/docker/engine.ts';
import { EngineError } from '../../src/docker/engine-error.ts';
import { selfSigned } from '../helpers/self-signed.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const never = new AbortController().signal;
const call = { signal: never };
const cleanups: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

function connect(endpoint: Endpoint, timeoutMs?: number): Engine {
  const engine = createDockerodeEngine({ endpoint, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
  cleanups.push(() => engine.close());
  return engine;
}

async function listen(server: Server | RawServer, where: string | number): Promise<void> {
  await new Promise<void>(resolve => {
    if (typeof where === 'string') server.listen(where, resolve);
    else server.listen(where, '127.0.0.1', resolve);
  });
  cleanups.push(
    () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  );
}

function socketPath(): string {
  return join(tempDir(), 'docker.sock');
}

const pong = { 'Api-Version': '1.45', 'Content-Type': 'text/plain' };

/** An engine that pings as 26.1 does, and else does what the test says. */
async function serve(handle: RequestListener, timeoutMs?: number): Promise<Engine> {
  const path = socketPath();
  const server = createServer((request, response) => {
    if (request.url === '/_ping') response.writeHead(200, pong).end('OK');
    else handle(request, response);
  });
  await listen(server, path);
  return connect({ kind: 'unix', path, text: `unix://${path}` }, timeoutMs);
}

const json = { 'Content-Type': 'application/json' };

async function problemOf(work: Promise<unknown>) {
  try {
    await work;
  } catch (error) {
    if (error instanceof EngineError) return error.problem;
    throw error;
  }
  throw new Error('the call should have failed');
}

async function drain(stream: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of stream) count += 1;
  return count;
}

describe('O-DAEMON-1: what keeps us from the engine', () => {
  test('no socket', async () => {
    const path = socketPath();
    const problem = await problemOf(connect({ kind: 'unix', path, text: `unix://${path}` }).list({}, call));
    expect(problem).toMatchObject({ code: 'no-socket', message: `No Docker Engine here: ${path} does not exist` });
  });

  test('nobody listens', async () => {
    const server = createRawServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise(resolve => server.close(resolve));
    const engine = connect({ kind: 'tcp', host: '127.0.0.1', port, tls: null, text: `tcp://127.0.0.1:${port}` });
    expect(await problemOf(engine.list({}, call))).toMatchObject({ code: 'refused' });
  });

  test('a socket that takes connections and never answers', async () => {
    const path = socketPath();
    const held: { destroy(): void }[] = [];
    await listen(
      createRawServer(socket => held.push(socket)),
      path,
    );
    const engine = connect({ kind: 'unix', path, text: `unix://${path}` }, 100);
    expect(await problemOf(engine.list({}, call))).toMatchObject({
      code: 'not-answering',
      message: `Docker Engine is not answering at ${path}: no answer within 100 ms`,
    });
    for (const socket of held) socket.destroy();
  });

  test('somebody else listens', async () => {
    const path = socketPath();
    await listen(
      createRawServer(socket => socket.resume().end('SSH-2.0-OpenSSH_9.2\r\n')),
      path,
    );
    const engine = connect({ kind: 'unix', path, text: `unix://${path}` });
    expect((await problemOf(engine.list({}, call))).code).toBe('unreadable-answer');
  });
});

describe('the version', () => {
  test('is negotiated once and stands before each path; unversioned is only what must be', async () => {
    const urls: string[] = [];
    const engine = await serve((request, response) => {
      urls.push(request.url ?? '');
      response.writeHead(200, json).end('[]');
    });
    await engine.list({ project: 'shop' }, call);
    await engine.images(call);
    expect(urls.map(url => url.split('?')[0])).toEqual(['/v1.45/containers/json', '/v1.45/images/json']);
    const query = new URLSearchParams(urls[0]?.split('?')[1]);
    expect(query.get('all')).toBe('true');
    expect(JSON.parse(query.get('filters') ?? '')).toEqual({ label: ['com.docker.compose.project=shop'] });
  });

  test('of an engine before 20.10 is refused with what is needed', async () => {
    const path = socketPath();
    await listen(
      createServer((_, response) => response.writeHead(200, { 'Api-Version': '1.40' }).end('OK')),
      path,
    );
    const problem = await problemOf(connect({ kind: 'unix', path, text: path }).list({}, call));
    expect(problem).toMatchObject({
      code: 'api-too-old',
      message: 'The engine speaks API 1.40; this console needs 1.41 or newer',
    });
  });

  test('is negotiated anew when the engine was changed under us', async () => {
    let version = '1.45';
    const path = socketPath();
    const urls: string[] = [];
    const server = createServer((request, response) => {
      urls.push(request.url ?? '');
      if (request.url === '/_ping') response.writeHead(200, { 'Api-Version': version }).end('OK');
      else if (request.url?.startsWith(`/v${version}/`) === true) response.writeHead(200, json).end('[]');
      else
        response
          .writeHead(400, json)
          .end(
            JSON.stringify({ message: `client version 1.45 is too new. Maximum supported API version is ${version}` }),
          );
    });
    await listen(server, path);
    const engine = connect({ kind: 'unix', path, text: path });
    await engine.images(call);
    version = '1.43';
    expect((await problemOf(engine.images(call))).code).toBe('api-too-old');
    await engine.images(call);
    expect(urls.at(-1)).toMatch(/^\/v1\.43\//);
  });
});

describe('answers', () => {
  test.each([
    ['broken JSON', '{"Id": ', 'unreadable-answer', /its JSON is broken/],
    ['a list where an object belongs', '[]', 'unreadable-answer', /an object was expected/],
  ])('%s', async (_, body, code, message) => {
    const engine = await serve((__, response) => response.writeHead(200, json).end(body));
    const problem = await problemOf(engine.inspect('x', call));
    expect(problem.code).toBe(code);
    expect(problem.message).toMatch(message);
  });

  test('null for an empty list is an empty list', async () => {
    const engine = await serve((_, response) => response.writeHead(200, json).end('null'));
    expect(await engine.list({}, call)).toEqual([]);
  });

  test('of a proxy that says HTML are told by their status', async () => {
    const engine = await serve((_, response) =>
      response.writeHead(502, { 'Content-Type': 'text/html' }).end('<html>Bad Gateway'),
    );
    expect((await problemOf(engine.list({}, call))).message).toBe('Docker Engine answered 502: HTTP 502');
  });

  test('cut in the middle are a death of the engine', async () => {
    const engine = await serve((_, response) => {
      response.writeHead(200, { ...json, 'Content-Length': '1000' }).write('[');
      setImmediate(() => response.destroy());
    });
    expect((await problemOf(engine.list({}, call))).code).toBe('died');
  });

  test('that begin and never end meet the limit too', async () => {
    const engine = await serve((_, response) => void response.writeHead(200, json).write('['), 100);
    expect((await problemOf(engine.list({}, call))).code).toBe('not-answering');
  });

  test('on a connection that the engine had closed meanwhile are asked for once more', async () => {
    let calls = 0;
    const engine = await serve((request, response) => {
      calls += 1;
      // The second request on the same connection meets an engine that hangs up without a word.
      if (calls === 2) request.socket.destroy();
      else response.writeHead(200, json).end('[]');
    });
    await engine.images(call);
    expect(await engine.images(call)).toEqual([]);
    expect(calls).toBe(3);
  });
});

describe('streams', () => {
  test('end with `died` when the engine goes away in their middle', async () => {
    const engine = await serve((_, response) => {
      response.writeHead(200, json).write('{"Action":"start"}');
      setTimeout(() => response.destroy(), 20);
    });
    expect((await problemOf(drain(engine.events({}, call)))).code).toBe('died');
  });

  test('that are no JSON are told as unreadable', async () => {
    const engine = await serve((_, response) => response.writeHead(200, json).end('<html>'));
    expect((await problemOf(drain(engine.events({}, call)))).code).toBe('unreadable-answer');
  });

  test('may be silent for longer than the limit once they are open', async () => {
    let opened = 0;
    const engine = await serve((_, response) => {
      response.writeHead(200, json).flushHeaders();
      setTimeout(() => response.end('{"Action":"die"}'), 250);
    }, 100);
    expect(await drain(engine.events({}, { ...call, onOpen: () => (opened += 1) }))).toBe(1);
    expect(opened).toBe(1);
  });

  test('close their connection when the reader breaks off', async () => {
    const closed = Promise.withResolvers<void>();
    const engine = await serve((request, response) => {
      request.socket.once('close', () => closed.resolve());
      response.writeHead(200).write('x');
    });
    for await (const chunk of engine.logs('c1', { follow: true, tail: 'all' }, call)) {
      expect(Buffer.from(chunk).toString()).toBe('x');
      break;
    }
    await closed.promise;
  });

  test('O-LOGS-2: a driver that can not be read fails with the words of the engine', async () => {
    const words = JSON.stringify({ message: 'configured logging driver does not support reading' });
    const engine = await serve((_, response) => response.writeHead(501, json).end(words));
    const problem = await problemOf(drain(engine.logs('c1', { follow: true, tail: 10 }, call)));
    expect(problem).toMatchObject({ statusCode: 501, message: expect.stringContaining('does not support reading') });
  });
});

function frame(stream: number, text: string): Buffer {
  return Buffer.from([stream, 0, 0, 0, 0, 0, 0, text.length, ...Buffer.from(text)]);
}

describe('a command in a container', () => {
  test('gives both outputs and its exit code', async () => {
    const asked: string[] = [];
    const engine = await serve((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      if (request.url?.endsWith('/start') === true)
        response.writeHead(200).end(Buffer.concat([frame(1, 'out'), frame(2, 'err')]));
      else if (request.method === 'POST') response.writeHead(201, json).end('{"Id":"e1"}');
      else response.writeHead(200, json).end('{"ExitCode":3}');
    });
    expect(await engine.exec('c1', { command: ['x'] }, call)).toEqual({ exitCode: 3, stdout: 'out', stderr: 'err' });
    expect(asked).toEqual(['POST /v1.45/containers/c1/exec', 'POST /v1.45/exec/e1/start', 'GET /v1.45/exec/e1/json']);
  });

  test('that does not end is left after the limit', async () => {
    const engine = await serve((request, response) => {
      if (request.url?.endsWith('/start') === true) response.writeHead(200).flushHeaders();
      else response.writeHead(201, json).end('{"Id":"e1"}');
    });
    expect(await problemOf(engine.exec('c1', { command: ['sleep', '9'] }, { ...call, timeoutMs: 100 }))).toMatchObject({
      code: 'not-answering',
      message: 'The command sleep did not end within 0.1 s',
    });
  });
});

test('closing the engine ends what is under way', async () => {
  const engine = await serve((_, response) => void response.writeHead(200).write('x'));
  const reading = problemOf(drain(engine.logs('c1', { follow: true, tail: 'all' }, call)));
  const waiting = problemOf(engine.list({}, call));
  await new Promise(resolve => setTimeout(resolve, 30));
  engine.close();
  expect([(await reading).code, (await waiting).code]).toEqual(['aborted', 'aborted']);
});

test('the environment of the process is not asked a second time', async () => {
  const before = process.env['DOCKER_HOST'];
  process.env['DOCKER_HOST'] = 'nonsense://';
  try {
    const engine = await serve((_, response) => response.writeHead(200, json).end('[]'));
    expect(await engine.list({}, call)).toEqual([]);
  } finally {
    if (before === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = before;
  }
});

function tlsEndpoint(port: number, ca: string | null, verify = true): Endpoint {
  return {
    kind: 'tcp',
    host: 'localhost',
    port,
    tls: { ca, cert: null, key: null, verify },
    text: `tcp://localhost:${port}`,
  };
}

describe('TLS', () => {
  const { key, cert } = selfSigned({ names: ['localhost'], organisation: 'depotix', days: 1 });

  async function serveTls(): Promise<number> {
    const server = createTlsServer({ key, cert }, (request, response) => {
      if (request.url === '/_ping') response.writeHead(200, pong).end('OK');
      else response.writeHead(200, json).end('[]');
    });
    await listen(server, 0);
    return (server.address() as AddressInfo).port;
  }

  test('is spoken with the CA that was given', async () => {
    expect(await connect(tlsEndpoint(await serveTls(), cert)).list({}, call)).toEqual([]);
  });

  test('fails with a message of its own where the certificate is not trusted', async () => {
    const problem = await problemOf(connect(tlsEndpoint(await serveTls(), null)).list({}, call));
    expect(problem.code).toBe('tls');
    expect(problem.nextSteps.join()).toContain('DOCKER_CERT_PATH');
  });

  test('is not verified where the context says so', async () => {
    expect(await connect(tlsEndpoint(await serveTls(), null, false)).list({}, call)).toEqual([]);
  });

  test('is missed by an engine that wants it', async () => {
    const port = await serveTls();
    const engine = connect({ kind: 'tcp', host: 'localhost', port, tls: null, text: `tcp://localhost:${port}` });
    expect(['tls', 'died']).toContain((await problemOf(engine.list({}, call))).code);
  });
});
