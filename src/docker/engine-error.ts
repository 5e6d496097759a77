/** The one place where a failure of the engine becomes a value: status code or errno in, `EngineProblem` out. */
import type { EngineProblem, EngineProblemCode } from '../model/engine-status.ts';

/** The only thing that an `Engine` throws. */
export class EngineError extends Error {
  readonly problem: EngineProblem;

  constructor(problem: EngineProblem, cause?: unknown) {
    super(problem.message, cause === undefined ? undefined : { cause });
    this.name = 'EngineError';
    this.problem = problem;
  }

  get code(): EngineProblemCode {
    return this.problem.code;
  }
}

/** What the failing call was about; only for the sentence. */
export interface CallSubject {
  /** `unix:///var/run/docker.sock`, `ssh://host`. */
  readonly endpoint: string;
  /** ms that the call was given. */
  readonly timeoutMs?: number;
}

export function makeProblem(
  code: EngineProblemCode,
  message: string,
  nextSteps: readonly string[] = [],
  statusCode: number | null = null,
): EngineProblem {
  return { code, message, nextSteps, statusCode };
}

/** The engine can't be reached at all; what runs on this host may still be well. */
export function isConnectionProblem(code: EngineProblemCode): boolean {
  return connectionCodes.has(code);
}

const connectionCodes: ReadonlySet<EngineProblemCode> = new Set([
  'no-permission',
  'no-socket',
  'refused',
  'not-answering',
  'died',
  'tls',
  'ssh',
  'name-unknown',
]);

/** Whatever was thrown, as an `EngineError`; one that is already is handed through. */
export function toEngineError(error: unknown, subject: CallSubject): EngineError {
  if (error instanceof EngineError) return error;
  return new EngineError(problemOfErrno(error, subject), error);
}

/** Failures below HTTP: the socket, the name, TLS (O-DAEMON-1: each its own message and next step). */
function problemOfErrno(error: unknown, subject: CallSubject): EngineProblem {
  const code = errnoOf(error);
  const where = nameOf(subject.endpoint);
  const detail = error instanceof Error ? error.message : String(error);
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return makeProblem('no-permission', `Can't open ${where}: permission denied`, [
        'Add yourself to the group docker, then log in again: sudo usermod -aG docker "$USER"',
        'Or start the console as root: sudo depotix',
      ]);
    case 'ENOENT':
      return makeProblem('no-socket', `No Docker Engine here: ${where} does not exist`, [
        'Is Docker installed and started? systemctl status docker',
        'If the engine is elsewhere, name it: depotix --context NAME, or --host ssh://user@server',
      ]);
    case 'ECONNREFUSED':
      return makeProblem('refused', `Docker Engine is down: nobody listens at ${where}`, [
        'Look why it stopped: journalctl -u docker -n 50 --no-pager',
        'Start it: sudo systemctl start docker',
      ]);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return makeProblem('name-unknown', `Can't find the engine's host: no address for ${where}`, [
        'Check the name in --host, DOCKER_HOST or the context: docker context ls',
      ]);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return notAnswering(subject, `no way to its host (${code})`);
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return died(subject.endpoint);
    default:
      // What comes back is no HTTP.
      if (code.startsWith('HPE_')) return unreadableAnswer(subject, detail);
      return isTlsCode(code) ? tlsProblem(where, detail) : makeProblem('unknown', `Call to ${where} failed: ${detail}`);
  }
}

export function notAnswering(subject: CallSubject, reason?: string): EngineProblem {
  const limit = subject.timeoutMs === undefined ? '' : ` within ${formatSeconds(subject.timeoutMs)}`;
  const why = reason ?? `no answer${limit}`;
  return makeProblem('not-answering', `Docker Engine is not answering at ${nameOf(subject.endpoint)}: ${why}`, [
    'Is the host overloaded, or its disk full or hung? uptime; df -h /var/lib/docker; dmesg | tail',
    'Look what the engine does: journalctl -u docker -n 50 --no-pager',
    'Restarting the engine restarts containers unless live-restore is on: sudo systemctl restart docker',
  ]);
}

