import { describe, expect, it } from 'vitest';
import { readableJson } from '../../src/model/log-json.ts';

describe('a JSON log line as people read it', () => {
  it.each([
    [
      "Caddy's access log",
      {
        level: 'error',
        ts: 1764032818.1,
        logger: 'http.log.access',
        msg: 'handled request',
        request: {
          remote_ip: '10.0.0.9',
          client_ip: '203.0.113.7',
          method: 'GET',
          host: 'shop.example',
          uri: '/api/orders?page=2',
        },
        duration: 0.0123,
        size: 157,
        status: 502,
      },
      'GET shop.example/api/orders?page=2 502 12 ms 157 B 203.0.113.7',
    ],
    [
      "Caddy's word on why a request failed",
      {
        level: 'error',
        logger: 'http.log.error',
        msg: 'dial tcp 172.18.0.4:8000: connect: connection refused',
        request: { remote_ip: '203.0.113.7', method: 'GET', host: 'a', uri: '/api' },
        duration: 0.0007,
        status: 502,
      },
      'dial tcp 172.18.0.4:8000: connect: connection refused: GET a/api 502 0.7 ms 203.0.113.7',
    ],
    [
      'a quick request',
      { request: { method: 'GET', host: 'a', uri: '/', remote_ip: '::1' }, duration: 0.00042, size: 0, status: 200 },
      'GET a/ 200 0.4 ms 0 B ::1',
    ],
    [
      'message first',
      { level: 'info', ts: 1, logger: 'tls', msg: 'cleaning storage', removed: 3 },
      'cleaning storage logger=tls removed=3',
    ],
    [
      'texts with spaces are quoted',
      { message: 'x', error: 'dial tcp: refused', ok: true },
      'x error="dial tcp: refused" ok=true',
    ],
    ['values inside', { msg: 'x', request: { a: [1, null] } }, 'x request={"a":[1,null]}'],
    ['without a message', { status: 'up' }, 'status=up'],
  ])('%s', (_what, record, text) => {
    expect(readableJson(JSON.stringify(record))).toBe(text);
  });

  it.each([
    '{"a":1',
    'plain',
    '[1,2]',
    '{}',
    '{"level":"info"}',
    '{not json}',
    '"text"',
    `{"a":"${'x'.repeat(20_000)}"}`,
  ])('%.30s stays as it came', line => {
    expect(readableJson(line)).toBeNull();
  });
});
