import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isEndpointNamed, isLocal, resolveEndpoint } from '../../src/docker/endpoint.ts';
import type { EndpointRequest, EndpointSurroundings } from '../../src/docker/endpoint.ts';
import { sshArgv } from '../../src/docker/engine-agent.ts';
import { EngineError } from '../../src/docker/engine-error.ts';
import { parseHost } from '../../src/docker/parse/host.ts';

interface World {
  readonly variables?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

function surroundings({ variables = {}, files = {} }: World): EndpointSurroundings {
  return {
    variables,
    home: '/home/anna',
    readFile(path) {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });
      return text;
    },
  };
}

function resolve(request: EndpointRequest, world: World = {}) {
  return resolveEndpoint(request, surroundings(world));
}

function failureOf(work: () => unknown): EngineError {
  try {
    work();
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('should have failed');
}

function contextFiles(
  name: string,
  host: string,
  folder = '/home/anna/.docker',
  more: object = {},
): Record<string, string> {
  const id = createHash('sha256').update(name).digest('hex');
  const meta = { Name: name, Metadata: {}, Endpoints: { docker: { Host: host, ...more } } };
  return { [`${folder}/contexts/meta/${id}/meta.json`]: JSON.stringify(meta) };
}

const named = (request: EndpointRequest, world: World) => isEndpointNamed(request, surroundings(world));

const pem = (folder: string): Record<string, string> => ({
  [`${folder}/ca.pem`]: 'CA',
  [`${folder}/cert.pem`]: 'CERT',
  [`${folder}/key.pem`]: 'KEY',
});

const staging = contextFiles('staging', 'ssh://deploy@staging.example');
const lab = contextFiles('lab', 'tcp://10.0.0.5:2375');
const config = { '/home/anna/.docker/config.json': JSON.stringify({ currentContext: 'lab' }) };
const everything = {
  variables: { DOCKER_HOST: 'tcp://10.0.0.9', DOCKER_CONTEXT: 'staging' },
  files: { ...staging, ...lab, ...config },
};

describe('the engine is found as the Docker CLI finds it', () => {
  test.each<[string, EndpointRequest, World, string]>([
    ['--context before all', { context: 'staging', host: 'tcp://h' }, everything, 'ssh://deploy@staging.example'],
    ['--host before the variables', { host: 'unix:///run/x.sock' }, everything, 'unix:///run/x.sock'],
    ['DOCKER_HOST before DOCKER_CONTEXT', {}, everything, 'tcp://10.0.0.9:2375'],
    [
      'DOCKER_CONTEXT before the current context',
      {},
      { ...everything, variables: { DOCKER_CONTEXT: 'staging' } },
      'ssh://deploy@staging.example',
    ],
    ['the current context of config.json', {}, { files: { ...lab, ...config } }, 'tcp://10.0.0.5:2375'],
    ['the default socket', {}, {}, 'unix:///var/run/docker.sock'],
    ['the context "default" means no context', { context: 'default' }, everything, 'tcp://10.0.0.9:2375'],
    [
      'empty variables mean none',
      {},
      { variables: { DOCKER_HOST: '', DOCKER_CONTEXT: '' } },
      'unix:///var/run/docker.sock',
    ],
    [
      'a broken config.json means no context',
      {},
      { files: { '/home/anna/.docker/config.json': '{' } },
      'unix:///var/run/docker.sock',
    ],
  ])('%s', (_, request, world, text) => {
    expect(resolve(request, world).text).toBe(text);
  });

  test('DOCKER_CONFIG is where the contexts are', () => {
    const files = contextFiles('lab', 'tcp://1.2.3.4', '/etc/docker-cli');
    expect(resolve({ context: 'lab' }, { variables: { DOCKER_CONFIG: '/etc/docker-cli' }, files }).text).toBe(
      'tcp://1.2.3.4:2375',
    );
  });

  test('a context that nobody made is told with what to do', () => {
    const failure = failureOf(() => resolve({ context: 'nope' }));
    expect(failure.problem).toMatchObject({ code: 'name-unknown', message: 'Docker has no context "nope"' });
    expect(failure.problem.nextSteps).toEqual(['Choose one of: docker context ls']);
  });

  test('what is named on purpose never gives way to the demo', () => {
    expect(named({}, {})).toBe(false);
    expect(named({ host: 'tcp://h' }, {})).toBe(true);
    expect(named({}, { variables: { DOCKER_HOST: 'unix:///x' } })).toBe(true);
    expect(named({}, { variables: { DOCKER_CONTEXT: 'default' } })).toBe(true);
    expect(named({}, { files: config })).toBe(true);
  });
});

describe('TLS', () => {
  test('by DOCKER_TLS_VERIFY and DOCKER_CERT_PATH, on port 2376', () => {
    const variables = { DOCKER_HOST: 'tcp://h', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' };
    expect(resolve({}, { variables, files: pem('/certs') })).toMatchObject({
      kind: 'tcp',
      port: 2376,
      tls: { ca: 'CA', cert: 'CERT', key: 'KEY', verify: true },
    });
  });

  test('without a CA to verify by is told, not tried', () => {
    const failure = failureOf(() => resolve({}, { variables: { DOCKER_HOST: 'tcp://h', DOCKER_TLS_VERIFY: '1' } }));
    expect(failure.problem.code).toBe('tls');
    expect(failure.message).toContain('/home/anna/.docker/ca.pem');
  });

  test('from the files of a context, with its own word about verifying', () => {
    const id = createHash('sha256').update('prod').digest('hex');
    const files = {
      ...contextFiles('prod', 'tcp://prod:2376', '/home/anna/.docker', { SkipTLSVerify: true }),
      ...pem(`/home/anna/.docker/contexts/tls/${id}/docker`),
    };
    expect(resolve({ context: 'prod' }, { files })).toMatchObject({ tls: { ca: 'CA', verify: false } });
  });

  test('material that may not be read is told', () => {
    const around = {
      ...surroundings({ variables: { DOCKER_HOST: 'tcp://h', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' } }),
      readFile(): string {
        throw Object.assign(new Error('x'), { code: 'EACCES' });
      },
    };
    const failure = failureOf(() => resolveEndpoint({ host: 'tcp://h' }, around));
    expect(failure.problem).toMatchObject({ code: 'no-permission', message: "Can't read /certs/ca.pem: EACCES" });
  });
});

describe('addresses', () => {
  test.each([
    ['', { kind: 'unix', path: '/var/run/docker.sock' }],
    ['unix://', { kind: 'unix', path: '/var/run/docker.sock' }],
    ['unix:///run/user/1000/docker.sock', { kind: 'unix', path: '/run/user/1000/docker.sock' }],
    ['tcp://h', { kind: 'tcp', host: 'h', port: 2375, secure: false }],
    ['h:4243', { kind: 'tcp', host: 'h', port: 4243 }],
    [':4243', { kind: 'tcp', host: 'localhost', port: 4243 }],
    ['tcp://h:80', { kind: 'tcp', host: 'h', port: 80 }],
    ['http://h:2375', { kind: 'tcp', host: 'h', port: 2375, secure: false }],
    ['https://h', { kind: 'tcp', host: 'h', port: 2376, secure: true }],
    ['tcp://[::1]:2375', { kind: 'tcp', host: '::1', port: 2375, text: 'tcp://[::1]:2375' }],
    ['ssh://h', { kind: 'ssh', host: 'h', user: null, port: null, remoteSocket: null }],
    [
      'ssh://anna@h:2222/run/my.sock',
      { kind: 'ssh', host: 'h', user: 'anna', port: 2222, remoteSocket: '/run/my.sock' },
    ],
    ['npipe:////./pipe/docker_engine', { kind: 'refused', reason: expect.stringContaining('Windows') }],
    ['fd://', { kind: 'refused' }],
    ['tcp://h:2375/path', { kind: 'refused', reason: expect.stringContaining('path') }],
    ['tcp://', { kind: 'refused' }],
    ['ssh://anna:secret@h', { kind: 'refused', reason: expect.not.stringContaining('secret') }],
    ['ssh://-oProxyCommand=x', { kind: 'refused' }],
    ['ssh://-oProxyCommand%3Dx@h', { kind: 'refused' }],
  ])('%s', (text, expected) => {
    expect(parseHost(text, false)).toMatchObject(expected);
  });

  test('only an engine on this machine is local', () => {
    expect(isLocal(resolve({}))).toBe(true);
    expect(isLocal(resolve({ host: 'tcp://127.0.0.1:2375' }))).toBe(true);
    expect(isLocal(resolve({ host: 'tcp://10.0.0.5' }))).toBe(false);
    expect(isLocal(resolve({ host: 'ssh://h' }))).toBe(false);
  });

  test('an address that can not be used is told with what to do', () => {
    const failure = failureOf(() => resolve({ host: 'npipe:////./pipe/docker_engine' }));
    expect(failure.problem.nextSteps[0]).toContain('--host ssh://user@server');
  });
});

test('ssh is asked by the words of the Docker CLI, and never asks a question', () => {
  const endpoint = resolve({ host: "ssh://anna@h:2222/run/o'brien.sock" });
  expect(endpoint.kind === 'ssh' ? sshArgv(endpoint) : []).toEqual([
    'ssh',
    '-o',
    'ConnectTimeout=10',
    '-o',
    'BatchMode=yes',
    '-o',
    'ServerAliveInterval=15',
    '-T',
    '-l',
    'anna',
    '-p',
    '2222',
    '--',
    'h',
    'docker',
    '--host',
    `'unix:///run/o'\\''brien.sock'`,
    'system',
    'dial-stdio',
  ]);
});
