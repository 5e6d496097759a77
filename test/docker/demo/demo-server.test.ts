import { existsSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { demoProject } from '../../../src/docker/demo/service.ts';
import { extraService } from '../../../src/docker/demo/services.ts';
import { listScenarios } from '../../../src/docker/demo/scenario.ts';
import { openStage, until, type Stage } from './demo-client.ts';

type Json = Record<string, never> & Record<string, unknown>;

async function names(stage: Stage, path: string): Promise<readonly string[]> {
  const list = (await stage.ask(path)).json() as readonly { Names: readonly string[] }[];
  return list.map(item => item.Names[0] ?? '').toSorted();
}

function filtered(filters: object): string {
  return `filters=${encodeURIComponent(JSON.stringify(filters))}`;
}

describe('the door', () => {
  test('only this user can open the socket, and it goes with the server', async () => {
    const { server } = await openStage();
    expect(statSync(server.socketPath).mode & 0o777).toBe(0o600);
    await server.close();
    expect(existsSync(server.socketPath)).toBe(false);
  });

  test('a socket that cannot be made is said with what to do', async () => {
    await expect(openStage({ socketPath: '/no/such/folder/docker.sock' })).rejects.toMatchObject({
      code: 'demo-socket',
      message: expect.stringContaining('/no/such/folder/docker.sock'),
    });
  });

  test('closing ends the streams that are open', async () => {
    const { server, open } = await openStage();
    const stream = await open('/events');
    await server.close();
    await until('the stream ended', stream.isEnded);
  });

  test.each([
    ['GET', '/v1.99/info', 400, 'client version 1.99 is too new. Maximum supported API version is 1.45'],
    [
      'GET',
      '/v1.10/info',
      400,
      'client version 1.10 is too old. Minimum supported API version is 1.24, please upgrade your client to a newer version',
    ],
    ['GET', '/nope', 404, 'page not found'],
    ['GET', '/containers/nope/json', 404, 'No such container: nope'],
    ['POST', '/containers/nope/start', 404, 'No such container: nope'],
    ['GET', '/images/nope/json', 404, 'No such image: nope:latest'],
    ['GET', '/exec/nope/json', 404, 'No such exec instance: nope'],
    ['GET', '/containers/json?filters=xx', 400, 'invalid filter'],
    ['GET', '/containers/depotix-api-1/logs', 400, 'Bad parameters: you must choose at least one stream'],
    ['GET', '/containers/depotix-api-1/stats?one-shot=1', 400, 'cannot have stream=true and one-shot=true'],
    [
      'POST',
      '/demo/scenario?name=fire',
      400,
      `there is no scenario "fire": ${listScenarios()
        .map(s => s.name)
        .join(', ')}`,
    ],
  ])('%s %s is refused in the words of the engine', async (method, path, statusCode, message) => {
    const { ask } = await openStage();
    const answer = await ask(path, method);
    expect(answer.statusCode).toBe(statusCode);
    expect(answer.json()).toEqual({ message });
  });

  test('each answer tells the API version, with and without a version in the path', async () => {
    const { ask } = await openStage();
    for (const path of ['/_ping', '/v1.41/_ping']) {
      const answer = await ask(path);
      expect(answer.headers['api-version']).toBe('1.45');
      expect(answer.body.toString()).toBe('OK');
    }
    expect((await ask('/_ping', 'HEAD')).body.toString()).toBe('');
  });
});

describe('the list', () => {
  const extras = [
    extraService('elsewhere', { project: 'toolbox', tty: true }),
    extraService('migrate', { endedWith: 1 }),
  ];
  const stack = ['/depotix-api-1', '/depotix-caddy-1', '/depotix-postgres-1', '/depotix-web-1'];

  test('has what runs; all of it only when asked', async () => {
    const stage = await openStage({ extras });
    expect(await names(stage, '/containers/json')).toEqual([...stack, '/toolbox-elsewhere-1']);
    expect(await names(stage, '/containers/json?all=1')).toContain('/depotix-migrate-1');
  });

  test.each([
    [{ label: [`com.docker.compose.project=${demoProject}`] }, [...stack, '/depotix-migrate-1'].toSorted()],
    [{ label: { 'com.docker.compose.service=web': true } }, ['/depotix-web-1']],
    [{ label: ['com.docker.compose.project=toolbox', 'com.docker.compose.service=api'] }, []],
    [{ status: ['exited'] }, ['/depotix-migrate-1']],
    [{ name: ['caddy'] }, ['/depotix-caddy-1']],
    [{ health: ['none'] }, ['/depotix-migrate-1', '/toolbox-elsewhere-1']],
  ])('filters by %j', async (filters, expected) => {
    const stage = await openStage({ extras });
    expect(await names(stage, `/containers/json?all=1&${filtered(filters)}`)).toEqual(expected);
  });

  test('says a state as Docker says it', async () => {
    const stage = await openStage({ extras });
    const list = (await stage.ask('/containers/json?all=1')).json() as readonly Json[];
    const statusOf = (name: string): unknown => list.find(item => String(item['Names']) === `/${name}`)?.['Status'];
    expect(statusOf('depotix-api-1')).toBe('Up 6 days (healthy)');
    expect(statusOf('depotix-migrate-1')).toBe('Exited (1) 2 days ago');
    expect(statusOf('toolbox-elsewhere-1')).toBe('Up 2 days');
  });

  test('a container is found by name, id and a beginning of the id', async () => {
    const { ask } = await openStage();
    const { Id: id } = (await ask('/containers/depotix-api-1/json')).json() as Json;
    for (const reference of [String(id), String(id).slice(0, 12)]) {
      expect((await ask(`/containers/${reference}/json`)).json()).toMatchObject({ Name: '/depotix-api-1' });
    }
  });

  test('a removed container is gone, with its event', async () => {
    const stage = await openStage();
    expect((await stage.ask('/containers/depotix-web-1', 'DELETE')).statusCode).toBe(409);
    expect((await stage.ask('/containers/depotix-web-1?force=1', 'DELETE')).statusCode).toBe(204);
    expect((await stage.ask('/containers/depotix-web-1/json')).statusCode).toBe(404);
    const now = stage.clock.now() / 1000;
    const events = await stage.ask(
      `/events?since=${now}&until=${now}&${filtered({ event: ['kill', 'die', 'destroy'] })}`,
    );
    expect([...events.body.toString().matchAll(/"Action":"(\w+)"/g)].map(match => match[1])).toEqual([
      'kill',
      'die',
      'destroy',
    ]);
  });
});

function parse(bytes: Buffer): readonly Json[] {
  return bytes
    .toString()
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Json);
}

