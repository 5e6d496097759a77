import { describe, expect, test } from 'vitest';
import { demoProject } from '../../../src/docker/demo/service.ts';
import { extraService } from '../../../src/docker/demo/services.ts';
import { linesOf, openStage, until, type Line, type Stage } from './demo-client.ts';

const all = 'stdout=1&stderr=1&timestamps=1';

async function read(stage: Stage, service: string, query = ''): Promise<readonly Line[]> {
  return linesOf((await stage.ask(`/containers/depotix-${service}-1/logs?${all}&${query}`)).body);
}

/** As the API wants it: seconds and nanoseconds of the line's own time. */
function moment(line: Line | undefined): string {
  const [date = '', nanos = ''] = (line?.at ?? '').replace('Z', '').split('.');
  return `${Date.parse(`${date}Z`) / 1000}.${nanos}`;
}

const minute = 60_000;

describe('the history', () => {
  test('reaches back half an hour, in order, no two lines with the same time', async () => {
    const stage = await openStage();
    for (const service of ['caddy', 'web', 'api', 'postgres']) {
      const lines = await read(stage, service);
      const times = lines.map(line => line.at);
      expect(lines.length).toBeGreaterThan(5);
      expect(times).toEqual(times.toSorted());
      expect(new Set(times).size).toBe(times.length);
      expect(times[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
      const span = stage.clock.now() - Date.parse(times[0] ?? '');
      expect(span).toBeGreaterThan(24 * minute);
      expect(span).toBeLessThanOrEqual(30 * minute);
    }
  });

  test('is the same each time it is read', async () => {
    const stage = await openStage({ scenario: 'db-down' });
    const first = await read(stage, 'api');
    await stage.clock.advance(10_000);
    const second = await read(stage, 'api');
    expect(second.slice(0, first.length)).toEqual(first);
    expect(second.length).toBeGreaterThan(first.length);
  });

  test('`tail` gives the last lines, `since` includes its own moment', async () => {
    const stage = await openStage();
    const lines = await read(stage, 'api');
    expect(await read(stage, 'api', 'tail=7')).toEqual(lines.slice(-7));
    expect(await read(stage, 'api', 'tail=0')).toEqual([]);
    const border = lines.at(-20);
    expect(await read(stage, 'api', `since=${moment(border)}`)).toEqual(lines.slice(-20));
    expect(await read(stage, 'api', `since=${moment(border)}&tail=5`)).toEqual(lines.slice(-5));
  });

  test('`until` includes its moment, and `tail` still counts from the end of the log', async () => {
    const stage = await openStage();
    const lines = await read(stage, 'api');
    const border = lines.at(-11);
    expect((await read(stage, 'api', `until=${moment(border)}`)).at(-1)).toEqual(border);
    expect(await read(stage, 'api', `tail=20&until=${moment(border)}`)).toEqual(lines.slice(-20, -10));
    expect(await read(stage, 'api', `tail=5&until=${moment(border)}`)).toEqual([]);
  });

  test('each stream can be left out', async () => {
    const stage = await openStage({ scenario: 'crash-loop' });
    const path = '/containers/depotix-api-1/logs?timestamps=1';
    const out = linesOf((await stage.ask(`${path}&stdout=1`)).body);
    const errors = linesOf((await stage.ask(`${path}&stderr=1`)).body);
    expect(out.every(line => line.stream === 1)).toBe(true);
    expect(errors.every(line => line.stream === 2)).toBe(true);
    expect(out.length + errors.length).toBe((await read(stage, 'api')).length);
  });

  test('of a terminal has no frames', async () => {
    const stage = await openStage({ extras: [extraService('shell', { project: demoProject, tty: true })] });
    const answer = await stage.ask('/containers/depotix-shell-1/logs?stdout=1&tail=2');
    expect(answer.headers['content-type']).toBe('application/vnd.docker.raw-stream');
    expect(answer.body.toString()).toMatch(/^\u001b\[32mtick\u001b\[0m \d+\r\n\u001b\[32mtick\u001b\[0m \d+\r\n$/);
  });
});

describe('following', () => {
  test('gives each line once, and the same ones as reading afterwards', async () => {
    const stage = await openStage();
    const before = await read(stage, 'caddy');
    const stream = await stage.open(`/containers/depotix-caddy-1/logs?${all}&follow=1&tail=3`);
    for (let step = 0; step < 80; step++) await stage.clock.advance(250);
    const after = await read(stage, 'caddy');
    await until(
      'the last line came',
      () => stream.received().length > 0 && linesOf(stream.received()).at(-1)?.at === after.at(-1)?.at,
    );
    expect(linesOf(stream.received())).toEqual(after.slice(before.length - 3));
  });

  test('ends when the container ends, though the policy starts it again', async () => {
    const stage = await openStage({ scenario: 'oom' });
    const stream = await stage.open(`/containers/depotix-api-1/logs?${all}&follow=1&tail=1`);
    await until('the stream ended', stream.isEnded, () => stage.clock.advance(1_000));
    expect(
      linesOf(stream.received()).some(line => line.text.includes('was sent SIGKILL! Perhaps out of memory?')),
    ).toBe(true);
    const again = (await stage.ask('/containers/depotix-api-1/json')).json();
    expect(again).toMatchObject({ State: { Status: 'running' } });
  });

  test('of an ended container ends at once', async () => {
    const stage = await openStage({ scenario: 'db-down' });
    const lines = linesOf((await stage.ask(`/containers/depotix-postgres-1/logs?${all}&follow=1&tail=2`)).body);
    expect(lines.at(-1)?.text).toMatch(/database system is shut down$/);
  });

  test('a client that leaves is forgotten', async () => {
    const stage = await openStage();
    const stream = await stage.open(`/containers/depotix-api-1/logs?${all}&follow=1&tail=1`);
    expect(stage.server.stats().streams.logs).toBe(1);
    stream.close();
    await until(
      'forgotten',
      () => stage.server.stats().streams.logs === 0,
      () => stage.clock.advance(250),
    );
  });
});

describe('the four services tell one story', () => {
  test('what Caddy passed to api stands in the log of api, with the same status', async () => {
    const stage = await openStage();
    const passed = (await read(stage, 'caddy', 'tail=400'))
      .map(line => JSON.parse(line.text) as { request: { uri: string; method: string }; status: number; ts: number })
      .filter(entry => /^\/(?:api|healthz)/.test(entry.request.uri))
      .map(entry => `"${entry.request.method} ${entry.request.uri} HTTP/1.1" ${entry.status}`);
    const seen = (await read(stage, 'api'))
      .filter(line => line.text.startsWith('172.18.0.5 '))
      .map(line => /"[^"]*" \d+/.exec(line.text)?.[0]);
    expect(passed.length).toBeGreaterThan(50);
    expect(seen.slice(-passed.length)).toEqual(passed);
  });

  test.each([
    ['oom', 'api', /export_orders: [\d,]+ of [\d,]+ rows in memory/],
    ['oom', 'api', /Worker \(pid:\d+\) was sent SIGKILL! Perhaps out of memory\?/],
    ['oom', 'api', /Starting gunicorn/],
    ['oom', 'caddy', /dial tcp 172\.18\.0\.3:8000: connect: connection refused/],
    ['crash-loop', 'api', /^ImportError: cannot import name/],
    ['crash-loop', 'caddy', /"status":502/],
    ['crash-loop', 'web', /ERROR orders: fetch failed/],
    ['db-down', 'postgres', /received fast shutdown request/],
    ['db-down', 'api', /could not connect: could not translate host name "postgres"/],
    ['db-down', 'api', /CRITICAL\] WORKER TIMEOUT/],
    ['db-down', 'caddy', /"status":500/],
    ['db-down', 'caddy', /"status":502/],
    ['unhealthy', 'web', /WARN healthz: event loop delay/],
    ['slow', 'api', /200 \d+ [2-9]\d{3}ms$/],
    ['slow', 'postgres', /duration: \d{4}\.\d{3} ms  statement: SELECT/],
  ] as const)('%s: %s says %s', async (scenario, service, text) => {
    const trouble = await read(await openStage({ scenario }), service);
    expect(trouble.filter(line => text.test(line.text)).length).toBeGreaterThan(0);
    const calm = await read(await openStage({ scenario: 'healthy' }), service);
    expect(calm.filter(line => text.test(line.text))).toEqual([]);
  });

  test('nothing is written by a stopped or paused service', async () => {
    const stage = await openStage();
    await stage.ask('/containers/depotix-web-1/pause', 'POST');
    const before = await read(stage, 'web');
    await stage.clock.advance(minute);
    expect(await read(stage, 'web')).toEqual(before);
    const codes = (await read(stage, 'caddy', 'tail=60')).map(
      line => (JSON.parse(line.text) as { status: number }).status,
    );
    expect(codes).toContain(504);
  });
});

function numbersOf(bytes: Buffer): readonly number[] {
  return linesOf(bytes).map(line => Number(/^#(\d{10}) /.exec(line.text)?.[1] ?? Number.NaN));
}

describe('log-flood', () => {
  const flood = { scenario: 'log-flood', floodRate: 50_000 } as const;

  test('writes its lines a second, numbered without a gap, in order of time', async () => {
    const stage = await openStage(flood);
    const stream = await stage.open(`/containers/depotix-api-1/logs?${all}&follow=1&tail=0`);
    await until('a follower', () => stage.clock.sleepers > 0);
    for (let step = 0; step < 50; step++) {
      await stage.clock.advance(20);
      const { written } = stage.server.stats().flood;
      await until('the lines came', () => numbersOf(stream.received()).length >= written);
    }
    const numbers = numbersOf(stream.received());
    expect(numbers.length).toBe(50_000);
    expect(numbers.every((number, index) => number === index)).toBe(true);
    const times = linesOf(stream.received()).map(line => line.at);
    expect(times).toEqual(times.toSorted());
    expect(stage.server.stats()).toMatchObject({ sent: { floodLines: 50_000 }, flood: { blockedMs: 0 } });
  });

  test('a reader that stops holds the writer up, and loses nothing', async () => {
    const stage = await openStage(flood);
    const stream = await stage.open(`/containers/depotix-api-1/logs?${all}&follow=1&tail=0`);
    await until('a follower', () => stage.clock.sleepers > 0);
    stream.pause();
    for (let step = 0; step < 400; step++) {
      await stage.clock.advance(20);
      await new Promise(resolve => setImmediate(resolve));
    }
    const held = stage.server.stats().flood.written;
    expect(held).toBeLessThan(400 * 1_000);
    stream.resume();
    await until(
      'the writer goes on',
      () => stage.server.stats().flood.written > held + 10_000,
      () => stage.clock.advance(20),
    );
    const { written, blockedMs } = stage.server.stats().flood;
    await until('all came', () => numbersOf(whole(stream.received())).length >= written);
    const numbers = numbersOf(whole(stream.received()));
    expect(numbers.every((number, index) => number === index)).toBe(true);
    expect(blockedMs).toBeGreaterThan(1_000);
  });

  test('its history is found by `tail` and `since`, as far back as rotation leaves it', async () => {
    const stage = await openStage(flood);
    await stage.clock.advance(60_000);
    const tail = await read(stage, 'api', 'tail=3');
    expect(tail.map(line => line.text.slice(0, 11))).toEqual(['#0002999997', '#0002999998', '#0002999999']);
    const since = await read(stage, 'api', `since=${moment(tail[1])}`);
    expect(since).toEqual(tail.slice(1));
    const oldest = await read(stage, 'api', `until=${Math.floor(stage.clock.now() / 1000) - 15}`);
    expect(oldest[0]?.text.slice(0, 11)).toBe('#0002200000');
  });

  test('stops with the scenario, and api writes its own lines again after it', async () => {
    const stage = await openStage(flood);
    await stage.clock.advance(100);
    await stage.ask('/demo/scenario?name=healthy', 'POST');
    await stage.clock.advance(20_000);
    expect(stage.server.stats().flood.written).toBe(5_000);
    const lines = await read(stage, 'api');
    const first = lines.findIndex(line => line.text.startsWith('#'));
    const last = lines.findLastIndex(line => line.text.startsWith('#'));
    expect(last - first).toBe(4_999);
    expect(first).toBeGreaterThan(100);
    expect(lines.length).toBeGreaterThan(last + 5);
    const times = lines.map(line => line.at);
    expect(times).toEqual(times.toSorted());
    expect(await read(stage, 'api', 'tail=3000')).toEqual(lines.slice(-3000));
  });
});

/** Without the frame that is still on its way. */
function whole(bytes: Buffer): Buffer {
  let offset = 0;
  while (offset + 8 <= bytes.length && offset + 8 + bytes.readUInt32BE(offset + 4) <= bytes.length) {
    offset += 8 + bytes.readUInt32BE(offset + 4);
  }
  return bytes.subarray(0, offset);
}
