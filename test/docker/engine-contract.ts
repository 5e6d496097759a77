/**
 * What the console relies on in an engine, real or simulated. `dockerode-engine.engine.test.ts` runs it on a private Docker
 * Engine, `demo/demo-engine.test.ts` on the simulator; where they differ the simulator is wrong.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/docker/engine.ts';
import { EngineError } from '../../src/docker/engine-error.ts';
import { compareApi, oldestApi } from '../../src/docker/api-version.ts';
import { parseInspect, parseListItem } from '../../src/docker/parse/container.ts';
import { parseEngineInfo } from '../../src/docker/parse/info.ts';
import { createLogParser } from '../../src/docker/parse/log-record.ts';
import { engineTime } from '../../src/docker/parse/log-stamp.ts';
import { parseEvent } from '../../src/docker/parse/event.ts';
import { parseStats } from '../../src/docker/parse/stats.ts';
import { createContainerFeed } from '../../src/docker/container-feed.ts';
import { followStackLogs } from '../../src/docker/follow-stack-logs.ts';
import { readPastEvents } from '../../src/docker/read-past-events.ts';
import { sampleStats } from '../../src/docker/sample-stats.ts';
import { watchStack } from '../../src/docker/watch-stack.ts';
import { createSystemClock } from '../../src/system/clock.ts';
import type { Container } from '../../src/model/container.ts';
import type { EngineEvent, StackEvent } from '../../src/model/stack-event.ts';
import type { LogRecord, LogStreamItem } from '../../src/model/log-record.ts';

interface ContractContainers {
  /** Runs, writes at least ten log lines at its start and some each second, has no TTY. It will be restarted, stopped, paused. */
  readonly chatty: string;
  /** Runs, its health check succeeds, probed at least every 10 s. */
  readonly healthy: string;
  /** Runs, its health check fails and says something. */
  readonly unhealthy?: string;
  /** Ended by itself with `exitCode`. */
  readonly exited?: { readonly id: string; readonly exitCode: number };
  /** Runs with a TTY and writes as `chatty` does. */
  readonly tty?: string;
  /** Runs without a health check. */
  readonly unchecked?: string;
}

export interface ContractStage {
  readonly engine: Engine;
  /** Of all the containers below. */
  readonly project: string;
  readonly containers: ContractContainers;
  /** A command that `chatty` knows: its exit code is 0 and it says this. */
  readonly command: { readonly words: readonly string[]; readonly says: RegExp };
  close(): Promise<void>;
}

export type OptionalRole = 'unhealthy' | 'exited' | 'tty' | 'unchecked';

/** `roles`: the optional ones that the stage has; tests of the others are not defined. */
export function describeEngineContract(
  name: string,
  roles: readonly OptionalRole[],
  makeStage: () => Promise<ContractStage>,
): void {
  describe(`${name} keeps the engine contract`, () => {
    let stage: ContractStage;
    beforeAll(async () => {
      stage = await makeStage();
    });
    afterAll(async () => {
      await stage?.close();
    });
    const current = (): ContractStage => stage;
    describeReads(current, roles);
    describeLogs(current, roles);
    describeEvents(current);
    describeActions(current);
    describeAborts(current);
    describeWatch(current);
    describeFollow(current);
  });
}

type Current = () => ContractStage;
type Roles = readonly OptionalRole[];

const never = new AbortController().signal;
const call = { signal: never };
const unknownId = 'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff';

async function failureOf(work: Promise<unknown>): Promise<EngineError> {
  try {
    await work;
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError);
    return error as EngineError;
  }
  throw new Error('the call should have failed');
}

async function inspect(stage: ContractStage, id: string): Promise<Container> {
  const container = parseInspect(await stage.engine.inspect(id, call));
  if (container === null) throw new Error('no container');
  return container;
}

