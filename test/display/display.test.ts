import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doctorText } from '../../src/display/doctor-text.ts';
import { eventLine } from '../../src/display/event-text.ts';
import { createLogPrinter } from '../../src/display/log-text.ts';
import { noEngineText, type HostTells } from '../../src/display/no-engine-text.ts';
import { createBrush } from '../../src/display/paint.ts';
import { safeJson } from '../../src/display/safe-json.ts';
import { headlessCommand } from '../../src/display/status-text.ts';
import { tableRows } from '../../src/display/table.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { LogRecord } from '../../src/model/log-record.ts';
import type { EngineEvent } from '../../src/model/stack-event.ts';
import { makeContainer } from '../helpers/make-container.ts';

const plain = createBrush({ color: false, ascii: false });
const colourful = createBrush({ color: true, ascii: false });
const ascii = createBrush({ color: false, ascii: true });
const at = Date.parse('2026-11-25T01:06:58Z');

describe('table', () => {
  test('columns are aligned by cells, colours and wide characters counted right, no space at the end', () => {
    const rows = tableRows(
      [{ title: 'NAME' }, { title: 'USED', align: 'right' }, { title: 'NOTE' }],
      [
        [colourful.tone('bad', 'api'), '9 %', ''],
        ['日本', '100 %', 'x'],
      ],
    );
    expect(rows).toEqual(['NAME   USED  NOTE', '\u001B[31mapi\u001B[39m     9 %', '日本  100 %  x']);
  });
});

describe('safe JSON', () => {
  test('is the same value, and holds nothing a terminal obeys', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const json = safeJson({ text: `${text}\u009B2J\u202E` });
        expect(JSON.parse(json)).toEqual({ text: `${text}\u009B2J\u202E` });
        expect(json).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
      }),
    );
  });
});

const record = (text: string, changes: Partial<LogRecord> = {}): LogRecord => ({
  kind: 'record',
  containerId: 'api-id',
  service: 'api',
  stream: 'stdout',
  atMs: at,
  nanos: 42,
  text,
  ...changes,
});

describe('log lines', () => {
  const printer = (brush: typeof plain, changes: Partial<Parameters<typeof createLogPrinter>[0]> = {}) => {
    const made = createLogPrinter(
      { project: 'shop', services: ['web', 'api'], timestamps: false, json: false, ...changes },
      brush,
    );
    made.know(makeContainer({ id: 'api-id' }));
    made.know(makeContainer({ id: 'own-id', name: 'my-own-name', labels: { service: 'web' } }));
    return made;
  };

  test('have the name before them as Compose writes it, all in one width', () => {
    expect(printer(plain).record(record('hello'))).toBe('api-1        | hello\n');
    expect(printer(plain).record(record('hello', { containerId: 'own-id', service: 'web' }))).toBe(
      'my-own-name  | hello\n',
    );
  });

  test('have nine decimals with -t', () => {
    expect(printer(plain, { timestamps: true }).record(record('x'))).toBe(
      'api-1        | 2026-11-25T01:06:58.000000042Z x\n',
    );
  });

  test('errors are coloured, unless the line has colours of its own', () => {
    expect(printer(colourful).record(record('ERROR boom'))).toContain('\u001B[31mERROR boom\u001B[39m');
    expect(printer(colourful).record(record('\u001B[32mERROR\u001B[0m boom'))).not.toContain('\u001B[31m');
    expect(printer(plain).record(record('\u001B[32mERROR\u001B[0m boom'))).toBe('api-1        | ERROR boom\n');
  });

  test.each([plain, colourful, ascii])('never obey: only colours are left of escape sequences', brush => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const out = printer(brush).record(record(`${text}\u001B]8;;http://evil\u0007x\u001B[8mhidden\u001B[2J`));
        expect(out.slice(0, -1).replaceAll(/\u001B\[[\d;]*m/g, '')).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
        expect(out).not.toMatch(/\u001B\[(\d+;)*8m/);
      }),
      { numRuns: 200 },
    );
  });

  test('a cut line tells how much is missing', () => {
    expect(printer(plain).record(record('x'.repeat(20_000)))).toMatch(/x … 3616 more characters\n$/);
  });

  test('as JSON keep the raw text', () => {
    const report: unknown = JSON.parse(printer(plain, { json: true }).record(record('\u001B[31mERROR\u001B[0m boom')));
    expect(report).toEqual({
      at: '2026-11-25T01:06:58.000000042Z',
      service: 'api',
      container: 'shop-api-1',
      containerId: 'api-id',
      stream: 'stdout',
      level: 'error',
      text: '\u001B[31mERROR\u001B[0m boom',
      partial: false,
    });
  });
});

const event = (changes: Partial<EngineEvent>): EngineEvent => ({
  at,
  action: 'start',
  containerId: 'x',
  service: 'api',
  name: 'shop-api-1',
  exitCode: null,
  signal: null,
  ...changes,
});