export function died(endpoint: string): EngineProblem {
  return makeProblem('died', `Docker Engine went away: the connection to ${nameOf(endpoint)} was cut`, [
    'It may be restarting; the console comes back by itself',
    'Look why: journalctl -u docker -n 50 --no-pager',
  ]);
}

export function aborted(): EngineProblem {
  return makeProblem('aborted', 'The call was cancelled');
}

export function sshProblem(host: string, words: string): EngineProblem {
  const said = words.trim();
  return makeProblem('ssh', `Can't reach Docker over ssh on ${host}${said === '' ? '' : `: ${said}`}`, [
    `This must work without a question: ssh -o BatchMode=yes ${host} docker version`,
    'Load your key into the agent: ssh-add',
  ]);
}

function tlsProblem(where: string, detail: string): EngineProblem {
  return makeProblem('tls', `TLS with ${where} failed: ${detail}`, [
    'Check ca.pem, cert.pem and key.pem in DOCKER_CERT_PATH or the context: openssl x509 -noout -dates -in cert.pem',
  ]);
}

/** An answer of the engine that is not a success: the status code decides, the engine's own words are kept. */
export function problemOfStatus(statusCode: number, words: string, subject: CallSubject): EngineProblem {
  const said = words.trim() === '' ? `HTTP ${statusCode}` : words.trim();
  // The engine has no code for it: https://github.com/moby/moby/blob/v26.1.5/api/server/middleware/version.go
  if (statusCode === 400 && /client version .* is too (old|new)/i.test(said)) return versionProblem(said);
  if (statusCode === 400 && /client sent an HTTP request to an HTTPS server/i.test(said)) {
    return tlsProblem(nameOf(subject.endpoint), 'the engine wants TLS: set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH');
  }
  switch (statusCode) {
    case 401:
    case 403:
      return makeProblem(
        'no-permission',
        `Docker Engine refuses this call: ${said}`,
        ['An authorization plug-in or a proxy before the engine says no: ask who runs it'],
        statusCode,
      );
    case 404:
      return makeProblem('not-found', said, [], statusCode);
    case 304:
    case 409:
      return makeProblem('conflict', said, [], statusCode);
    default:
      return makeProblem(
        'server-error',
        `Docker Engine answered ${statusCode}: ${said}`,
        ['Look what the engine says: journalctl -u docker -n 50 --no-pager'],
        statusCode,
      );
  }
}

function versionProblem(said: string): EngineProblem {
  const tooNew = /too new/i.test(said);
  return makeProblem(
    tooNew ? 'api-too-old' : 'api-too-new',
    tooNew
      ? `The engine is older than this console can speak to: ${said}`
      : `The engine is newer than this console: ${said}`,
    [tooNew ? 'Docker Engine 20.10 or newer is needed' : 'Update the console: npm install -g depotix'],
    400,
  );
}

export function unreadableAnswer(subject: CallSubject, what: string): EngineProblem {
  return makeProblem('unreadable-answer', `Can't read the answer of ${nameOf(subject.endpoint)}: ${what}`, [
    'Is it a Docker Engine that listens there? docker version',
  ]);
}

/** A path is easier to read than `unix://` and three slashes. */
function nameOf(endpoint: string): string {
  return endpoint.startsWith('unix://') ? endpoint.slice('unix://'.length) : endpoint;
}

function formatSeconds(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${Math.round(ms / 100) / 10} s`;
}

function errnoOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'string') return code;
  // A name with several addresses fails with all their errors in one: the first tells enough.
  const inner: unknown = Reflect.get(error, 'errors');
  return Array.isArray(inner) && inner.length > 0 ? errnoOf(inner[0]) : '';
}

function isTlsCode(code: string): boolean {
  return (
    code.startsWith('ERR_TLS_') ||
    code.startsWith('ERR_SSL_') ||
    code.startsWith('ERR_OSSL_') ||
    code.startsWith('CERT_') ||
    code.startsWith('UNABLE_TO_') ||
    code === 'SELF_SIGNED_CERT_IN_CHAIN' ||
    code === 'DEPTH_ZERO_SELF_SIGNED_CERT' ||
    code === 'EPROTO'
  );
}
