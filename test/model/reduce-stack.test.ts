import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Container } from '../../src/model/container.ts';
import { createInitialState } from '../../src/model/initial-state.ts';
import { httpProbesKept } from '../../src/model/reduce-host.ts';
import { probesKept } from '../../src/model/reduce-containers.ts';
import { reduceStack } from '../../src/model/reduce-stack.ts';
import { startsKept, timelineKept } from '../../src/model/reduce-timeline.ts';
import { isSilentPoint, seriesCapacity } from '../../src/model/series.ts';
import type { EngineEvent, StackEvent } from '../../src/model/stack-event.ts';
import type { StackState } from '../../src/model/stack-state.ts';
import {
  aCompose,
  aContainer,
  aHost,
  anExited,
  anHttpProbe,
  aProbe,
  aSample,
  aState,
  depotixContainers,
  engineDown,
  engineInfo,
  initialOptions,
  minutes,
  noHealth,
  now,
  probes,
  seconds,
} from '../helpers/stack-factory.ts';

const initial = createInitialState(initialOptions);
const reduce = (state: StackState, ...events: readonly StackEvent[]): StackState => events.reduce(reduceStack, state);
const listed = (containers: readonly Container[], at = now): StackEvent => ({
  type: 'containers-listed',
  at,
  containers,
});
const inspected = (container: Container, at = now): StackEvent => ({ type: 'container-inspected', at, container });
const sampled = (container: Container, at: number, memoryBytes = 1): StackEvent => ({
  type: 'stats-sampled',
  at,
  samples: [aSample(container, { at, memoryBytes })],
});
const engineLost = (at: number): StackEvent => ({ type: 'engine-lost', at, problem: engineDown, retryAt: at + 500 });
const statsLost = (at: number): StackEvent => ({
  type: 'stats-lost',
  at,
  containerId: aContainer().id,
  reason: 'timeout',
});
const happened = (parts: Partial<EngineEvent> = {}): StackEvent => {
  const event = {
    at: now,
    action: 'start',
    containerId: aContainer().id,
    service: 'api',
    name: 'depotix-api-1',
    exitCode: null,
    signal: null,
    ...parts,
  };
  return { type: 'engine-event-seen', at: event.at, event };
};

describe('the engine', () => {
  it('is connecting at first and connected when it has answered', () => {
    expect(initial.engine).toMatchObject({ phase: 'connecting', info: null, lastContactAt: null });
    const state = reduce(initial, { type: 'engine-connected', at: now, info: engineInfo });
    expect(state.engine).toMatchObject({
      phase: 'connected',
      info: engineInfo,
      since: now,
      lastContactAt: now,
      problem: null,
    });
  });

  it('lost keeps the data, the last contact and the moment of the loss over all failed attempts', () => {
    const before = aState();
    const state = reduce(before, engineLost(now), engineLost(now + 1_000));
    expect(state.engine).toMatchObject({
      phase: 'lost',
      since: now,
      retryAt: now + 1_500,
      lastContactAt: now - seconds(1),
      info: engineInfo,
    });
    expect(state.containers).toBe(before.containers);
    expect(state.latestStats).toBe(before.latestStats);
  });

  it('that comes back is connected anew and has no problem', () => {
    const state = reduce(
      aState(),
      { type: 'engine-lost', at: now, problem: engineDown, retryAt: now },
      { type: 'engine-connected', at: now + 5_000, info: engineInfo },
    );
    expect(state.engine).toMatchObject({ phase: 'connected', since: now + 5_000, problem: null, retryAt: null });
  });

  it('answers without going back in time', () => {
    const state = reduce(aState(), { type: 'engine-answered', at: now + 10 }, { type: 'engine-answered', at: now + 5 });
    expect(state.engine.lastContactAt).toBe(now + 10);
  });
});