describe('events', () => {
  test.each([
    [{ action: 'die', exitCode: 137 }, '✖ shop-api-1  died, exit 137 (SIGKILL)'],
    [{ action: 'die', exitCode: 1 }, '✖ shop-api-1  died, exit 1'],
    [{ action: 'die', exitCode: 0 }, '· shop-api-1  ended, exit 0'],
    [{ action: 'kill', signal: 'SIGTERM' }, '· shop-api-1  got SIGTERM'],
    [{ action: 'oom' }, '✖ shop-api-1  out of memory: a process was killed'],
    [{ action: 'health_status: unhealthy' }, '✖ shop-api-1  unhealthy'],
    [{ action: 'some\u001B[2Jthing' }, '· shop-api-1  some␛[2Jthing'],
  ])('%j', (changes, text) => {
    expect(eventLine(event(changes), plain)).toBe(`2026-11-25 01:06:58  ${text}\n`);
  });
});

describe('no engine', () => {
  const unknown = { ok: false, reason: 'not available: the engine is elsewhere' } as const;
  const problem = {
    code: 'refused',
    message: 'Docker Engine is down: nobody listens at /var/run/docker.sock',
    nextSteps: ['sudo systemctl start docker'],
    statusCode: null,
  } as const;
  const tells: HostTells = {
    sample: {
      at,
      memory: {
        ok: true,
        value: { totalBytes: 4 * 1024 ** 3, availableBytes: 1024 ** 3, swapTotalBytes: 0, swapUsedBytes: 0 },
      },
      load: { ok: true, value: { one: 5.2, five: 1, fifteen: 1, cpus: 2 } },
      pressure: unknown,
      disks: {
        ok: true,
        value: [
          { path: '/', totalBytes: 100, usedBytes: 95, availableBytes: 0, totalInodes: 1000, usedInodes: 997 },
          { path: '/boot', totalBytes: 100, usedBytes: 10, availableBytes: 90, totalInodes: 0, usedInodes: 0 },
        ],
      },
      bootedAt: { ok: true, value: at - 41 * 86_400_000 },
    },
    remains: {
      at,
      units: {
        ok: true,
        value: [
          {
            name: 'docker.service',
            active: 'failed',
            sub: 'failed',
            result: 'exit-code',
            since: 'Wed 00:58',
            lastLines: ['failed to start daemon'],
          },
        ],
      },
      survivors: {
        ok: true,
        value: [
          {
            containerId: 'x',
            name: 'shop-api-1',
            project: 'shop',
            service: 'api',
            processes: 2,
            command: 'gunicorn shop.wsgi',
          },
        ],
      },
    },
    http: { at, url: 'https://shop.example/healthz', ok: true, statusCode: 200, durationMs: 31, detail: 'ok' },
  };

  test('says the problem, the next step, and all that the host can tell', () => {
    expect(noEngineText(problem, tells, plain)).toBe(`✖ Docker Engine is down: nobody listens at /var/run/docker.sock
  → sudo systemctl start docker

Containers
  ✔ shop-api-1 is alive: 2 processes, gunicorn shop.wsgi

Public URL
  ✔ https://shop.example/healthz: 200 in 31 ms

Host
  memory 3.0/4.0 G
  load 5.2 (2 CPUs)
  disk / 100 %, inodes 100 %
  disk /boot 10 %, inodes -
  up 41 d

Units
  ✖ docker.service failed (failed) since Wed 00:58
      failed to start daemon
`);
  });

  test('says of each part why it is not known', () => {
    const text = noEngineText(
      problem,
      {
        sample: { at, memory: unknown, load: unknown, pressure: unknown, disks: unknown, bootedAt: unknown },
        remains: { at, units: unknown, survivors: unknown },
        http: null,
      },
      plain,
    );
    expect(text.match(/not available: the engine is elsewhere/g)).toHaveLength(3);
  });

  test('is ASCII where it must be', () => {
    expect(noEngineText(problem, tells, ascii)).toMatch(/^[\n\u0020-\u007E]+$/);
  });
});

test('doctor sums up', () => {
  expect(doctorText([{ name: 'engine', status: 'ok', text: '26.1', nextSteps: [] }], plain)).toBe(
    '✔ engine  26.1\n\nAll is well.\n',
  );
  const text = doctorText(
    [
      { name: 'engine', status: 'failed', text: 'down', nextSteps: ['start it'] },
      { name: 'api', status: 'skipped', text: 'no engine', nextSteps: [] },
      { name: 'locale', status: 'warning', text: 'C', nextSteps: [] },
    ],
    plain,
  );
  expect(text).toBe('✖ engine  down\n          → start it\n· api     no engine\n▲ locale  C\n\n1 failed, 1 warning.\n');
});

test.each([
  [{ action: 'logs.of-service', text: 'its logs', command: null }, 'depotix logs -n 50 api'],
  [{ action: 'screen.health', text: 'its health', command: null }, 'depotix health api'],
  [{ action: 'screen.resources', text: 'its usage', command: null }, 'depotix top api'],
  [{ action: 'open', text: 'details', command: null }, null],
  [{ action: null, text: 'start it', command: 'docker compose start api' }, 'docker compose start api'],
  [{ action: null, text: 'free some space', command: null }, 'free some space'],
])('the headless twin of the step %j', (step, command) => {
  const finding = { subject: { kind: 'service', name: 'api' } } as Finding;
  expect(headlessCommand(step, finding)).toBe(command);
});
