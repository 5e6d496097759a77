import { describe, expect, it } from 'vitest';
import {
  aCompose,
  aComposeService,
  aContainer,
  aState,
  aStateWith,
  anExited,
  depotixContainers,
  minutes,
  noHealth,
  now,
  probes,
  seconds,
} from '../../helpers/stack-factory.ts';
import { codesOf, engineEvent } from './stage.ts';

describe('nothing is found', () => {
  it('on a healthy stack', () => {
    expect(codesOf(aState())).toEqual([]);
  });

  it('before the first list', () => {
    expect(
      codesOf({ ...aState(), containers: {}, listedAt: null, engine: { ...aState().engine, phase: 'connecting' } }),
    ).toEqual([]);
  });

  it('while the stack starts: created, starting, probes that still fail', () => {
    const starting = ['web', 'api', 'postgres'].map(service =>
      aContainer({
        service,
        createdAt: now - seconds(20),
        health: { status: 'starting', failingStreak: 2, probes: probes(2, { exitCode: 1 }) },
        detail: { startedAt: now - seconds(15) },
      }),
    );
    const waiting = {
      state: 'created',
      health: noHealth,
      createdAt: now - seconds(20),
      detail: { startedAt: null },
    } as const;
    starting.push(aContainer({ service: 'caddy', ...waiting }));
    expect(codesOf(aState({ containers: starting }))).toEqual([]);
  });

  it('while an up has not come to all services yet', () => {
    const first = aContainer({
      service: 'postgres',
      createdAt: now - seconds(5),
      health: { status: 'starting' },
      detail: { startedAt: now - seconds(4) },
    });
    expect(codesOf(aState({ containers: [first] }))).toEqual([]);
  });

  it('while a dependency is still starting, however long the dependent waits', () => {
    const waiting = aContainer({
      state: 'created',
      health: noHealth,
      createdAt: now - minutes(2),
      detail: { startedAt: null },
    });
    const database = aContainer({
      service: 'postgres',
      health: { status: 'starting' },
      detail: { startedAt: now - seconds(20) },
    });
    expect(codesOf(aStateWith([waiting, database]))).toEqual([]);
  });

  it('in the seconds of a deploy: the old one stopped, the new one healthy', () => {
    const old = anExited(143, { name: 'depotix-api-1', detail: { finishedAt: now - seconds(2) } });
    const fresh = aContainer({
      name: 'depotix-api-2',
      labels: { number: 2 },
      createdAt: now - seconds(20),
      detail: { startedAt: now - seconds(19) },
    });
    expect(codesOf(aStateWith([old, fresh]))).toEqual([]);
  });

  it('when a container was just removed to be made anew', () => {
    const others = depotixContainers().filter(({ labels }) => labels.service !== 'api');
    expect(codesOf(aState({ containers: others, later: [engineEvent('destroy', now - seconds(3))] }))).toEqual([]);
  });

  it('of a stopped or stopping container’s health (O-HEALTH-2)', () => {
    const stopping = aContainer({
      stopping: true,
      health: { status: 'unhealthy', meaningful: false, failingStreak: 3 },
    });
    expect(codesOf(aStateWith([stopping]))).toEqual([]);
  });

  it('of a task that has done its work, nor of a one-off that failed (O-STATUS-3)', () => {
    const job = anExited(0, {
      service: 'api-migrate',
      detail: { restartPolicy: 'no', healthCheck: null, limits: { memoryBytes: null, cpuCores: null, pids: null } },
    });
    const oneOff = anExited(1, { name: 'depotix-api-run-1', labels: { oneOff: true, number: null } });
    expect(codesOf(aState({ containers: [...depotixContainers(), job, oneOff] }))).toEqual([]);
  });

  it('of services that are wanted no times', () => {
    const compose = aCompose([...aCompose().services, aComposeService('worker', { wanted: 0 })]);
    expect(codesOf(aState({ later: [{ type: 'compose-read', at: now, project: compose }] }))).toEqual([]);
  });

  it('when somebody restarts a service several times', () => {
    const restarts = [4, 3, 2, 1].flatMap(ago => [
      engineEvent('kill', now - minutes(ago), { signal: '15' }),
      engineEvent('die', now - minutes(ago) + 500, { exitCode: 0 }),
      engineEvent('start', now - minutes(ago) + 600),
    ]);
    expect(
      codesOf(aStateWith([aContainer({ detail: { startedAt: now - minutes(1) + 600 } })], { later: restarts })),
    ).toEqual([]);
  });
});