describe('a list of containers', () => {
  it('adds, keeps and drops by id', () => {
    const [caddy, web] = depotixContainers();
    if (caddy === undefined || web === undefined) throw new Error('no containers');
    const state = reduce(initial, listed([caddy, web]), listed([web, aContainer()]));
    expect(Object.keys(state.containers).toSorted()).toEqual([web.id, aContainer().id].toSorted());
  });

  it('changes nothing but the time of the list when all is as before', () => {
    const before = reduce(initial, listed(depotixContainers(), now));
    const after = reduce(before, listed(structuredClone(depotixContainers()), now + 1));
    expect(after.containers).toBe(before.containers);
    expect(after.probes).toBe(before.probes);
    expect(after.listedAt).toBe(now + 1);
  });

  it('keeps the detail and the probes that only an inspect tells', () => {
    const bare = aContainer({ detail: null, health: { probes: [] } });
    const state = reduce(initial, listed([aContainer()]), listed([bare]));
    expect(state.containers[bare.id]).toMatchObject({
      detail: { restartPolicy: 'unless-stopped' },
      health: { probes: aContainer().health.probes },
    });
  });

  it('keeps the streak that a list does not tell', () => {
    const health = { status: 'unhealthy', failingStreak: 12 } as const;
    const sick = aContainer({ health });
    const bare = aContainer({ detail: null, health: { ...health, failingStreak: 0, probes: [] } });
    expect(reduce(initial, inspected(sick), listed([bare])).containers[bare.id]?.health).toEqual(sick.health);
    const well = aContainer({ detail: null, health: { failingStreak: 0, probes: [] } });
    expect(reduce(initial, inspected(sick), listed([well])).containers[bare.id]?.health).toMatchObject({
      status: 'healthy',
      failingStreak: 0,
    });
  });

  it('forgets the detail of a container that has ended since: its exit code would be a wrong one', () => {
    const state = reduce(initial, listed([aContainer()]), listed([anExited(1, { detail: null })]));
    expect(state.containers[aContainer().id]?.detail).toBeNull();
  });

  it('drops everything that belonged to a container that is gone, and keeps what belongs to its service', () => {
    const api = aContainer();
    const before = aState({
      later: [
        sampled(api, now),
        { type: 'stats-lost', at: now, containerId: api.id, reason: 'timeout' },
        {
          type: 'cgroups-read',
          at: now,
          cgroups: [{ containerId: api.id, oomKills: 0, memoryPeakBytes: 1, processes: 1 }],
        },
        {
          type: 'log-stream-changed',
          at: now,
          status: { containerId: api.id, service: 'api', phase: 'following', reason: null, since: now, received: 1 },
        },
      ],
    });
    for (const gone of [
      reduce(before, { type: 'container-removed', at: now, containerId: api.id }),
      reduce(before, listed(depotixContainers().filter(({ id }) => id !== api.id))),
    ]) {
      for (const part of ['containers', 'latestStats', 'lostStats', 'series', 'logStreams', 'cgroups'] as const) {
        expect(gone[part], part).not.toHaveProperty(api.id);
      }
      expect(gone.serviceSeries['api']).toBe(before.serviceSeries['api']);
      expect(gone.probes['api']).toBe(before.probes['api']);
    }
  });

  it('knows no container that was removed twice', () => {
    const state = aState();
    expect(reduce(state, { type: 'container-removed', at: now, containerId: 'nobody' })).toBe(state);
  });
});

describe('O-STATUS-1: after an unpause', () => {
  const pausedOne = aContainer({ state: 'paused', health: { status: 'unhealthy', meaningful: false } });
  const resumed = aContainer({ health: { status: 'unhealthy', meaningful: true, failingStreak: 0 } });
  const healthOf = (state: StackState): boolean | undefined => state.containers[resumed.id]?.health.meaningful;

  it('the old "unhealthy" is held as stale until the next probe', () => {
    const state = reduce(initial, inspected(pausedOne), inspected(resumed), inspected(structuredClone(resumed)));
    expect(healthOf(state)).toBe(false);
    const probed = aContainer({
      health: {
        status: 'unhealthy',
        failingStreak: 1,
        probes: [...resumed.health.probes, aProbe({ startedAt: now + 1, exitCode: 1 })],
      },
    });
    expect(healthOf(reduce(state, inspected(probed)))).toBe(true);
  });

  it('"healthy" counts at once', () => {
    expect(healthOf(reduce(initial, inspected(pausedOne), inspected(aContainer())))).toBe(true);
  });

  it('a container that was always running is never stale', () => {
    expect(healthOf(reduce(initial, inspected(aContainer()), inspected(resumed)))).toBe(true);
  });
});

