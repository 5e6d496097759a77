/** The http.Agent of an endpoint: it alone knows how a connection is made, so that all else is plain HTTP. */
import { Agent } from 'node:http';
import { connect, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { openCommandSocket } from '../system/command-socket.ts';
import type { Endpoint } from './endpoint.ts';
import { EngineError, sshProblem } from './engine-error.ts';

/** Sockets are kept and reused; the newest first, so that a burst's surplus can age and be closed by the engine. */
export function createEngineAgent(endpoint: Endpoint): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: 8, scheduling: 'lifo' });
  agent.createConnection = () => openConnection(endpoint);
  return agent;
}

/** `Host:` of the requests; a socket has no name, so the one that Docker's own client uses. */
export function hostHeader(endpoint: Endpoint): string {
  if (endpoint.kind !== 'tcp') return 'api.moby.localhost';
  return `${endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host}:${endpoint.port}`;
}

/** A log stream may be silent for hours: only probes tell that the other machine is gone. */
const alive = { keepAlive: true, keepAliveInitialDelay: 15_000 } as const;

function openConnection(endpoint: Endpoint): Duplex {
  switch (endpoint.kind) {
    case 'unix':
      return connect(endpoint.path);
    case 'tcp':
      return endpoint.tls === null
        ? connect({ host: endpoint.host, port: endpoint.port, ...alive })
        : openTls(endpoint);
    case 'ssh':
      return openCommandSocket(sshArgv(endpoint), {
        onExit: (exitCode, words) =>
          new EngineError(sshProblem(sshTarget(endpoint), words || `ssh ended with ${String(exitCode)}`)),
      });
  }
}

function openTls(endpoint: Endpoint & { kind: 'tcp' }): Duplex {
  const { tls } = endpoint;
  return connectTls({
    ...alive,
    host: endpoint.host,
    port: endpoint.port,
    // RFC 6066 allows no address there; the certificate is then checked against `host`.
    ...(isIP(endpoint.host) === 0 ? { servername: endpoint.host } : {}),
    rejectUnauthorized: tls?.verify ?? true,
    ...(tls?.ca ? { ca: tls.ca } : {}),
    ...(tls?.cert ? { cert: tls.cert } : {}),
    ...(tls?.key ? { key: tls.key } : {}),
  });
}

/**
 * The words that Docker's own client says (https://github.com/docker/cli/blob/v28.2.2/cli/connhelper/connhelper.go),
 * with BatchMode: a password prompt would write across the screen and wait for keys that the console eats.
 */
export function sshArgv(endpoint: Endpoint & { kind: 'ssh' }): readonly string[] {
  return [
    'ssh',
    '-o',
    'ConnectTimeout=10',
    '-o',
    'BatchMode=yes',
    '-o',
    'ServerAliveInterval=15',
    '-T',
    ...(endpoint.user === null ? [] : ['-l', endpoint.user]),
    ...(endpoint.port === null ? [] : ['-p', String(endpoint.port)]),
    '--',
    endpoint.host,
    'docker',
    // ssh joins its words into one line for the remote shell, so this one needs its quotes.
    ...(endpoint.remoteSocket === null ? [] : ['--host', shellQuote(`unix://${endpoint.remoteSocket}`)]),
    'system',
    'dial-stdio',
  ];
}

function sshTarget(endpoint: Endpoint & { kind: 'ssh' }): string {
  return `${endpoint.user === null ? '' : `${endpoint.user}@`}${endpoint.host}${endpoint.port === null ? '' : ` -p ${endpoint.port}`}`;
}

function shellQuote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
