import { Agent, createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createDockerodeEngine } from '../../src/docker/dockerode-engine.ts';
import { EngineError, sshProblem } from '../../src/docker/engine-error.ts';
import { openCommandSocket } from '../../src/system/command-socket.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const call = { signal: new AbortController().signal };
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** An engine reached by the pipes of a program, as `ssh host docker system dial-stdio` is. */
function engineThrough(script: string) {
  const agent = new Agent({ keepAlive: true });
  agent.createConnection = () =>
    openCommandSocket([process.execPath, '-e', script], {
      onExit: (code, words) => new EngineError(sshProblem('server', words || String(code))),
    });
  const engine = createDockerodeEngine({
    endpoint: { kind: 'ssh', host: 'server', user: null, port: null, remoteSocket: null, text: 'ssh://server' },
    agent,
  });
  cleanups.push(() => engine.close());
  return engine;
}

test('HTTP goes through the pipes of a program, several calls through one', async () => {
  const path = join(tempDir(), 'docker.sock');
  let connections = 0;
  const server = createServer((request, response) => {
    if (request.url === '/_ping') response.writeHead(200, { 'Api-Version': '1.45' }).end('OK');
    else
      response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end(JSON.stringify([{ Id: 'x'.repeat(300_000) }]));
  }).on('connection', () => (connections += 1));
  await new Promise<void>(resolve => server.listen(path, resolve));
  cleanups.push(() => server.close());
  const engine = engineThrough(
    `const s = require('net').connect(${JSON.stringify(path)}); process.stdin.pipe(s); s.pipe(process.stdout);`,
  );
  const [first] = await engine.list({}, call);
  expect(String(first?.['Id'])).toHaveLength(300_000);
  await engine.list({}, call);
  expect(connections).toBe(1);
});

test('the last words of a program that fails are the problem', async () => {
  const engine = engineThrough(`process.stderr.write('Permission denied (publickey).\\n'); process.exit(255);`);
  const failure = await engine.list({}, call).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(EngineError);
  expect((failure as EngineError).problem).toMatchObject({
    code: 'ssh',
    message: "Can't reach Docker over ssh on server: Permission denied (publickey).",
  });
});

test('a program that does not exist is the problem, not a crash', async () => {
  const socket = openCommandSocket(['/no/such/program'], { onExit: (_, words) => new Error(words) });
  const error = await new Promise<Error>(resolve => socket.once('error', resolve));
  expect(error.message).toContain('ENOENT');
});

test('a program that ends before it has read a word is told by its own words, not as a broken pipe', async () => {
  const socket = openCommandSocket(['sh', '-c', 'echo "Connection refused" >&2; exit 255'], {
    onExit: (code, words) => new Error(`${String(code)}: ${words.trim()}`),
  });
  socket.resume();
  const failed = new Promise<Error>(resolve => socket.once('error', resolve));
  // More than a pipe holds, so that the write can't be over before the program is.
  socket.write(Buffer.alloc(1_000_000));
  expect((await failed).message).toBe('255: Connection refused');
});