describe('events', () => {
  test('come as they happen, each with its labels and nanoseconds', async () => {
    const { open, ask, clock } = await openStage();
    const stream = await open(`/events?${filtered({ event: ['pause'] })}`);
    await ask('/containers/depotix-web-1/pause', 'POST');
    await until(
      'an event',
      () => stream.received().length > 0,
      () => clock.advance(250),
    );
    const [event] = parse(stream.received());
    expect(event).toMatchObject({
      Type: 'container',
      Action: 'pause',
      status: 'pause',
      Actor: { Attributes: { 'com.docker.compose.service': 'web', name: 'depotix-web-1', image: 'depotix-web' } },
    });
    expect(stream.received().toString()).toMatch(/"timeNano":\d{19}\}/);
  });

  test('of the past are told from `since`, and `until` ends the answer', async () => {
    const { ask, clock } = await openStage();
    const since = clock.now() / 1000;
    await ask('/containers/depotix-web-1/pause', 'POST');
    await clock.advance(2_000);
    await ask('/containers/depotix-web-1/unpause', 'POST');
    const actions = async (query: string): Promise<readonly unknown[]> =>
      parse(
        (await ask(`/events?${query}&${filtered({ container: ['depotix-web-1'], event: ['pause', 'unpause'] })}`)).body,
      ).map(event => event['Action']);
    expect(await actions(`since=${since}&until=${since + 1}`)).toEqual(['pause']);
    expect(await actions(`since=${since}&until=${since + 2}`)).toEqual(['pause', 'unpause']);
    expect(await actions(`since=${since + 1}&until=${since + 2}`)).toEqual(['unpause']);
  });

  test('`health_status` stands for each of its values, and labels choose the project', async () => {
    const { server, open, clock } = await openStage({
      extras: [extraService('elsewhere', { project: 'toolbox', restartPolicy: 'unless-stopped' })],
    });
    const label = [`com.docker.compose.project=${demoProject}`];
    const stream = await open(`/events?${filtered({ event: ['health_status'], label })}`);
    server.setScenario('unhealthy');
    await until(
      'unhealthy told',
      () => stream.received().length > 0,
      () => clock.advance(1_000),
    );
    expect(parse(stream.received()).map(event => event['Action'])).toEqual(['health_status: unhealthy']);
  });

  test('the engine remembers the last 256 only', async () => {
    const { ask, clock } = await openStage();
    await clock.advance(10 * 60_000);
    const now = clock.now() / 1000;
    expect(parse((await ask(`/events?since=1&until=${now}`)).body)).toHaveLength(256);
  });
});

async function run(stage: Stage, name: string, command: readonly string[]): Promise<{ code: unknown; said: Buffer }> {
  const created = await stage.ask(`/containers/${name}/exec`, 'POST', { Cmd: command, AttachStdout: true });
  const { Id: id } = created.json() as Json;
  let done: Buffer | null = null;
  const started = stage.ask(`/exec/${String(id)}/start`, 'POST', { Detach: false, Tty: false }).then(answer => {
    done = answer.body;
    return answer.body;
  });
  await until(
    'the command ended',
    () => done !== null,
    () => stage.clock.advance(100),
  );
  const { ExitCode: code } = (await stage.ask(`/exec/${String(id)}/json`)).json() as Json;
  return { code, said: await started };
}

