import { describe, expect, it } from 'vitest';
import { detectLevel, isContinuation, isError, reachesLevel } from '../../src/model/log-level.ts';
import type { LogLevel } from '../../src/model/log-line.ts';

describe('the level of a line', () => {
  it.each<[string, string, LogLevel]>([
    [
      'Caddy',
      '{"level":"error","ts":1764032818.1,"logger":"http.log.access","msg":"handled request","status":502}',
      'error',
    ],
    ['Caddy, information', '{"level":"info","ts":1764032818.1,"msg":"serving initial configuration"}', 'info'],
    ['Caddy, a warning', '{"level":"warn","ts":1.2,"logger":"tls","msg":"stapling OCSP"}', 'warn'],
    ['pino, by number', '{"level":50,"time":1764032818000,"msg":"boom"}', 'error'],
    ['pino, fatal', '{"level":60,"msg":"boom"}', 'fatal'],
    ['JSON with the level late', `{"msg":"${'x'.repeat(300)}","level":"debug"}`, 'debug'],
    ['Serilog', '{"@t":"2026-11-25T01:00:00Z","@mt":"x","@l":"Warning"}', 'warn'],
    ['ECS', '{"@timestamp":"2026-11-25","log.level":"ERROR","message":"x"}', 'error'],
    ['python-json-logger', '{"levelname": "CRITICAL", "message": "x"}', 'fatal'],
    ['stackdriver', '{"severity":"NOTICE","message":"x"}', 'info'],
    ['JSON with no level', '{"msg":"no errors"}', 'unknown'],
    ['logfmt', 'ts=2026-11-25T01:00:00Z caller=main.go:12 level=warn msg="disk is slow"', 'warn'],
    ['logfmt, quoted', 'time="2026-11-25T01:00:00Z" level="error" msg=x', 'error'],
    [
      'gunicorn',
      '[2026-11-25 01:06:57 +0000] [1] [ERROR] Worker (pid:8812) was sent SIGKILL! Perhaps out of memory?',
      'error',
    ],
    ['gunicorn, information', '[2026-11-25 01:06:57 +0000] [1] [INFO] Starting gunicorn 23.0.0', 'info'],
    ['gunicorn, critical', '[2026-11-25 01:06:57 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:12)', 'fatal'],
    ['Django', '2026-11-25 01:06:44,871 WARNING orders.export: loading 824,000 rows into memory', 'warn'],
    ['Django, error', '2026-11-25 01:06:44,871 ERROR django.request: Internal Server Error: /api/orders/', 'error'],
    ['Django, information about an error', '2026-11-25 01:06:44,871 INFO jobs: ERROR count is 0', 'info'],
    ['PostgreSQL', '2026-11-25 01:06:44.900 UTC [77] LOG:  checkpoint starting: time', 'info'],
    [
      'PostgreSQL, error',
      '2026-11-25 01:06:44.900 UTC [77] ERROR:  relation "a" does not exist at character 15',
      'error',
    ],
    ['PostgreSQL, fatal', '2026-11-25 01:06:44.900 UTC [77] FATAL:  sorry, too many clients already', 'fatal'],
    ['PostgreSQL, panic', '2026-11-25 01:06:44.900 UTC [1] PANIC:  could not write to file', 'fatal'],
    ['Next.js 16, error', ' ⨯ Error: connect ECONNREFUSED 10.0.0.3:8000', 'error'],
    ['Next.js 16, warning', ' ⚠ You are using a non-standard "NODE_ENV" value', 'warn'],
    ['Next.js 16, ready', ' ✓ Ready in 312ms', 'info'],
    ['Next.js in colour', '\u001B[31m\u001B[1m⨯\u001B[22m\u001B[39m Failed to proxy', 'error'],
    ['nginx', '2026/11/25 01:06:44 [warn] 29#29: *3 upstream response is buffered', 'warn'],
    ['uvicorn', 'INFO:     127.0.0.1:3456 - "GET / HTTP/1.1" 200 OK', 'info'],
    ['python logging', 'WARNING:root:low disk', 'warn'],
    ['a label in small letters', 'error: cannot open file', 'error'],
    ['a label with a bar', 'warn | retrying', 'warn'],
    ['spring', '2026-11-25 01:06:44.871  WARN 1 --- [main] o.s.b.Starter : slow', 'warn'],
    ['klog', 'E1125 01:06:58.123456       1 reflector.go:138] failed', 'error'],
    ['klog, information', 'I1125 01:06:58.123456       1 main.go:1] up', 'info'],
    ['an access line that failed', '10.0.0.4 "GET /api/orders HTTP/1.1" 502 157 12ms', 'error'],
    ['an access line', '10.0.0.4 - - [25/Nov/2026:01:06:44 +0000] "GET / HTTP/1.1" 200 12', 'info'],
    ['an access line that was refused', '10.0.0.4 "GET /x HTTP/1.1" 404 157 1ms', 'info'],
    ['an access line of Next.js', ' GET /orders?page=2 500 in 12ms', 'error'],
    ['an access line of Next.js that went well', 'GET /orders 200 in 56ms', 'info'],
    ['a stack trace', 'Traceback (most recent call last):', 'error'],
    ['its end', 'django.db.utils.OperationalError: could not connect', 'error'],
    ['node', 'TypeError: x is not a function', 'error'],
    ['go, which ends the process', 'panic: runtime error: index out of range', 'fatal'],
    ['the flood of the demo', '#0000000042 INFO depotix.sync: pulled article', 'info'],
    ['in colour', '\u001B[32mINFO\u001B[0m: started', 'info'],
    ['bracket in small letters', '[error] something', 'error'],
  ])('of %s', (_what, line, level) => {
    expect(detectLevel(line)).toBe(level);
  });

  it.each([
    'GET it done by 500 people',
    'no errors found',
    'error rate is 0.2 %',
    'log in with your password',
    'the warning lights are off',
    '[INFO] [ERROR] both at once',
    'retry after INFO or ERROR',
    'Information is on page 3',
    'debug this',
    '',
    'x'.repeat(20_000),
  ])('of %j is not known', line => {
    expect(detectLevel(line)).toBe('unknown');
  });

  it('is found in a megabyte without going through all of it', () => {
    const long = `2026-11-25 01:06:44,871 ERROR app: ${'x '.repeat(500_000)}`;
    expect(detectLevel(long)).toBe('error');
  });
});

