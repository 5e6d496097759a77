import { describe, expect, it } from 'vitest';
import type { ContainerDetail } from '../../../src/model/container.ts';
import type { FindingCode } from '../../../src/model/finding.ts';
import { aContainer, aHealthCheck, aState, depotixContainers, noHealth } from '../../helpers/stack-factory.ts';
import { codesOf, findingOf } from './stage.ts';

const without = (detail: Partial<ContainerDetail>, names: readonly string[]): ReturnType<typeof aState> =>
  aState({
    containers: [
      ...depotixContainers().filter(({ labels }) => !names.includes(labels.service ?? '')),
      ...names.map(service => aContainer({ service, health: noHealth, detail })),
    ],
  });

describe('a setting that is missing is one line of advice for the whole stack', () => {
  it.each<[FindingCode, Partial<ContainerDetail>, string]>([
    ['no-health-check', { healthCheck: null }, 'no health check: web and api'],
    ['no-health-check', { healthCheck: aHealthCheck({ test: ['NONE'] }) }, 'no health check: web and api'],
    ['no-restart-policy', { restartPolicy: 'no' }, 'no restart policy: web and api'],
    ['no-restart-policy', { restartPolicy: '' }, 'no restart policy: web and api'],
    ['no-limit', { limits: { memoryBytes: null, cpuCores: 1, pids: null } }, 'no memory limit: web and api'],
  ])('%s', (code, detail, title) => {
    const state = without(detail, ['api', 'web']);
    expect(codesOf(state)).toEqual([code]);
    expect(findingOf(code, state)).toMatchObject({
      title,
      severity: 'info',
      subject: { kind: 'stack', name: 'depotix' },
    });
  });

  it('counts on-failure as a policy', () => {
    expect(codesOf(without({ restartPolicy: 'on-failure:3' }, ['api']))).toEqual([]);
  });

  it('shortens a long list', () => {
    const workers = ['a', 'b', 'c', 'd', 'e'].map(name => `worker-${name}`);
    expect(findingOf('no-health-check', without({ healthCheck: null }, workers)).title).toBe(
      'no health check: worker-a, worker-b, worker-c and 2 more',
    );
  });
});