/** Asks again until the answer is there. */
async function until<T>(what: string, read: () => Promise<T | null>, timeoutMs = 20_000): Promise<T> {
  for (const deadline = Date.now() + timeoutMs; ;) {
    const value = await read();
    if (value !== null) return value;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

function describeReads(current: Current, roles: Roles): void {
  test('tells its version and itself', async () => {
    const { engine } = current();
    const [ping, version, info] = await Promise.all([engine.ping(call), engine.version(call), engine.info(call)]);
    expect(compareApi(String(ping['ApiVersion']), oldestApi)).toBeGreaterThanOrEqual(0);
    expect(version['ApiVersion']).toBe(ping['ApiVersion']);
    const parsed = parseEngineInfo(version, info);
    expect(parsed.version).toMatch(/^\d+\.\d+/);
    expect(parsed.cpus).toBeGreaterThan(0);
    expect(parsed.memoryBytes).toBeGreaterThan(100 * 1024 ** 2);
  });

  test('lists the containers of one project, running or not', async () => {
    const { engine, project, containers } = current();
    const listed = (await engine.list({ project }, call)).map(raw => parseListItem(raw));
    const ids = listed.map(container => container?.id);
    expect(ids).toContain(containers.chatty);
    expect(ids).toContain(containers.healthy);
    if (containers.exited) expect(ids).toContain(containers.exited.id);
    for (const container of listed) expect(container?.labels.project).toBe(project);
    expect(await engine.list({ project: 'no-such-project' }, call)).toEqual([]);
  });

  test('says the same of a container in the list and by inspect', async () => {
    const stage = current();
    const raws = await stage.engine.list({ project: stage.project }, call);
    const listed = raws.map(raw => parseListItem(raw)).find(container => container?.id === stage.containers.healthy);
    const inspected = await inspect(stage, stage.containers.healthy);
    expect({ ...listed, detail: null, health: null, ports: null }).toEqual({
      ...inspected,
      // The list rounds to seconds.
      createdAt: Math.floor(inspected.createdAt / 1000) * 1000,
      detail: null,
      health: null,
      ports: null,
    });
    expect(listed?.health.status).toBe(inspected.health.status);
  });

  test('tells the details of a running container', async () => {
    const { detail, state } = await inspect(current(), current().containers.chatty);
    expect(state).toBe('running');
    expect(detail?.startedAt).toBeGreaterThan(Date.parse('2020-01-01'));
    expect(detail?.startedAt).toBeLessThanOrEqual(Date.now() + 1000);
    expect(detail?.pid).toBeGreaterThan(0);
    expect(detail?.log).toMatchObject({ driver: 'json-file', tty: false });
  });

  test('keeps the results of the probes of a healthy container', async () => {
    const { health, detail } = await until('healthy with two results', async () => {
      const container = await inspect(current(), current().containers.healthy);
      return container.health.status === 'healthy' && container.health.probes.length >= 2 ? container : null;
    });
    expect(health).toMatchObject({ status: 'healthy', meaningful: true, failingStreak: 0 });
    expect(detail?.healthCheck?.test.length).toBeGreaterThan(1);
    const [first, second] = health.probes;
    expect(first?.exitCode).toBe(0);
    expect(second?.startedAt).toBeGreaterThan(first?.startedAt ?? Infinity);
    expect(health.probes.length).toBeLessThanOrEqual(5);
  });

  test('knows no container by an unknown id', async () => {
    const { engine } = current();
    for (const ask of [engine.inspect, engine.stats, engine.start]) {
      const failure = await failureOf(ask(unknownId, call));
      expect(failure.code).toBe('not-found');
      expect(failure.message).toBe(`No such container: ${unknownId}`);
    }
  });

  test('gives statistics that yield figures with a second reading', async () => {
    const { engine, containers } = current();
    const first = await engine.stats(containers.chatty, call);
    const second = await until('a later reading', async () => {
      const raw = await engine.stats(containers.chatty, call);
      return Date.parse(String(raw['read'])) - Date.parse(String(first['read'])) >= 200 ? raw : null;
    });
    expect(parseStats(first)?.cpu.cores).toBeNull();
    const sample = parseStats(second, first, { containerId: containers.chatty });
    expect(sample?.cpu.cores).toBeGreaterThanOrEqual(0);
    expect(sample?.cpu.cores).toBeLessThan(64);
    expect(sample?.memory?.usedBytes).toBeGreaterThan(0);
    expect(sample?.pids).toBeGreaterThan(0);
    expect(sample?.io.rxBytesPerSecond).toBeGreaterThanOrEqual(0);
  });

  test('lists images, processes and the use of the disk', async () => {
    const { engine, containers } = current();
    const images = await engine.images(call);
    expect(images.length).toBeGreaterThan(0);
    expect(images[0]).toHaveProperty('Id');
    expect(await engine.top(containers.chatty, call)).toMatchObject({
      Titles: expect.any(Array),
      Processes: expect.any(Array),
    });
    expect(await engine.diskUsage(call)).toMatchObject({ Images: expect.any(Array), Containers: expect.any(Array) });
  });

  test('runs a command in a container and tells how it ended', async () => {
    const { engine, containers, command } = current();
    const result = await engine.exec(containers.chatty, { command: command.words }, call);
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toMatch(command.says);
    const unknown = await engine.exec(containers.chatty, { command: ['/no/such/program'] }, call);
    expect([126, 127]).toContain(unknown.exitCode);
    const failure = await failureOf(engine.exec(unknownId, { command: ['true'] }, call));
    expect(failure.code).toBe('not-found');
  });

  if (roles.includes('unhealthy')) {
    test('tells what the failing probe said', async () => {
      const { health } = await until('unhealthy', async () => {
        const container = await inspect(current(), current().containers.unhealthy ?? '');
        return container.health.status === 'unhealthy' ? container : null;
      });
      expect(health.meaningful).toBe(true);
      expect(health.failingStreak).toBeGreaterThan(0);
      expect(health.probes.at(-1)?.exitCode).not.toBe(0);
      expect(health.probes.at(-1)?.output).not.toBe('');
    });
  }

  if (roles.includes('unchecked')) {
    test('O-HEALTH-1: a container without a check has no health, in the list and by inspect', async () => {
      const { engine, project, containers } = current();
      const inspected = await inspect(current(), containers.unchecked ?? '');
      expect(inspected.health.status).toBe('none');
      const listed = (await engine.list({ project }, call))
        .map(raw => parseListItem(raw))
        .find(item => item?.id === inspected.id);
      expect(listed?.health.status).toBe('none');
    });
  }

  if (roles.includes('exited')) {
    test('tells how an ended container ended, and gives no figures of it', async () => {
      const { engine, containers } = current();
      const { id, exitCode } = containers.exited ?? { id: '', exitCode: 0 };
      const { state, detail } = await until('exited', async () => {
        const container = await inspect(current(), id);
        return container.state === 'exited' ? container : null;
      });
      expect(state).toBe('exited');
      expect(detail?.exitCode).toBe(exitCode);
      // The engine may put the end of a very short run some ms before its start: seen on 26.1.
      expect(detail?.finishedAt).toBeGreaterThan((detail?.startedAt ?? Infinity) - 1000);
      expect(parseStats(await engine.stats(id, call))).toBeNull();
    });
  }
}

interface ReadQuery {
  readonly tail?: number | 'all';
  readonly since?: string;
  readonly until?: string;
}

async function readAll(
  stage: ContractStage,
  id: string,
  query: ReadQuery = {},
  tty = false,
): Promise<readonly LogRecord[]> {
  const parser = createLogParser({ containerId: id, service: 's', tty });
  const records: LogRecord[] = [];
  const bytes = stage.engine.logs(id, { follow: false, tail: 'all', ...query }, call);
  for await (const chunk of bytes) records.push(...parser.push(chunk));
  return [...records, ...parser.end()];
}

function stampOf(record: LogRecord | undefined): string {
  if (record === undefined) throw new Error('no record');
  return engineTime(record.atMs, record.nanos);
}

function describeLogs(current: Current, roles: Roles): void {
  test('gives the last lines of a log, oldest first, each with its time', async () => {
    const { containers } = current();
    await until('ten lines', async () => ((await readAll(current(), containers.chatty)).length >= 10 ? true : null));
    const tail = await readAll(current(), containers.chatty, { tail: 5 });
    expect(tail).toHaveLength(5);
    for (const record of tail) {
      expect(record.text).not.toBe('');
      expect(record.atMs).toBeGreaterThan(Date.parse('2020-01-01'));
      expect(record.atMs).toBeLessThanOrEqual(Date.now() + 1000);
    }
    const times = tail.map(record => record.atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test('takes `since` as inclusive and `until` as a border', async () => {
    const { containers } = current();
    const all = await readAll(current(), containers.chatty);
    const border = all[5];
    const later = await readAll(current(), containers.chatty, { since: stampOf(border) });
    expect(later[0]).toEqual(all.find(record => stampOf(record) === stampOf(border)));
    const earlier = await readAll(current(), containers.chatty, { until: stampOf(border) });
    expect(earlier.length).toBeGreaterThan(0);
    for (const record of earlier) expect(record.atMs).toBeLessThanOrEqual(border?.atMs ?? 0);
  });

  test('follows a log: the tail at once, then each new line', async () => {
    const { engine, containers } = current();
    const ending = new AbortController();
    const parser = createLogParser({ containerId: containers.chatty, service: 's', tty: false });
    const records: LogRecord[] = [];
    for await (const chunk of engine.logs(containers.chatty, { follow: true, tail: 2 }, { signal: ending.signal })) {
      records.push(...parser.push(chunk));
      if (records.length >= 4) break;
    }
    ending.abort();
    expect(new Set(records.map(stampOf)).size).toBe(records.length);
  });

  test('knows no log of an unknown container', async () => {
    const failure = await failureOf(readAll(current(), unknownId));
    expect(failure.code).toBe('not-found');
  });

  if (roles.includes('tty')) {
    test('gives the log of a container with a TTY without frames', async () => {
      const id = current().containers.tty ?? '';
      expect((await inspect(current(), id)).detail?.log.tty).toBe(true);
      const records = await until('lines', async () => {
        const read = await readAll(current(), id, {}, true);
        return read.length >= 3 ? read : null;
      });
      for (const record of records) expect(record.text).not.toMatch(/[\r\n]/);
    });
  }

  if (roles.includes('exited')) {
    test('ends the follow stream of an ended container by itself', async () => {
      const id = current().containers.exited?.id ?? '';
      let chunks = 0;
      for await (const chunk of current().engine.logs(id, { follow: true, tail: 'all' }, call)) chunks += chunk.length;
      expect(chunks).toBeGreaterThanOrEqual(0);
    });
  }
}

/** Collects the engine's events while `work` runs, until `enough`. */
async function eventsDuring(
  stage: ContractStage,
  project: string,
  work: () => Promise<void>,
  enough: (events: readonly EngineEvent[]) => boolean,
): Promise<readonly EngineEvent[]> {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), 30_000);
  const since = String(Math.floor(Date.now() / 1000));
  const seen: EngineEvent[] = [];
  const working = work();
  try {
    for await (const raw of stage.engine.events({ project, since }, { signal: ending.signal })) {
      const event = parseEvent(raw);
      if (event !== null) seen.push(event);
      if (enough(seen)) break;
    }
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'aborted') throw error;
  } finally {
    clearTimeout(timer);
    await working;
  }
  return seen;
}

function describeEvents(current: Current): void {
  test('tells a restart as kill, die, start and restart of this container', async () => {
    const stage = current();
    const id = stage.containers.chatty;
    const isOurs = (event: EngineEvent): boolean => event.containerId === id;
    const events = await eventsDuring(
      stage,
      stage.project,
      () => stage.engine.restart(id, { timeoutSeconds: 2 }, call),
      seen => seen.some(event => isOurs(event) && event.action === 'restart'),
    );
    const actions = events.filter(isOurs).map(event => event.action);
    // The first start of the stage may be of the same second.
    const told = actions.filter(action => ['die', 'start', 'restart'].includes(action));
    expect(told.slice(-3)).toEqual(['die', 'start', 'restart']);
    expect(actions).toContain('kill');
    const died = events.find(event => isOurs(event) && event.action === 'die');
    expect(died?.exitCode).toBeTypeOf('number');
    expect(died?.service).toBe((await inspect(stage, id)).labels.service);
  });

  test('tells nothing of other projects', async () => {
    const stage = current();
    const ending = new AbortController();
    const seen: unknown[] = [];
    const listening = (async () => {
      for await (const raw of stage.engine.events({ project: 'no-such-project' }, { signal: ending.signal }))
        seen.push(raw);
    })().catch(() => undefined);
    await stage.engine.restart(stage.containers.chatty, { timeoutSeconds: 1 }, call);
    ending.abort();
    await listening;
    expect(seen).toEqual([]);
  });
}

function describeActions(current: Current): void {
  test('restarts a container: the same id, a later start', async () => {
    const { engine, containers } = current();
    const before = await inspect(current(), containers.chatty);
    await engine.restart(containers.chatty, { timeoutSeconds: 2 }, call);
    const after = await inspect(current(), containers.chatty);
    expect(after.state).toBe('running');
    expect(after.detail?.startedAt).toBeGreaterThan(before.detail?.startedAt ?? Infinity);
  });

  test('stops and starts a container, and takes it when it is so already', async () => {
    const { engine, containers } = current();
    await engine.stop(containers.chatty, { timeoutSeconds: 2 }, call);
    await engine.stop(containers.chatty, { timeoutSeconds: 2 }, call);
    const stopped = await inspect(current(), containers.chatty);
    expect(stopped.state).toBe('exited');
    expect(parseStats(await engine.stats(containers.chatty, call))).toBeNull();
    await engine.start(containers.chatty, call);
    await engine.start(containers.chatty, call);
    expect((await inspect(current(), containers.chatty)).state).toBe('running');
  });

  test('O-STATUS-1: pauses a container, which then takes no start, and unpauses it', async () => {
    const { engine, containers } = current();
    await engine.pause(containers.chatty, call);
    const paused = await inspect(current(), containers.chatty);
    expect(paused.state).toBe('paused');
    expect(paused.health.meaningful).toBe(false);
    const failure = await failureOf(engine.start(containers.chatty, call));
    expect(failure.code).toBe('conflict');
    expect(failure.message).toMatch(/unpause/);
    await engine.unpause(containers.chatty, call);
    expect((await inspect(current(), containers.chatty)).state).toBe('running');
  });
}

function describeAborts(current: Current): void {
  test('ends calls and streams when the signal fires', async () => {
    const { engine, containers } = current();
    expect((await failureOf(engine.list({}, { signal: AbortSignal.abort() }))).code).toBe('aborted');
    const ending = new AbortController();
    const following = (async () => {
      for await (const chunk of engine.logs(containers.chatty, { follow: true, tail: 1 }, { signal: ending.signal })) {
        if (chunk.length > 0) ending.abort();
      }
    })();
    expect((await failureOf(following)).code).toBe('aborted');
  });
}

function describeWatch(current: Current): void {
  test('is watched: connected, listed, inspected, and each change told', async () => {
    const stage = current();
    const { chatty } = stage.containers;
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(), 30_000);
    const seen: StackEvent[] = [];
    let restarting: Promise<void> | null = null;
    const starts = new Set<number>();
    const watching = watchStack(
      stage.engine,
      { project: stage.project },
      { signal: ending.signal, clock: createSystemClock() },
    );
    for await (const event of watching) {
      seen.push(event);
      if (event.type !== 'container-inspected' || event.container.id !== chatty) continue;
      restarting ??= stage.engine.restart(chatty, { timeoutSeconds: 2 }, call);
      if (event.container.state === 'running') starts.add(event.container.detail?.startedAt ?? 0);
      if (starts.size >= 2) break;
    }
    clearTimeout(timer);
    await restarting;
    expect(seen.slice(0, 2).map(event => event.type)).toEqual(['engine-connected', 'containers-listed']);
    expect(seen.filter(event => event.type === 'engine-event-seen').map(event => event.event.action)).toContain('die');
    expect(ending.signal.aborted).toBe(false);
  });

  test('remembers what was before: told after the list with its own time, and asked for until now', async () => {
    const stage = current();
    const { chatty } = stage.containers;
    const clock = createSystemClock();
    await stage.engine.restart(chatty, { timeoutSeconds: 1 }, call);
    // 20.10 tells the `restart` when the call has been answered already, and the `stop` elsewhere than 26.1.
    const told = await until('the restart is told', async () => {
      const asked = clock.now();
      const options = { signal: never, clock, backMs: 60_000, limitMs: 20_000 };
      const past = await readPastEvents(stage.engine, { project: stage.project }, options);
      // It ended by itself and not by its limit.
      expect(clock.now() - asked).toBeLessThan(10_000);
      const ours = past.filter(
        ({ containerId, action }) => containerId === chatty && /^(?:die|start|restart)$/.test(action),
      );
      return ours.at(-1)?.action === 'restart' ? ours : null;
    });
    expect(told.slice(-3).map(({ action }) => action)).toEqual(['die', 'start', 'restart']);
    const restarted = clock.now();

    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(), 20_000);
    const seen: StackEvent[] = [];
    for await (const event of watchStack(stage.engine, { project: stage.project }, { signal: ending.signal, clock })) {
      seen.push(event);
      if (event.type !== 'engine-event-seen' || event.event.containerId !== chatty) continue;
      expect(event.event.at).toBeLessThanOrEqual(restarted);
      if (event.event.action === 'restart' && event.event.at === told.at(-1)?.at) break;
    }
    clearTimeout(timer);
    expect(ending.signal.aborted).toBe(false);
    expect(seen.slice(0, 2).map(event => event.type)).toEqual(['engine-connected', 'containers-listed']);
  });
}

