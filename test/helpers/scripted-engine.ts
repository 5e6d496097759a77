import { EngineError, aborted, makeProblem } from '../../src/docker/engine-error.ts';
import type { CallOptions, Engine, Raw } from '../../src/docker/engine.ts';

const nothing = (): Promise<void> => Promise.resolve();
const object = (): Promise<Raw> => Promise.resolve({});
const list = (): Promise<readonly Raw[]> => Promise.resolve([]);

/** An engine whose answers the test writes; what it did not write is answered as an empty engine would. */
export function createScriptedEngine(answers: Partial<Engine> = {}): Engine {
  return {
    endpoint: 'unix:///test.sock',
    local: true,
    ping: () => Promise.resolve({ ApiVersion: '1.45' }),
    version: () => Promise.resolve({ Version: '26.1.5', ApiVersion: '1.45' }),
    info: () => Promise.resolve({ NCPU: 2, MemTotal: 4_000_000_000 }),
    list,
    inspect: id => Promise.reject(notFound(id)),
    stats: id => Promise.reject(notFound(id)),
    events: (_, options) => silentUntilAborted(options),
    logs: (_, __, options) => silentUntilAborted(options),
    exec: () => Promise.resolve({ exitCode: 0, stdout: '', stderr: '' }),
    images: list,
    diskUsage: object,
    top: object,
    start: nothing,
    stop: nothing,
    restart: nothing,
    pause: nothing,
    unpause: nothing,
    close: () => undefined,
    ...answers,
  };
}

export function notFound(id: string): EngineError {
  return new EngineError(makeProblem('not-found', `No such container: ${id}`, [], 404));
}

/** An open stream on which nothing comes. */
export function silentUntilAborted(options: CallOptions): AsyncIterable<never> {
  return streamOf(options, []);
}

/** A stream that gives these items and stays open until its signal fires. */
async function* streamOf<T>(options: CallOptions, items: readonly T[]): AsyncGenerator<T> {
  options.onOpen?.();
  yield* items;
  await untilAborted(options.signal);
  throw new EngineError(aborted());
}

export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** A list item and an inspect of one running container. */
export function rawListItem(id: string, changes: Raw = {}): Raw {
  return {
    Id: id,
    Names: [`/shop-${id}-1`],
    State: 'running',
    Status: 'Up 5 minutes',
    Labels: rawLabels(id),
    ...changes,
  };
}

export function rawInspect(id: string, state: Raw = {}, config: Raw = {}): Raw {
  return {
    Id: id,
    Name: `/shop-${id}-1`,
    State: { Status: 'running', StartedAt: '2026-11-25T00:00:00Z', ...state },
    Config: { Labels: rawLabels(id), ...config },
    HostConfig: { LogConfig: { Type: 'json-file' } },
  };
}

export function rawEvent(
  id: string,
  action: string,
  attributes: Readonly<Record<string, string>> = {},
  ms = Date.parse('2026-11-25T01:00:00Z'),
): Raw {
  return {
    Type: 'container',
    Action: action,
    Actor: { ID: id, Attributes: attributes },
    time: Math.floor(ms / 1000),
    timeNano: ms * 1e6,
  };
}

function rawLabels(service: string): Raw {
  return {
    'com.docker.compose.project': 'shop',
    'com.docker.compose.service': service,
    'com.docker.compose.container-number': '1',
  };
}
