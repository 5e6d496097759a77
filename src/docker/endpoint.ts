/** Where the engine is, found as the Docker CLI finds it (https://github.com/docker/cli/blob/v28.2.2/cli/command/cli.go). */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { EngineError, makeProblem } from './engine-error.ts';
import { parseHost } from './parse/host.ts';

/** PEM texts. */
interface TlsMaterial {
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  readonly verify: boolean;
}

export type Endpoint =
  | { readonly kind: 'unix'; readonly path: string; readonly text: string }
  | {
      readonly kind: 'tcp';
      readonly host: string;
      readonly port: number;
      readonly tls: TlsMaterial | null;
      readonly text: string;
    }
  | {
      readonly kind: 'ssh';
      readonly host: string;
      readonly user: string | null;
      readonly port: number | null;
      /** Socket on the other side, when it isn't the default. */
      readonly remoteSocket: string | null;
      readonly text: string;
    };

export interface EndpointRequest {
  /** `--context` */
  readonly context?: string | undefined;
  /** `--host` */
  readonly host?: string | undefined;
}

export interface EndpointSurroundings {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The text of a file; throws an error with `code: 'ENOENT'` as node:fs does. */
  readonly readFile: (path: string) => string;
}

/**
 * Resolves `--context` > `--host` > DOCKER_HOST > DOCKER_CONTEXT > current context > default socket.
 * @throws EngineError `name-unknown` (context), `tls` (material can't be read), `unknown` (address can't be used)
 */
export function resolveEndpoint(request: EndpointRequest, around: EndpointSurroundings): Endpoint {
  const name = contextName(request, around);
  if (name !== 'default') return endpointOfContext(name, around);
  const text = request.host || variable(around, 'DOCKER_HOST') || '';
  const withTls = variable(around, 'DOCKER_TLS_VERIFY') !== '' || variable(around, 'DOCKER_TLS') !== '';
  return endpointOfHost(text, withTls ? () => tlsOfVariables(around) : null);
}

/** True where the engine runs on this machine, so that its host's disk, memory and processes are ours to read. */
export function isLocal(endpoint: Endpoint): boolean {
  if (endpoint.kind === 'unix') return true;
  return (
    endpoint.kind === 'tcp' &&
    (endpoint.host === 'localhost' || endpoint.host === '::1' || endpoint.host.startsWith('127.'))
  );
}

/** Something is named on purpose: then nobody may fall back to the demo. */
export function isEndpointNamed(request: EndpointRequest, around: EndpointSurroundings): boolean {
  return (
    Boolean(request.host) ||
    variable(around, 'DOCKER_HOST') !== '' ||
    variable(around, 'DOCKER_CONTEXT') !== '' ||
    contextName(request, around) !== 'default'
  );
}

function contextName(request: EndpointRequest, around: EndpointSurroundings): string {
  if (request.context) return request.context;
  if (request.host || variable(around, 'DOCKER_HOST') !== '') return 'default';
  return variable(around, 'DOCKER_CONTEXT') || currentContext(around) || 'default';
}

function currentContext(around: EndpointSurroundings): string {
  const text = readOptional(join(configDir(around), 'config.json'), around);
  if (text === null) return '';
  // The CLI only warns of a broken config.json and goes on without it.
  const config = parseObject(text);
  return typeof config?.['currentContext'] === 'string' ? config['currentContext'] : '';
}

function endpointOfContext(name: string, around: EndpointSurroundings): Endpoint {
  const id = createHash('sha256').update(name).digest('hex');
  const text = readOptional(join(configDir(around), 'contexts', 'meta', id, 'meta.json'), around);
  if (text === null) {
    throw new EngineError(
      makeProblem('name-unknown', `Docker has no context "${name}"`, ['Choose one of: docker context ls']),
    );
  }
  const docker = objectAt(objectAt(parseObject(text), 'Endpoints'), 'docker');
  const host = docker?.['Host'];
  if (typeof host !== 'string') {
    throw new EngineError(
      makeProblem('name-unknown', `The context "${name}" names no Docker endpoint`, [`docker context inspect ${name}`]),
    );
  }
  const verify = docker?.['SkipTLSVerify'] !== true;
  const dir = join(configDir(around), 'contexts', 'tls', id, 'docker');
  const tls = readTls(dir, verify, around);
  const hasTls = tls.ca !== null || tls.cert !== null || !verify;
  return endpointOfHost(host, hasTls ? () => tls : null);
}

function endpointOfHost(text: string, tls: (() => TlsMaterial) | null): Endpoint {
  const host = parseHost(text, tls !== null);
  switch (host.kind) {
    case 'unix':
      return { kind: 'unix', path: host.path, text: `unix://${host.path}` };
    case 'tcp': {
      const material = tls?.() ?? (host.secure ? { ca: null, cert: null, key: null, verify: true } : null);
      return { kind: 'tcp', host: host.host, port: host.port, tls: material, text: host.text };
    }
    case 'ssh':
      return {
        kind: 'ssh',
        host: host.host,
        user: host.user,
        port: host.port,
        remoteSocket: host.remoteSocket,
        text: host.text,
      };
    case 'refused':
      throw new EngineError(
        makeProblem('unknown', host.reason, [
          'Name the engine as unix://, tcp:// or ssh://: depotix --host ssh://user@server',
        ]),
      );
  }
}

function tlsOfVariables(around: EndpointSurroundings): TlsMaterial {
  const dir = variable(around, 'DOCKER_CERT_PATH') || configDir(around);
  const verify = variable(around, 'DOCKER_TLS_VERIFY') !== '';
  const tls = readTls(dir, verify, around);
  if (verify && tls.ca === null) {
    throw new EngineError(
      makeProblem('tls', `DOCKER_TLS_VERIFY is set, but ${join(dir, 'ca.pem')} does not exist`, [
        'Set DOCKER_CERT_PATH to the folder with ca.pem, cert.pem and key.pem',
      ]),
    );
  }
  return tls;
}

function readTls(dir: string, verify: boolean, around: EndpointSurroundings): TlsMaterial {
  return {
    ca: readOptional(join(dir, 'ca.pem'), around),
    cert: readOptional(join(dir, 'cert.pem'), around),
    key: readOptional(join(dir, 'key.pem'), around),
    verify,
  };
}

function configDir(around: EndpointSurroundings): string {
  return variable(around, 'DOCKER_CONFIG') || join(around.home, '.docker');
}

function variable(around: EndpointSurroundings, name: string): string {
  return around.variables[name] ?? '';
}

function readOptional(path: string, around: EndpointSurroundings): string | null {
  try {
    return around.readFile(path);
  } catch (error) {
    const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new EngineError(
      makeProblem('no-permission', `Can't read ${path}: ${String(code)}`, [`ls -l ${path}`]),
      error,
    );
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

function objectAt(
  parent: Readonly<Record<string, unknown>> | null,
  key: string,
): Readonly<Record<string, unknown>> | null {
  return parent === null ? null : asObject(parent[key]);
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
