/** The simulator as a server: the Engine API of the demo's host on a unix socket of its own. */
import { createServer, type Server } from 'node:http';
import { chmod, rm } from 'node:fs/promises';
import type { Clock } from '../../system/clock.ts';
import { UserError } from '../../model/user-error.ts';
import { handleRequest } from './request-handler.ts';
import { createRoom, type DemoRoom } from './room.ts';
import { statsOf, type DemoStats } from './route-demo.ts';
import { scenarioInfo, type ScenarioName } from './scenario.ts';
import type { DemoService } from './service.ts';
import { depotixServices, workerServices } from './services.ts';

export interface DemoServerOptions {
  readonly scenario: ScenarioName;
  /** In a folder of the caller's; the socket is made for this user only, and removed by `close`. */
  readonly socketPath: string;
  readonly clock: Clock;
  /** The same seed gives the same stack, traffic and accidents. Default 1. */
  readonly seed?: number;
  /** How many services in all, at least the four. Default 4. */
  readonly services?: number;
  /** Lines a second of `log-flood`. Default 50,000. */
  readonly floodRate?: number;
  /** More containers beside the stack: of other projects, jobs, terminals. */
  readonly extras?: readonly DemoService[];
}

export interface DemoServer {
  readonly socketPath: string;
  setScenario(name: ScenarioName): void;
  stats(): DemoStats;
  /** Ends all streams and removes the socket. */
  close(): Promise<void>;
}

const defaultFloodRate = 50_000;

/** @throws UserError `demo-socket` when the socket can't be made */
export async function startDemoServer(options: DemoServerOptions): Promise<DemoServer> {
  const end = new AbortController();
  const room = createRoom({
    clock: options.clock,
    seed: options.seed ?? 1,
    scenario: scenarioInfo(options.scenario).name,
    services: servicesOf(options),
    floodRate: options.floodRate ?? defaultFloodRate,
    signal: end.signal,
  });
  const server = createDemoServer(room);
  await listen(server, options.socketPath);
  return {
    socketPath: options.socketPath,
    setScenario: name => room.setScenario(name),
    stats: () => statsOf(room),
    async close() {
      end.abort();
      await new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await rm(options.socketPath, { force: true });
    },
  };
}

function servicesOf(options: DemoServerOptions): readonly DemoService[] {
  const stack = depotixServices();
  const workers = workerServices(Math.max(0, (options.services ?? stack.length) - stack.length));
  return [...stack, ...workers, ...(options.extras ?? [])];
}

function createDemoServer(room: DemoRoom): Server {
  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, (request, response) => {
    room.counts.requests += 1;
    void handleRequest(room, request, response);
  });
  // Node hands upgrade requests to nobody unless asked: an exec wants its connection for itself.
  server.on('clientError', (_error, socket) => socket.destroy());
  return server;
}

async function listen(server: Server, socketPath: string): Promise<void> {
  await rm(socketPath, { force: true });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socketPath, resolve);
    });
  } catch (cause) {
    throw new UserError('demo-socket', `Can't make the demo's socket ${socketPath}: ${(cause as Error).message}`, {
      nextSteps: ['Give it a folder that exists and is yours; a socket path has at most 107 characters.'],
      cause,
    });
  }
  await chmod(socketPath, 0o600);
}
