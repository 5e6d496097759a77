import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { probeTls } from '../../src/host/probe-tls.ts';
import { createSystemClock } from '../../src/system/clock.ts';
import { selfSigned } from '../helpers/self-signed.ts';

const clock = createSystemClock();
const signal = new AbortController().signal;

async function listen(server: ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

test('names, issuer and dates are read even of a certificate that nobody trusts', async () => {
  const { key, cert } = selfSigned({ names: ['shop.example', 'www.shop.example'], organisation: 'Test CA', days: 61 });
  const port = await listen(createServer({ key, cert }));
  const probe = await probeTls({ host: 'shop.example', address: '127.0.0.1', port, timeoutMs: 5_000 }, clock, signal);
  expect(probe).toMatchObject({
    host: 'shop.example',
    subject: 'shop.example, www.shop.example',
    issuer: 'Test CA',
    authorized: false,
  });
  expect(probe.problem).toMatch(/SELF_SIGNED/);
  expect(Math.round((probe.validTo - probe.at) / 86_400_000)).toBe(61);
});

test('a server that speaks no TLS, and one that says nothing', async () => {
  const plain = await listen(createTcpServer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
  expect(await probeTls({ host: '127.0.0.1', port: plain, timeoutMs: 5_000 }, clock, signal)).toMatchObject({
    authorized: false,
    validTo: 0,
    // Not OpenSSL's "4010…:error:0A00010B:SSL routines:tls_validate_record_header:…".
    problem: 'TLS: wrong version number',
  });
  const silent = await listen(createTcpServer(socket => socket.on('error', () => {})));
  expect(await probeTls({ host: '127.0.0.1', port: silent, timeoutMs: 100 }, clock, signal)).toMatchObject({
    problem: 'no handshake within 100 ms',
  });
});
