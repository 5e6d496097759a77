import { expect, it } from 'vitest';
import { aContainer, aHealthCheck, aStateWith, now, probes, seconds } from '../../helpers/stack-factory.ts';
import { codesOf, findingOf } from './stage.ts';

/** Start period 30 s, then (3 + 1) × (5 + 3) s: 62 s. */
const starting = (ago: number): ReturnType<typeof aContainer> =>
  aContainer({
    health: { status: 'starting', failingStreak: 2, probes: probes(2, { exitCode: 7, output: 'refused' }) },
    detail: { startedAt: now - ago, healthCheck: aHealthCheck() },
  });

it('is found when the check’s own time is over', () => {
  const finding = findingOf('starting-long', aStateWith([starting(seconds(63))]));
  expect(finding).toMatchObject({
    severity: 'warning',
    title: 'api starting for 1 min: its health check allows 1 min',
    since: now - seconds(63),
  });
  expect(finding.evidence[0]?.text).toBe('probe exit 7: refused');
});

it('is not found before', () => {
  expect(codesOf(aStateWith([starting(seconds(61))]))).toEqual([]);
});
