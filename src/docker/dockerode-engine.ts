/** The `Engine` port by dockerode: one method, one API call. How a call is made and fails is in dockerode-client.ts. */
import type Docker from 'dockerode';
import { headersOf, createDockerodeClient, readObject, readObjects } from './dockerode-client.ts';
import type { Ask, ClientOptions, DockerodeClient } from './dockerode-client.ts';
import { execute } from './dockerode-exec.ts';
import { isLocal } from './endpoint.ts';
import type { CallOptions, Engine, EventsQuery, LogsQuery, Raw, StopQuery } from './engine.ts';
import { EngineError, unreadableAnswer } from './engine-error.ts';
import { createJsonStream } from './parse/json-stream.ts';
import type { JsonStream } from './parse/json-stream.ts';
import { asRaw } from './parse/raw.ts';

/** `system df` walks every layer and volume; a big host needs more than the usual time limit. */
const slowMs = 60_000;
/** A stop takes its grace period, then the kill and the clean-up (O-RESTART-1). */
const stopMarginMs = 60_000;
const defaultStopSeconds = 10;

export function createDockerodeEngine(options: ClientOptions): Engine {
  const client = createDockerodeClient(options);
  const endpoint = options.endpoint.text;
  return {
    endpoint,
    local: isLocal(options.endpoint),
    ...createReaders(client, endpoint),
    ...createStreams(client, endpoint),
    ...createActions(client),
    exec: (id, query, call) => execute(client, id, query, call),
    close: () => client.close(),
  };
}

type Readers = Pick<
  Engine,
  'ping' | 'version' | 'info' | 'list' | 'inspect' | 'stats' | 'images' | 'diskUsage' | 'top'
>;

function createReaders(client: DockerodeClient, endpoint: string): Readers {
  const object = async (ask: Ask, call: CallOptions, limitMs?: number): Promise<Raw> =>
    readObject(await client.ask(ask, call, limitMs), endpoint);
  const objects = async (ask: Ask, call: CallOptions, limitMs?: number): Promise<readonly Raw[]> =>
    readObjects(await client.ask(ask, call, limitMs), endpoint);
  return {
    async ping(call) {
      const headers = headersOf(await client.askUnversioned(docker => docker.ping(), call));
      client.adopt(headers['api-version'], null);
      return { ApiVersion: headers['api-version'], Date: headers['date'] };
    },
    async version(call) {
      const answer = readObject(await client.askUnversioned(docker => docker.version(), call), endpoint);
      client.adopt(answer['ApiVersion'], answer['MinAPIVersion']);
      return answer;
    },
    info: call => object(docker => docker.info(), call),
    list: (query, call) =>
      objects(docker => docker.listContainers({ all: true, filters: { label: labelsOf(query) } }), call),
    inspect: (id, call) => object(docker => docker.getContainer(id).inspect(), call),
    stats: (id, call) => object(docker => docker.getContainer(id).stats({ stream: false, 'one-shot': true }), call),
    images: call => objects(docker => docker.listImages(), call, slowMs),
    diskUsage: call => object(docker => docker.df(), call, slowMs),
    top: (id, call) => object(docker => docker.getContainer(id).top(), call),
  };
}

function createStreams(client: DockerodeClient, endpoint: string): Pick<Engine, 'events' | 'logs'> {
  return {
    async *events(query, call) {
      const json = createJsonStream();
      for await (const bytes of client.bytes(docker => docker.getEvents(eventOptions(query)), call)) {
        yield* readEvents(json, bytes, endpoint);
      }
    },
    logs: (id, query, call) => client.bytes(docker => askLogs(docker, id, query), call),
  };
}

function createActions(client: DockerodeClient): Pick<Engine, 'start' | 'stop' | 'restart' | 'pause' | 'unpause'> {
  const act = async (ask: Ask, call: CallOptions, limitMs: number): Promise<void> => {
    try {
      await client.ask(ask, call, limitMs);
    } catch (error) {
      // 304: it was so already, which is what was asked for.
      if (error instanceof EngineError && error.problem.statusCode === 304) return;
      throw error;
    }
  };
  return {
    start: (id, call) => act(docker => docker.getContainer(id).start(), call, slowMs),
    stop: (id, query, call) =>
      act(docker => docker.getContainer(id).stop(stopOptions(query)), call, stopLimitMs(query)),
    restart: (id, query, call) =>
      act(docker => docker.getContainer(id).restart(stopOptions(query)), call, stopLimitMs(query) + slowMs),
    pause: (id, call) => act(docker => docker.getContainer(id).pause(), call, slowMs),
    unpause: (id, call) => act(docker => docker.getContainer(id).unpause(), call, slowMs),
  };
}

function labelsOf(query: { readonly project?: string }): string[] {
  return query.project === undefined ? [] : [`com.docker.compose.project=${query.project}`];
}

function eventOptions(query: EventsQuery): Docker.GetEventsOptions {
  return {
    // The types want a number, which would cut the nanoseconds.
    ...(query.since === undefined ? {} : { since: query.since as unknown as number }),
    ...(query.until === undefined ? {} : { until: query.until as unknown as number }),
    filters: {
      type: ['container'],
      label: labelsOf(query),
      ...(query.actions === undefined ? {} : { event: [...query.actions] }),
    },
  };
}

function readEvents(json: JsonStream, bytes: Uint8Array, endpoint: string): readonly Raw[] {
  try {
    return json.push(bytes).map(asRaw);
  } catch (error) {
    throw new EngineError(unreadableAnswer({ endpoint }, 'its event stream is no JSON'), error);
  }
}

type LogsAsk = Parameters<Ask>[0];

function askLogs(docker: LogsAsk, id: string, query: LogsQuery): Promise<unknown> {
  return docker.getContainer(id).logs({
    follow: query.follow as true,
    stdout: true,
    stderr: true,
    timestamps: true,
    // The types want a number, but the engine's word for everything is "all".
    tail: query.tail as number,
    ...(query.since === undefined ? {} : { since: query.since }),
    ...(query.until === undefined ? {} : { until: query.until }),
  });
}

function stopOptions(query: StopQuery): { t?: number } {
  return query.timeoutSeconds === undefined ? {} : { t: query.timeoutSeconds };
}

function stopLimitMs(query: StopQuery): number {
  return (query.timeoutSeconds ?? defaultStopSeconds) * 1000 + stopMarginMs;
}
