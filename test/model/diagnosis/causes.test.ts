import { describe, expect, it } from 'vitest';
import type { Container, ContainerHealth } from '../../../src/model/container.ts';
import { countFindings } from '../../../src/model/diagnosis/diagnose.ts';
import type { StackEvent } from '../../../src/model/stack-event.ts';
import {
  aContainer,
  aDisk,
  aHost,
  anExited,
  aSample,
  aStateWith,
  mebibyte,
  minutes,
  now,
  probes,
  seconds,
} from '../../helpers/stack-factory.ts';
import { findingsOf } from './stage.ts';

const failing = probes(5, { exitCode: 1, output: 'error 503' });
const sick = (failingStreak: number): Partial<ContainerHealth> => ({
  status: 'unhealthy',
  failingStreak,
  probes: failing,
});
const unhealthy = (service: string, failingStreak = 10): Container =>
  aContainer({ service, health: sick(failingStreak) });
const brief = (state: Parameters<typeof findingsOf>[0]): (readonly [string, string | null])[] =>
  findingsOf(state).map(({ code, subject, causedBy }) => [`${code}:${subject.name}`, causedBy]);

describe('one incident, not three', () => {
  it('database stopped → api unhealthy → edge unhealthy: the root first', () => {
    const state = aStateWith([anExited(0, { service: 'postgres' }), unhealthy('api'), unhealthy('caddy')]);
    expect(brief(state)).toEqual([
      ['exited:postgres', null],
      ['unhealthy:api', 'exited:postgres'],
      ['unhealthy:caddy', 'unhealthy:api'],
    ]);
    expect(countFindings(findingsOf(state))).toEqual({ incidents: 1, warnings: 0, infos: 0 });
  });

  it('goes by roles where no file and no label tells the dependencies', () => {
    const labels = { dependsOn: [] };
    const bare = [anExited(0, { service: 'postgres', labels }), aContainer({ labels, health: sick(10) })];
    expect(brief({ ...aStateWith(bare), compose: null })).toContainEqual(['unhealthy:api', 'exited:postgres']);
  });

  it('goes through a service that is itself well', () => {
    expect(brief(aStateWith([anExited(0, { service: 'postgres' }), unhealthy('caddy')]))).toContainEqual([
      'unhealthy:caddy',
      'exited:postgres',
    ]);
  });

  it('a loop that a missing database makes is a consequence', () => {
    const loop = anExited(1, { state: 'restarting', detail: { restartCount: 9 } });
    expect(brief(aStateWith([loop, anExited(0, { service: 'postgres' })]))).toEqual([
      ['exited:postgres', null],
      ['crash-loop:api', 'exited:postgres'],
    ]);
  });

  it('high memory of an unhealthy service goes along with it', () => {
    const api = unhealthy('api');
    const sample: StackEvent = {
      type: 'stats-sampled',
      at: now,
      samples: [aSample(api, { memoryBytes: 800 * mebibyte })],
    };
    const later = [sample, { ...sample, at: now + 1 }];
    expect(brief(aStateWith([api], { later }))).toEqual([
      ['unhealthy:api', null],
      ['memory-high:api', 'unhealthy:api'],
    ]);
  });

  it('a full disk explains the database that failed on it', () => {
    const later: StackEvent[] = [
      { type: 'host-sampled', at: now, sample: aHost({ disks: { ok: true, value: [aDisk(100)] } }) },
    ];
    const state = aStateWith([anExited(1, { service: 'postgres' }), unhealthy('api')], { later });
    expect(brief(state)).toEqual([
      ['disk-full:/', null],
      ['exited:postgres', 'disk-full:/'],
      ['unhealthy:api', 'exited:postgres'],
    ]);
  });
});

describe('two incidents', () => {
  it('are two when the database was stopped long after the api had failed', () => {
    const stopped = anExited(0, { service: 'postgres', detail: { finishedAt: now - seconds(5) } });
    const state = aStateWith([stopped, unhealthy('api', 600)]);
    expect(brief(state)).toContainEqual(['unhealthy:api', null]);
    expect(countFindings(findingsOf(state)).incidents).toBe(2);
  });

  it('are two when both were stopped by hand', () => {
    expect(brief(aStateWith([anExited(0, { service: 'postgres' }), anExited(0)])).map(([, cause]) => cause)).toEqual([
      null,
      null,
    ]);
  });

  it('are two when an OOM kill of the api comes beside a web that fails by itself', () => {
    const killed = anExited(137, { detail: { oomKilled: true } });
    expect(brief(aStateWith([killed, anExited(0, { service: 'web' })])).map(([, cause]) => cause)).toEqual([
      null,
      null,
    ]);
  });
});

describe('the order', () => {
  it('is critical, warning, info; the one with more consequences first; then the older', () => {
    const later: StackEvent[] = [
      { type: 'host-sampled', at: now, sample: aHost({ disks: { ok: true, value: [aDisk(85)] } }) },
    ];
    const state = aStateWith(
      [
        anExited(0, { service: 'web', detail: { finishedAt: now - minutes(9) } }),
        anExited(0, { service: 'postgres' }),
        unhealthy('api'),
        aContainer({ service: 'worker', detail: { restartPolicy: 'no' } }),
      ],
      { later },
    );
    expect(findingsOf(state).map(({ severity, code, subject }) => [severity, code, subject.name])).toEqual([
      ['critical', 'exited', 'postgres'],
      ['critical', 'unhealthy', 'api'],
      ['critical', 'exited', 'web'],
      ['warning', 'disk-filling', '/'],
      ['info', 'no-restart-policy', 'depotix'],
      ['info', 'no-limit', 'depotix'],
    ]);
  });

  it('does not end in a circle of dependencies', () => {
    const circle = [
      anExited(1, { service: 'api', labels: { dependsOn: ['web'] } }),
      anExited(1, { service: 'web', labels: { dependsOn: ['api'] } }),
    ];
    expect(findingsOf({ ...aStateWith(circle), compose: null }).filter(({ code }) => code === 'exited')).toHaveLength(
      2,
    );
  });
});