describe('kept probes', () => {
  it('go beyond the engine’s five, each once', () => {
    const states = Array.from({ length: 30 }, (_, index) =>
      inspected(aContainer({ health: { probes: probes(5, {}, now + index * seconds(5)) } })),
    );
    const kept = reduce(initial, ...states).probes['api'] ?? [];
    expect(kept).toHaveLength(34);
    expect(new Set(kept.map(({ startedAt }) => startedAt)).size).toBe(34);
  });

  it('are at most 50, the newest', () => {
    const states = Array.from({ length: 80 }, (_, index) =>
      inspected(aContainer({ health: { probes: probes(5, {}, now + index * seconds(5)) } })),
    );
    const kept = reduce(initial, ...states).probes['api'] ?? [];
    expect(kept).toHaveLength(probesKept);
    expect(kept.at(-1)?.startedAt).toBe(now + 79 * seconds(5));
  });

  it('learn the end of a probe that was under way', () => {
    const running = aProbe({ endedAt: null, output: '' });
    const state = reduce(
      initial,
      inspected(aContainer({ health: { probes: [running] } })),
      inspected(aContainer({ health: { probes: [aProbe()] } })),
    );
    expect(state.probes['api']).toEqual([aProbe()]);
  });

  it('are not those of a one-off container', () => {
    expect(reduce(initial, inspected(aContainer({ labels: { oneOff: true } }))).probes).toEqual({});
  });
});

describe('starts', () => {
  it('are not counted by a console that finds a container running', () => {
    expect(reduce(initial, listed([aContainer()])).starts).toEqual({});
  });

  it('are seen by an inspect with another start', () => {
    const again = aContainer({ detail: { startedAt: now } });
    expect(reduce(initial, listed([aContainer()]), inspected(again)).starts).toEqual({ api: [now] });
  });

  it('are seen when a new container comes after the first list', () => {
    const fresh = aContainer({ name: 'depotix-api-2', detail: { startedAt: now + 5 } });
    expect(reduce(initial, listed([aContainer()], now), inspected(fresh)).starts).toEqual({ api: [now + 5] });
  });

  it('told by event and by inspect are one', () => {
    const again = aContainer({ detail: { startedAt: now } });
    const seen = [happened({ at: now + 12 }), inspected(again)];
    expect(reduce(initial, listed([aContainer()]), ...seen).starts['api']).toHaveLength(1);
    expect(reduce(initial, listed([aContainer()]), ...seen.toReversed()).starts['api']).toHaveLength(1);
  });

  it('of one-off containers do not count', () => {
    const oneOff = aContainer({ labels: { oneOff: true } });
    expect(reduce(initial, listed([oneOff]), happened()).starts).toEqual({});
  });

  it('are at most 50', () => {
    const events = Array.from({ length: 70 }, (_, index) => happened({ at: now + index * 1_000 }));
    expect(reduce(initial, ...events).starts['api']).toHaveLength(startsKept);
  });
});

describe('the timeline', () => {
  it('takes an event that is told again by a re-opened stream once', () => {
    const once = reduce(initial, happened());
    expect(reduce(once, happened())).toBe(once);
    expect(reduce(once, happened({ action: 'die' })).timeline).toHaveLength(2);
  });

  it('is bounded', () => {
    const events = Array.from({ length: timelineKept + 20 }, (_, index) =>
      happened({ at: now + index, action: 'exec' }),
    );
    const { timeline } = reduce(initial, ...events);
    expect(timeline).toHaveLength(timelineKept);
    expect(timeline.at(-1)?.at).toBe(now + timelineKept + 19);
  });
});

