/** Caddy: its access log on stdout, its own log on stderr, all JSON. */
import type { Run } from './container.ts';
import { caddySeconds, line, type DemoLine } from './log-text.ts';
import { hexOf } from './random.ts';
import type { DemoRequest } from './traffic.ts';

export function caddyStart(run: Run): readonly DemoLine[] {
  const own = (offset: number, logger: string | undefined, msg: string, more: object = {}): DemoLine => {
    const at = run.startedAt + offset;
    const head = { level: 'info', ts: caddySeconds(at), ...(logger === undefined ? {} : { logger }), msg };
    return line(at, 2, JSON.stringify({ ...head, ...more }));
  };
  return [
    own(40, undefined, 'using config from file', { file: '/etc/caddy/Caddyfile' }),
    own(46, undefined, 'adapted config to JSON', { adapter: 'caddyfile' }),
    own(52, 'admin', 'admin endpoint started', { address: 'localhost:2019', enforce_origin: false }),
    own(
      60,
      'http.auto_https',
      'server is listening only on the HTTPS port but has no TLS connection policies; adding one to enable TLS',
      {
        server_name: 'srv1',
        https_port: 443,
      },
    ),
    own(61, 'http.auto_https', 'enabling automatic HTTP->HTTPS redirects', { server_name: 'srv1' }),
    // For the health check alone, which is not logged.
    own(69, 'http.log', 'server running', { name: 'srv0', protocols: ['h1', 'h2', 'h3'] }),
    own(70, 'http', 'enabling HTTP/3 listener', { addr: ':443' }),
    own(72, 'http.log', 'server running', { name: 'srv1', protocols: ['h1', 'h2', 'h3'] }),
    own(90, 'http', 'enabling automatic TLS certificate management', { domains: ['depotix.example'] }),
    own(120, undefined, 'autosaved config (load with --resume flag)', { file: '/config/caddy/autosave.json' }),
    own(121, undefined, 'serving initial configuration'),
  ];
}

export function caddyStop(at: number, signal: string): readonly DemoLine[] {
  const own = (offset: number, level: string, msg: string, more: object): DemoLine =>
    line(at + offset, 2, JSON.stringify({ level, ts: caddySeconds(at + offset), msg, ...more }));
  return [
    own(2, 'info', 'shutting down apps, then terminating', { signal }),
    own(3, 'warn', 'exiting; byeee!! 👋', { signal }),
    own(180, 'info', 'shutdown complete', { signal, exit_code: 0 }),
  ];
}

export function caddyRequest(request: DemoRequest): readonly DemoLine[] {
  const access = line(request.endedAt, 1, accessLine(request), request.nanos);
  if (request.dialError === null) return [access];
  return [line(request.endedAt, 2, errorLine(request), Math.max(0, request.nanos - 40_000)), access];
}

function accessLine(request: DemoRequest): string {
  return JSON.stringify({
    level: request.status >= 500 ? 'error' : 'info',
    ts: caddySeconds(request.endedAt),
    logger: 'http.log.access.log0',
    msg: 'handled request',
    request: requestFields(request),
    bytes_read: request.method === 'POST' ? 86 : 0,
    user_id: '',
    duration: Number((request.durationMs / 1000).toFixed(9)),
    size: request.dialError === null ? request.size : 0,
    status: request.status,
    resp_headers: responseHeaders(request),
  });
}

function errorLine(request: DemoRequest): string {
  return JSON.stringify({
    level: 'error',
    ts: caddySeconds(request.endedAt),
    logger: 'http.log.error.log0',
    msg: request.dialError,
    request: requestFields(request),
    duration: Number((request.durationMs / 1000).toFixed(9)),
    status: request.status,
    err_id: hexOf(request.number, 'error', 9),
    err_trace: 'reverseproxy.statusError (reverseproxy.go:1390)',
  });
}

function requestFields(request: DemoRequest): object {
  return {
    remote_ip: request.clientIp,
    remote_port: String(32_768 + (request.number % 28_000)),
    client_ip: request.clientIp,
    proto: 'HTTP/2.0',
    method: request.method,
    host: 'depotix.example',
    uri: request.uri,
    headers: { 'User-Agent': [request.userAgent], Accept: ['*/*'] },
    tls: { resumed: false, version: 772, cipher_suite: 4865, proto: 'h2', server_name: 'depotix.example' },
  };
}

function responseHeaders(request: DemoRequest): object {
  const via = { Server: ['Caddy'], Via: ['1.1 Caddy'], 'Alt-Svc': ['h3=":443"; ma=2592000'] };
  if (request.dialError !== null) return { Server: ['Caddy'] };
  return request.upstream === 'web'
    ? { ...via, 'X-Powered-By': ['Next.js'], 'Content-Type': ['text/html; charset=utf-8'], 'X-Version': ['2026.11.19'] }
    : { ...via, 'Content-Type': ['application/json'], 'X-Version': ['2026.11.19'] };
}
