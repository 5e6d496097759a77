import { describe, expect, it } from 'vitest';
import type { Probe } from '../../../src/model/container.ts';
import { aContainer, aProbe, aStateWith, now, probes, seconds } from '../../helpers/stack-factory.ts';
import { codesOf, findingOf } from './stage.ts';

const slow = (took: number, count: number): Probe[] =>
  Array.from({ length: count }, (_, index) => {
    const startedAt = now - (count - index) * seconds(5);
    return aProbe({ startedAt, endedAt: startedAt + took });
  });

describe('a health check on the way out', () => {
  it('takes most of its time limit', () => {
    const finding = findingOf('health-slow', aStateWith([aContainer({ health: { probes: slow(2_600, 4) } })]));
    expect(finding).toMatchObject({ title: 'api health check is slow: 2.6 s of 3.0 s allowed', severity: 'warning' });
  });

  it('fails now and then', () => {
    const mixed = [
      ...probes(6),
      aProbe({ startedAt: now - 900, exitCode: 1 }),
      aProbe({ startedAt: now - 800 }),
      aProbe({ startedAt: now - 700, exitCode: 1 }),
    ];
    expect(findingOf('health-slow', aStateWith([aContainer({ health: { probes: mixed } })])).title).toBe(
      'api health check flaps: 2 of the last 9 probes failed',
    );
  });

  it.each([
    ['usual ones', slow(120, 5)],
    ['two slow ones', [...slow(120, 3), ...slow(2_900, 2)]],
    ['a single failure', [...probes(4), aProbe({ startedAt: now - 100, exitCode: 1 })]],
    ['one under way', [...probes(4), aProbe({ startedAt: now - 100, endedAt: null })]],
  ])('is not: %s', (_, kept) => {
    expect(codesOf(aStateWith([aContainer({ health: { probes: kept } })]))).toEqual([]);
  });

  it('is not: failures of the boot', () => {
    const booted = aContainer({
      health: { probes: [...probes(4, { exitCode: 1 }, now - seconds(20)), aProbe()] },
      detail: { startedAt: now - seconds(45) },
    });
    expect(codesOf(aStateWith([booted]))).toEqual([]);
  });
});