describe('usage', () => {
  it('is kept by container and by service, newest last', () => {
    const state = aState({ later: [sampled(aContainer(), now, 7)] });
    expect(state.latestStats[aContainer().id]?.memory?.usedBytes).toBe(7);
    expect(state.series[aContainer().id]?.at(-1)).toMatchObject({ at: now, memoryBytes: 7 });
    expect(state.serviceSeries['api']?.at(-1)).toMatchObject({ at: now, memoryBytes: 7 });
  });

  it('O-STATS-1: of a container that is gone goes nowhere', () => {
    const state = aState();
    expect(reduce(state, sampled(aContainer({ name: 'gone' }), now))).toBe(state);
    expect(reduce(state, { type: 'stats-lost', at: now, containerId: 'gone', reason: '404' })).toBe(state);
  });

  it('O-STATS-1: a new container of the service makes a gap, and its own series begins anew', () => {
    const old = aContainer({ name: 'depotix-api-old' });
    const fresh = aContainer({ name: 'depotix-api-new' });
    const state = reduce(
      initial,
      listed([old]),
      sampled(old, now - 4_000, 900),
      sampled(old, now - 2_000, 900),
      listed([fresh]),
      sampled(fresh, now, 100),
    );
    expect(state.serviceSeries['api']?.map(({ memoryBytes }) => memoryBytes)).toEqual([900, 900, null, 100]);
    expect(state.series[fresh.id]).toHaveLength(1);
    expect(state.series).not.toHaveProperty(old.id);
  });

  it('of replicas adds up to one point a round', () => {
    const replicas = [1, 2, 3].map(number => aContainer({ labels: { number } }));
    const round = (at: number): StackEvent[] => replicas.map((replica, index) => sampled(replica, at + index, 10));
    const state = reduce(initial, listed(replicas), ...round(now), ...round(now + 2_000));
    const points = (state.serviceSeries['api'] ?? []).filter(point => !isSilentPoint(point));
    expect(points.at(-1)).toMatchObject({ at: now + 2_002, memoryBytes: 30 });
    expect(points.filter(({ at }) => at >= now + 2_000)).toHaveLength(1);
  });

  it('does not add a replica that has not been read for long', () => {
    const [one, two] = [1, 2].map(number => aContainer({ labels: { number } }));
    if (one === undefined || two === undefined) throw new Error('no replicas');
    const state = reduce(initial, listed([one, two]), sampled(one, now, 10), sampled(two, now + minutes(1), 5));
    expect(state.serviceSeries['api']?.at(-1)?.memoryBytes).toBe(5);
  });

  it('of one-off containers is not the service’s', () => {
    const oneOff = aContainer({ name: 'depotix-api-run-1', labels: { oneOff: true } });
    const state = reduce(
      initial,
      listed([aContainer(), oneOff]),
      sampled(aContainer(), now, 10),
      sampled(oneOff, now + 1, 500),
    );
    expect(state.serviceSeries['api']?.at(-1)?.memoryBytes).toBe(10);
    expect(state.latestStats[oneOff.id]?.memory?.usedBytes).toBe(500);
  });

  it('that is lost keeps the last figures, the moment of the loss and a gap; a new reading ends the loss', () => {
    const state = aState({ later: [statsLost(now), statsLost(now + 5_000)] });
    expect(state.lostStats[aContainer().id]).toEqual({ at: now, reason: 'timeout' });
    expect(state.latestStats).toHaveProperty(aContainer().id);
    expect(state.series[aContainer().id]?.filter(isSilentPoint)).toHaveLength(1);
    expect(reduce(state, sampled(aContainer(), now + 6_000)).lostStats).toEqual({});
  });

  it('of a life that has ended is not shown as the present, and the next life does not continue its graph', () => {
    const api = aContainer();
    const before = reduce(initial, listed([api]), sampled(api, now, 900));
    const died = reduce(before, inspected(anExited(137)));
    expect(died.latestStats).toEqual({});
    const again = reduce(
      died,
      inspected(aContainer({ detail: { startedAt: now + 5 } })),
      sampled(api, now + 2_000, 100),
    );
    expect(again.series[api.id]?.map(({ memoryBytes }) => memoryBytes)).toEqual([900, null, 100]);
    const quick = reduce(before, inspected(aContainer({ detail: { startedAt: now + 5 } })));
    expect(quick.latestStats).toEqual({});
  });

  it('is bounded by count and by time', () => {
    const readings = Array.from({ length: 800 }, (_, index) => sampled(aContainer(), now + index * 2_000));
    const state = reduce(initial, listed([aContainer()]), ...readings);
    for (const points of [state.series[aContainer().id], state.serviceSeries['api']]) {
      expect(points?.length).toBeLessThanOrEqual(seriesCapacity);
      expect((points?.at(-1)?.at ?? 0) - (points?.[0]?.at ?? 0)).toBeLessThanOrEqual(minutes(10));
    }
  });
});

