import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { probeHttp } from '../../src/host/probe-http.ts';
import { createSystemClock } from '../../src/system/clock.ts';

const clock = createSystemClock();
const signal = new AbortController().signal;

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

test('a good answer is told with its status, time and beginning', async () => {
  const port = await serve((_, response) => response.end('ok\u001B[31m and\nmore'));
  const probe = await probeHttp({ url: `http://127.0.0.1:${port}/healthz`, timeoutMs: 5_000 }, clock, signal);
  expect(probe).toMatchObject({ ok: true, statusCode: 200, detail: 'ok and more' });
  expect(probe.durationMs).toBeGreaterThanOrEqual(0);
});

test('502 is an answer, but no good one', async () => {
  const port = await serve((_, response) => response.writeHead(502).end('Bad Gateway'));
  expect(await probeHttp({ url: `http://127.0.0.1:${port}/`, timeoutMs: 5_000 }, clock, signal)).toMatchObject({
    ok: false,
    statusCode: 502,
    detail: 'Bad Gateway',
  });
});

test('asks the address on this host with the name of the URL', async () => {
  let host: string | undefined;
  const port = await serve((request, response) => {
    host = request.headers.host;
    response.end('ok');
  });
  const probe = await probeHttp(
    { url: `http://shop.invalid:${port}/`, timeoutMs: 5_000, address: '127.0.0.1' },
    clock,
    signal,
  );
  expect(probe).toMatchObject({ ok: true, statusCode: 200 });
  expect(host).toBe(`shop.invalid:${port}`);
});

test('follows redirects, three at most', async () => {
  let asked = 0;
  const port = await serve((request, response) => {
    asked += 1;
    const [, hops = '0'] = /hops=(\d+)/.exec(request.url ?? '') ?? [];
    if (hops === '0') response.end('there');
    else response.writeHead(302, { location: `/?hops=${Number(hops) - 1}` }).end();
  });
  const url = (hops: number): string => `http://127.0.0.1:${port}/?hops=${hops}`;
  expect(await probeHttp({ url: url(3), timeoutMs: 5_000 }, clock, signal)).toMatchObject({
    ok: true,
    detail: 'there',
  });
  asked = 0;
  const probe = await probeHttp({ url: url(9), timeoutMs: 5_000 }, clock, signal);
  expect(probe).toMatchObject({ ok: false, statusCode: 302 });
  expect(probe.detail).toContain('more than 3 redirects');
  expect(asked).toBe(4);
});

test('an endless body is cut', async () => {
  const port = await serve((_, response) => {
    const timer = setInterval(() => response.write('x'.repeat(10_000)), 1);
    response.on('close', () => clearInterval(timer));
  });
  const probe = await probeHttp({ url: `http://127.0.0.1:${port}/`, timeoutMs: 5_000 }, clock, signal);
  expect(probe).toMatchObject({ ok: true, statusCode: 200 });
  expect(probe.detail.length).toBeLessThanOrEqual(200);
});

test('no answer within the limit, a refused connection and a bad URL are reasons, not errors', async () => {
  const port = await serve(() => {});
  expect(await probeHttp({ url: `http://127.0.0.1:${port}/`, timeoutMs: 100 }, clock, signal)).toMatchObject({
    ok: false,
    statusCode: null,
    detail: 'no answer within 100 ms',
  });
  expect((await probeHttp({ url: 'http://127.0.0.1:1/', timeoutMs: 5_000 }, clock, signal)).detail).toContain(
    'ECONNREFUSED',
  );
  expect(await probeHttp({ url: 'no url', timeoutMs: 5_000 }, clock, signal)).toMatchObject({ ok: false });
});