describe('commands in a container', () => {
  test.each([
    ['depotix-postgres-1', ['pg_isready', '-U', 'depotix'], 0, 'accepting connections'],
    ['depotix-caddy-1', ['caddy', 'validate', '--config', '/etc/caddy/Caddyfile'], 0, 'Valid configuration'],
    ['depotix-api-1', ['sh', '-c', 'curl -fsS http://127.0.0.1:8000/healthz'], 0, '{"ok": true}'],
    ['depotix-web-1', ['wget', '-qO-', 'http://api:8000/healthz'], 0, '{"ok": true}'],
    ['depotix-web-1', ['nosuch'], 126, 'executable file not found in $PATH'],
    ['depotix-web-1', ['/no/such'], 126, 'no such file or directory'],
  ])('%s: %j ends with %d', async (name, command, code, text) => {
    const answer = await run(await openStage(), name, command);
    expect(answer.code).toBe(code);
    expect(answer.said[0]).toBe(1);
    expect(answer.said.subarray(8).toString()).toContain(text);
  });

  test('tell the trouble of the scenario', async () => {
    const stage = await openStage({ scenario: 'db-down' });
    const answer = await run(stage, 'depotix-api-1', ['curl', '-fsS', 'http://127.0.0.1:8000/healthz']);
    expect(answer.code).toBe(22);
    expect(answer.said[0]).toBe(2);
  });

  test('are refused where nothing runs, and run once only', async () => {
    const stage = await openStage({ scenario: 'db-down' });
    expect((await stage.ask('/containers/depotix-postgres-1/exec', 'POST', { Cmd: ['true'] })).statusCode).toBe(409);
    await run(stage, 'depotix-api-1', ['true']);
    const created = (await stage.ask('/containers/depotix-api-1/exec', 'POST', { Cmd: ['true'] })).json() as Json;
    const path = `/exec/${String(created['Id'])}/start`;
    const both = Promise.all([stage.ask(path, 'POST', {}), stage.ask(path, 'POST', {})]);
    let settled = false;
    void both.then(() => (settled = true));
    await until(
      'both answered',
      () => settled,
      () => stage.clock.advance(100),
    );
    expect((await both).map(answer => answer.statusCode).toSorted()).toEqual([200, 409]);
  });
});

describe('actions', () => {
  test('a stop is answered when the process has ended, a second one at once with 304', async () => {
    const { ask, clock } = await openStage();
    let answered = false;
    const stopping = ask('/containers/depotix-postgres-1/stop', 'POST').then(answer => {
      answered = true;
      return answer;
    });
    await until('the server waits', () => clock.sleepers > 0);
    expect(answered).toBe(false);
    await clock.advance(600);
    expect((await stopping).statusCode).toBe(204);
    expect((await ask('/containers/depotix-postgres-1/stop', 'POST')).statusCode).toBe(304);
    expect((await ask('/containers/depotix-postgres-1/json')).json()).toMatchObject({
      State: { Status: 'exited', ExitCode: 0, Running: false, Pid: 0, Health: { Status: 'unhealthy' } },
    });
  });

  test.each([
    ['pause', 409, /is already paused$/],
    ['start', 409, /^cannot start a paused container, try unpause instead$/],
    ['unpause', 204, null],
  ])('%s of a paused container', async (verb, statusCode, message) => {
    const { ask } = await openStage();
    await ask('/containers/depotix-web-1/pause', 'POST');
    const answer = await ask(`/containers/depotix-web-1/${verb}`, 'POST');
    expect(answer.statusCode).toBe(statusCode);
    if (message !== null) expect((answer.json() as Json)['message']).toMatch(message);
  });

  test('statistics of a stopped container are empty, its processes a conflict', async () => {
    const { ask } = await openStage({ scenario: 'db-down' });
    const stats = (await ask('/containers/depotix-postgres-1/stats?stream=false&one-shot=1')).json();
    expect(stats).toMatchObject({ read: '0001-01-01T00:00:00Z', memory_stats: {}, pids_stats: {} });
    expect((await ask('/containers/depotix-postgres-1/top')).statusCode).toBe(409);
  });
});

describe('the scenario', () => {
  test('is changed over HTTP, and the list of them is there', async () => {
    const { ask, clock } = await openStage();
    expect((await ask('/demo/scenarios')).json()).toEqual(listScenarios());
    expect((await ask('/demo/scenario?name=crash-loop', 'POST')).json()).toEqual({ name: 'crash-loop' });
    expect((await ask('/demo/scenario')).json()).toEqual({ name: 'crash-loop' });
    await clock.advance(5_000);
    const inspected = (await ask('/containers/depotix-api-1/json')).json() as { RestartCount: number };
    expect(inspected.RestartCount).toBeGreaterThan(0);
  });

  test.each(listScenarios().map(item => item.name))('%s opens in less than a tenth of a second', async name => {
    const times: number[] = [];
    for (let round = 0; round < 3; round++) {
      const before = performance.now();
      await openStage({ scenario: name, services: 60 });
      times.push(performance.now() - before);
    }
    // The best of three: this is about the work it takes, not about what else the machine does.
    expect(Math.min(...times)).toBeLessThan(100);
    const { ask } = await openStage({ scenario: name, services: 60 });
    expect((await ask('/containers/json')).json()).toHaveLength(name === 'db-down' ? 59 : 60);
  });
});