describe('everything else', () => {
  it.each<[string, StackEvent, Partial<StackState>]>([
    ['host', { type: 'host-sampled', at: now, sample: aHost() }, { host: aHost() }],
    [
      'compose file',
      { type: 'compose-read', at: now, project: aCompose() },
      { compose: aCompose(), composeProblem: null },
    ],
    [
      'compose failure',
      { type: 'compose-failed', at: now, reason: 'no such file' },
      { composeProblem: 'no such file' },
    ],
    ['log version', { type: 'logs-appended', at: now, version: 42 }, { logVersion: 42 }],
    [
      'bad configuration',
      { type: 'config-rejected', at: now, problems: [{ path: 'depotix.yaml', line: 4, reason: 'unknown key' }] },
      { configProblems: [{ path: 'depotix.yaml', line: 4, reason: 'unknown key' }] },
    ],
  ])('is remembered once: %s', (_, event, expected) => {
    const state = reduce(initial, event);
    expect(state).toMatchObject(expected);
    expect(reduce(state, structuredClone(event))).toBe(state);
  });

  it('keeps a bounded number of answers of the public address', () => {
    const asked = Array.from({ length: 100 }, (_, index): StackEvent => ({
      type: 'http-probed',
      at: now,
      probe: anHttpProbe({ at: now + index }),
    }));
    const { http } = reduce(initial, ...asked);
    expect(http).toHaveLength(httpProbesKept);
    expect(http.at(-1)?.at).toBe(now + 99);
  });

  it('forgets what was wrong with the compose file once it is read', () => {
    const state = reduce(
      initial,
      { type: 'compose-failed', at: now, reason: 'x' },
      { type: 'compose-read', at: now, project: aCompose() },
    );
    expect(state.composeProblem).toBeNull();
  });
});

/** Four containers of two services that come, go, start and are read in any order. */
const cast = [1, 2, 3, 4].map(number =>
  aContainer({ service: number > 2 ? 'web' : 'api', name: `c${number}`, labels: { number } }),
);
const member = fc.constantFrom(...cast);
const time = fc.integer({ min: now, max: now + minutes(30) });
const anyEvent: fc.Arbitrary<StackEvent> = fc.oneof(
  fc.record({ at: time, containers: fc.subarray(cast) }).map(({ at, containers }) => listed(containers, at)),
  fc.record({ container: member, at: time }).map(({ container, at }) => inspected({ ...container, detail: null }, at)),
  fc.record({ container: member, at: time }).map(({ container, at }) =>
    inspected(
      aContainer({
        ...container,
        service: container.labels.service ?? '',
        health: noHealth,
        detail: { startedAt: at },
      }),
      at,
    ),
  ),
  fc
    .record({ container: member, at: time })
    .map(({ container, at }): StackEvent => ({ type: 'container-removed', at, containerId: container.id })),
  fc.record({ container: member, at: time }).map(({ container, at }) => sampled(container, at)),
  fc
    .record({ container: member, at: time })
    .map(({ container, at }): StackEvent => ({ type: 'stats-lost', at, containerId: container.id, reason: 'x' })),
  fc.record({ container: member, at: time }).map(({ container, at }) => happened({ at, containerId: container.id })),
);

describe('any order of events', () => {
  it('leaves nothing of a container that is not there, and no series out of bounds', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), events => {
        const state = reduce(initial, ...events);
        for (const part of ['latestStats', 'lostStats', 'series', 'cgroups'] as const) {
          for (const id of Object.keys(state[part])) expect(state.containers).toHaveProperty(id);
        }
        for (const points of Object.values(state.serviceSeries))
          expect(points.length).toBeLessThanOrEqual(seriesCapacity);
      }),
      { numRuns: 200 },
    );
  });
});