function describeFollow(current: Current): void {
  test('is followed over a restart: no line twice, and both runs are told', async () => {
    const stage = current();
    const id = stage.containers.chatty;
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(), 30_000);
    const feed = createContainerFeed([await inspect(stage, id)]);
    const items: LogStreamItem[] = [];
    const phases = (): string[] => items.flatMap(item => (item.kind === 'status' ? [item.status.phase] : []));
    let restarting: Promise<void> | null = null;
    const restart = async (): Promise<void> => {
      await stage.engine.restart(id, { timeoutSeconds: 1 }, call);
      feed.update([await inspect(stage, id)]);
    };
    for await (const batch of followStackLogs(stage.engine, feed, {
      signal: ending.signal,
      clock: createSystemClock(),
    })) {
      items.push(...batch);
      if (batch.some(item => item.kind === 'record')) restarting ??= restart();
      const startedAgain = items.findIndex(item => item.kind === 'note' && item.text.startsWith('started again'));
      if (startedAgain >= 0 && items.slice(startedAgain).some(item => item.kind === 'record')) break;
    }
    clearTimeout(timer);
    await restarting;
    expect(ending.signal.aborted).toBe(false);
    expect(phases().slice(0, 2)).toEqual(['connecting', 'following']);
    expect(phases().at(-1)).toBe('following');
    const lines = items.flatMap(item => (item.kind === 'record' ? [`${stampOf(item)} ${item.text}`] : []));
    expect(new Set(lines).size).toBe(lines.length);
  });

  test('is sampled: figures at once, cores with the second reading', async () => {
    const stage = current();
    const container = await inspect(stage, stage.containers.chatty);
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(), 20_000);
    const options = {
      signal: ending.signal,
      clock: createSystemClock(),
      containers: () => [container],
      interval: () => 1_000,
    };
    const cores: (number | null)[] = [];
    for await (const event of sampleStats(stage.engine, options)) {
      if (event.type === 'stats-sampled') cores.push(...event.samples.map(sample => sample.cpu.cores));
      if (cores.length >= 3) break;
    }
    clearTimeout(timer);
    expect(cores[0]).toBeNull();
    expect(cores.at(-1)).toBeGreaterThanOrEqual(0);
  });
}
