/** JSON log lines as people read them: the message first, the rest as `key=value`. The line itself stays as it came. */

const messageKeys: readonly string[] = ['msg', 'message', '@m', '@mt', 'event'];
/** Told beside the text already: by the console's own time and level columns. */
const toldKeys: ReadonlySet<string> = new Set([
  'level',
  'lvl',
  'severity',
  'levelname',
  '@l',
  '@level',
  'log.level',
  'ts',
  'time',
  'timestamp',
  '@t',
  '@timestamp',
  'asctime',
]);

/** Longer lines are shown as they are: parsing them costs more than it helps. */
const longestJson = 16 * 1024;

/** @returns null where the line is no JSON object. Caddy's access log becomes `GET host/uri 502 12 ms …`. */
export function readableJson(text: string): string | null {
  if (!text.startsWith('{') || !text.endsWith('}') || text.length > longestJson) return null;
  const record = parseObject(text);
  if (record === null) return null;
  const access = accessText(record);
  if (access !== null) return access;
  const messageKey = messageKeys.find(key => typeof record[key] === 'string');
  const message = messageKey === undefined ? '' : String(record[messageKey]);
  const rest = Object.entries(record)
    .filter(([key]) => key !== messageKey && !toldKeys.has(key))
    .map(([key, value]) => `${key}=${valueText(value)}`);
  return [message, ...rest].filter(part => part !== '').join(' ') || null;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** https://caddyserver.com/docs/caddyfile/directives/log: `request`, `status`, `duration` in seconds, `size` in bytes. */
function accessText(record: Readonly<Record<string, unknown>>): string | null {
  const { request, status, duration, size, msg } = record;
  if (!isObject(request) || typeof status !== 'number') return null;
  const { method, host, uri, remote_ip: remoteIp, client_ip: clientIp } = request;
  if (typeof method !== 'string' || typeof uri !== 'string') return null;
  const parts = [`${method} ${typeof host === 'string' ? host : ''}${uri}`, String(status)];
  if (typeof duration === 'number') parts.push(`${durationText(duration)} ms`);
  if (typeof size === 'number') parts.push(`${size} B`);
  const from = clientIp ?? remoteIp;
  if (typeof from === 'string') parts.push(from);
  const access = parts.join(' ');
  // Of a request that failed Caddy writes a second line: why.
  return typeof msg === 'string' && msg !== '' && msg !== 'handled request' ? `${msg}: ${access}` : access;
}

function durationText(seconds: number): string {
  const ms = seconds * 1000;
  return ms >= 10 ? ms.toFixed(0) : ms.toFixed(1);
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return value === '' || /[\s"=]/.test(value) ? JSON.stringify(value) : value;
  return JSON.stringify(value) ?? 'null';
}
