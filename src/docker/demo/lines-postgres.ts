/** postgres: all on stderr. */
import type { Run } from './container.ts';
import { line, postgresLog, type DemoLine } from './log-text.ts';
import { between, chance } from './random.ts';
import type { DemoRequest } from './traffic.ts';

export function postgresStart(run: Run): readonly DemoLine[] {
  const at = run.startedAt;
  const say = (offset: number, pid: number, level: string, text: string): DemoLine =>
    line(at + offset, 2, postgresLog(at + offset, pid, level, text));
  return [
    line(at + 90, 1, ''),
    line(at + 90, 1, 'PostgreSQL Database directory appears to contain a database; Skipping initialization', 100),
    line(at + 90, 1, '', 200),
    say(
      160,
      1,
      'LOG',
      'starting PostgreSQL 16.10 (Debian 16.10-1.pgdg13+1) on x86_64-pc-linux-gnu, compiled by gcc (Debian 14.2.0-19) 14.2.0, 64-bit',
    ),
    say(161, 1, 'LOG', 'listening on IPv4 address "0.0.0.0", port 5432'),
    say(161, 1, 'LOG', 'listening on IPv6 address "::", port 5432'),
    say(166, 1, 'LOG', 'listening on Unix socket "/var/run/postgresql/.s.PGSQL.5432"'),
    say(
      180,
      29,
      'LOG',
      `database system was shut down at ${new Date(at - 1_000).toISOString().slice(0, 19).replace('T', ' ')} UTC`,
    ),
    say(640, 1, 'LOG', 'database system is ready to accept connections'),
  ];
}

export function postgresStop(at: number): readonly DemoLine[] {
  const say = (offset: number, pid: number, text: string): DemoLine =>
    line(at + offset, 2, postgresLog(at + offset, pid, 'LOG', text));
  return [
    say(2, 1, 'received fast shutdown request'),
    say(4, 1, 'aborting any active transactions'),
    line(at + 6, 2, postgresLog(at + 6, 81, 'FATAL', 'terminating connection due to administrator command')),
    line(at + 7, 2, postgresLog(at + 7, 82, 'FATAL', 'terminating connection due to administrator command')),
    say(14, 1, 'background worker "logical replication launcher" (PID 33) exited with exit code 1'),
    say(20, 27, 'shutting down'),
    say(22, 27, 'checkpoint starting: shutdown immediate'),
    say(520, 1, 'database system is shut down'),
  ];
}

const checkpointEverySeconds = 300;

/** A checkpoint every five minutes, with what the traffic of that time has written. */
export function postgresSecond(seed: number, second: number): readonly DemoLine[] {
  const place = second % checkpointEverySeconds;
  const at = second * 1000 + 137;
  if (place === 11) return [line(at, 2, postgresLog(at, 27, 'LOG', 'checkpoint starting: time'))];
  if (place !== 29) return [];
  const buffers = between(90, 240, chance(seed, second, 4));
  const write = (17 + chance(seed, second, 5)).toFixed(3);
  const text =
    `checkpoint complete: wrote ${buffers} buffers (${((buffers / 16_384) * 100).toFixed(1)}%); 0 WAL file(s) added, 0 removed, 0 recycled; ` +
    `write=${write} s, sync=0.009 s, total=18.041 s; sync files=31, longest=0.004 s, average=0.001 s; distance=${buffers * 6} kB, estimate=1502 kB`;
  return [line(at, 2, postgresLog(at, 27, 'LOG', text))];
}

/** log_min_duration_statement: what took longer than a second. */
export function postgresRequest(request: DemoRequest): readonly DemoLine[] {
  if (request.upstream !== 'api' || request.dialError !== null || request.status >= 500 || request.durationMs < 2_500)
    return [];
  const at = Math.floor(request.endedAt - request.durationMs * 0.1);
  const ms = (request.durationMs * 0.55).toFixed(3);
  const statement =
    'SELECT "depotix_order"."id", "depotix_order"."reference" FROM "depotix_order" ORDER BY "depotix_order"."id" DESC LIMIT 50';
  return [
    line(
      at,
      2,
      postgresLog(at, 81 + (request.number % 3), 'LOG', `duration: ${ms} ms  statement: ${statement}`),
      request.nanos,
    ),
  ];
}
