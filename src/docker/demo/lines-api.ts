/** api: gunicorn's own log on stderr, its access log and Django's lines on stdout. */
import type { Run } from './container.ts';
import { django, gunicorn, line, type DemoLine } from './log-text.ts';
import { oomAfterMs } from './plan.ts';
import { chance } from './random.ts';
import type { DemoRequest } from './traffic.ts';

/** Inside the container: the master is 1, the first workers are 7, 8, 9. */
const workers = [7, 8, 9] as const;

export function apiStart(run: Run): readonly DemoLine[] {
  const say = (offset: number, pid: number, text: string): DemoLine =>
    line(run.startedAt + offset, 2, gunicorn(run.startedAt + offset, pid, 'INFO', text));
  return [
    say(610, 1, 'Starting gunicorn 23.0.0'),
    say(611, 1, 'Listening at: http://0.0.0.0:8000 (1)'),
    say(612, 1, 'Using worker: sync'),
    ...workers.map((pid, index) => say(616 + index * 4, pid, `Booting worker with pid: ${pid}`)),
  ];
}

export function apiStop(at: number): readonly DemoLine[] {
  const say = (offset: number, pid: number, text: string): DemoLine =>
    line(at + offset, 2, gunicorn(at + offset, pid, 'INFO', text));
  return [
    say(4, 1, 'Handling signal: term'),
    ...workers.map((pid, index) => say(8 + index, pid, `Worker exiting (pid: ${pid})`)),
    say(840, 1, 'Shutting down: Master'),
  ];
}

export function apiRequest(request: DemoRequest, caddyAddress: number): readonly DemoLine[] {
  if (request.upstream !== 'api') return [];
  const at = request.endedAt - 1;
  if (request.dialError === 'EOF') return workerTimeout(at, request);
  if (request.dialError !== null || request.status === 504) return [];
  const lines: DemoLine[] = [];
  if (request.status >= 500) lines.push(...databaseError(at - 2, request));
  if (request.status === 400) {
    lines.push(
      line(
        at - 1,
        1,
        django(at - 1, 'WARNING', 'depotix', "orders: refused a request: KeyError('quantity')"),
        request.nanos,
      ),
    );
  }
  lines.push(
    line(
      at,
      1,
      access(`172.18.0.${caddyAddress}`, request.method, request.uri, request.status, request.size, request.durationMs),
      request.nanos,
    ),
  );
  return lines;
}

/** The line that the container's own health check leaves in the access log. */
export function apiProbe(at: number, status: number, durationMs: number): DemoLine {
  return line(at, 1, access('127.0.0.1', 'GET', '/healthz', status, status === 200 ? 12 : 35, durationMs), 7_000);
}

function access(host: string, method: string, uri: string, status: number, size: number, ms: number): string {
  return `${host} "${method} ${uri} HTTP/1.1" ${status} ${size} ${Math.max(1, Math.round(ms))}ms`;
}

function databaseError(at: number, request: DemoRequest): readonly DemoLine[] {
  const reason = 'could not translate host name "postgres" to address: Temporary failure in name resolution';
  if (request.status === 503) {
    return [
      line(at, 1, django(at, 'ERROR', 'depotix', `healthz: the database does not answer: ${reason}`), request.nanos),
    ];
  }
  const texts = [
    django(at, 'ERROR', 'django.request', `Internal Server Error: ${request.uri}`),
    'Traceback (most recent call last):',
    '  File "/usr/local/lib/python3.13/site-packages/django/db/backends/base/base.py", line 279, in ensure_connection',
    '    self.connect()',
    '  File "/usr/local/lib/python3.13/site-packages/psycopg2/__init__.py", line 122, in connect',
    '    conn = _connect(dsn, connection_factory=connection_factory, **kwasync)',
    `django.db.utils.OperationalError: connection to server failed: could not connect: ${reason}`,
  ];
  return texts.map((text, index) => line(at, 1, text, Math.floor(request.nanos / 2) + index * 900));
}

function workerTimeout(at: number, request: DemoRequest): readonly DemoLine[] {
  const pid = workers[request.number % workers.length] ?? 7;
  const next = 10 + (request.number % 900);
  return [
    line(at - 3, 2, gunicorn(at - 3, 1, 'CRITICAL', `WORKER TIMEOUT (pid:${pid})`), request.nanos),
    line(at - 1, 2, gunicorn(at - 1, pid, 'ERROR', `Error handling request ${request.uri}`), request.nanos),
    line(at, 2, gunicorn(at, pid, 'INFO', `Worker exiting (pid: ${pid})`), request.nanos),
    line(at + 1, 2, gunicorn(at + 1, 1, 'ERROR', `Worker (pid:${pid}) exited with code 1.`), request.nanos),
    line(at + 2, 2, gunicorn(at + 2, next, 'INFO', `Booting worker with pid: ${next}`), request.nanos),
  ];
}

/** The scenario `oom`: an export that reads all rows, from its beginning (`since`) to the kill. */
export function apiLeak(seed: number, run: Run, since: number): readonly DemoLine[] {
  const end = since + oomAfterMs(seed, run);
  const rows = 780_000 + Math.floor(chance(seed, run.index, 5) * 90_000);
  const pid = workers[run.index % workers.length] ?? 7;
  const lines = [
    line(since + 2_100, 1, django(since + 2_100, 'INFO', 'depotix.export', 'export_orders: started by the scheduler')),
  ];
  for (let share = 0.15; share < 0.95; share += 0.16) {
    const at = Math.floor(since + (end - since) * share);
    const loaded = Math.floor(rows * share).toLocaleString('en-US');
    lines.push(
      line(
        at,
        1,
        django(
          at,
          'WARNING',
          'depotix.export',
          `export_orders: ${loaded} of ${rows.toLocaleString('en-US')} rows in memory`,
        ),
      ),
    );
  }
  const kill = end - 900;
  lines.push(
    line(kill, 2, gunicorn(kill, 1, 'ERROR', `Worker (pid:${pid}) was sent SIGKILL! Perhaps out of memory?`)),
    line(kill + 20, 2, gunicorn(kill + 20, pid + 24, 'INFO', `Booting worker with pid: ${pid + 24}`)),
  );
  return lines;
}

/** The scenario `crash-loop`: what a module that is not in the image looks like. */
export function apiImportError(at: number): readonly DemoLine[] {
  const texts = [
    gunicorn(at, 7, 'ERROR', 'Exception in worker process'),
    'Traceback (most recent call last):',
    '  File "/usr/local/lib/python3.13/site-packages/gunicorn/arbiter.py", line 608, in spawn_worker',
    '    worker.init_process()',
    '  File "/usr/local/lib/python3.13/site-packages/gunicorn/workers/base.py", line 135, in init_process',
    '    self.load_wsgi()',
    '  File "/app/depotix/urls.py", line 3, in <module>',
    '    from depotix import views',
    '  File "/app/depotix/views.py", line 9, in <module>',
    '    from depotix.pricing import PriceList',
    "ImportError: cannot import name 'PriceList' from 'depotix.pricing' (/app/depotix/pricing.py)",
    gunicorn(at, 7, 'INFO', 'Worker exiting (pid: 7)'),
    gunicorn(at, 1, 'ERROR', 'Worker (pid:7) exited with code 3'),
    gunicorn(at, 1, 'ERROR', 'Shutting down: Master'),
    gunicorn(at, 1, 'ERROR', 'Reason: Worker failed to boot.'),
  ];
  return texts.map((text, index) => line(at + index, 2, text));
}
