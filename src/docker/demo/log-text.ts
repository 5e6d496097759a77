/** One line of a container's log, and the time formats of the programs that write them. */

export interface DemoLine {
  readonly at: number;
  readonly nanos: number;
  /** 1 = stdout, 2 = stderr, as in the frames of the API. */
  readonly stream: 1 | 2;
  readonly text: string;
}

export function line(at: number, stream: 1 | 2, text: string, nanos = 0): DemoLine {
  return { at, nanos, stream, text };
}

/** `2026-11-25 02:28:02`. */
function dateTime(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

function millis(at: number): string {
  return String(Math.floor(at % 1000)).padStart(3, '0');
}

/** gunicorn's own log: `[2026-11-25 02:28:02 +0000] [1] [INFO] …`. */
export function gunicorn(at: number, pid: number, level: string, text: string): string {
  return `[${dateTime(at)} +0000] [${pid}] [${level}] ${text}`;
}

/** Django's formatter of the reference stack: `2026-11-25 02:28:02,123 ERROR depotix: …`. */
export function django(at: number, level: string, logger: string, text: string): string {
  return `${dateTime(at)},${millis(at)} ${level} ${logger}: ${text}`;
}

/** PostgreSQL's: `2026-11-25 02:28:02.123 UTC [67] LOG:  …`. */
export function postgresLog(at: number, pid: number, level: string, text: string): string {
  return `${dateTime(at)}.${millis(at)} UTC [${pid}] ${level}:  ${text}`;
}

/** Caddy's `ts`: seconds with six decimals. */
export function caddySeconds(at: number): number {
  return Math.round(at * 1000) / 1_000_000;
}