describe('lines that belong to the one before', () => {
  it.each([
    ['  File "/app/orders/views.py", line 12, in get', true],
    ['\tat com.example.Foo.bar(Foo.java:12)', true],
    ['    at Object.<anonymous> (/app/server.js:3:9)', true],
    ['Caused by: java.io.IOException', true],
    ['During handling of the above exception, another exception occurred:', true],
    ['2026-11-25 01:06:44.9 UTC [8] STATEMENT:  select 1', true],
    ['2026-11-25 01:06:44.9 UTC [8] DETAIL:  Key (id)=(3) already exists.', true],
    ['2026-11-25 01:06:44.9 UTC [8] ERROR:  duplicate key', false],
    ['Traceback (most recent call last):', false],
    ['GET / 200', false],
    ['', false],
  ])('%j: %s', (line, belongs) => {
    expect(isContinuation(line)).toBe(belongs);
  });
});

describe('hiding what is below a level', () => {
  it.each<[LogLevel, LogLevel, boolean]>([
    ['error', 'warn', true],
    ['fatal', 'error', true],
    ['info', 'warn', false],
    ['debug', 'info', false],
    ['unknown', 'info', true],
    ['unknown', 'warn', false],
  ])('%s under a minimum of %s is shown: %s', (level, minimum, shown) => {
    expect(reachesLevel(level, minimum)).toBe(shown);
  });

  it('counts fatal among the errors, and warnings not', () => {
    expect([isError('fatal'), isError('error'), isError('warn'), isError('unknown')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
