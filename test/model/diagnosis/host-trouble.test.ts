import { describe, expect, it } from 'vitest';
import type { DiskUsage, HostSample } from '../../../src/model/host-sample.ts';
import { aDisk, aHost, aState, gibibyte, now } from '../../helpers/stack-factory.ts';
import { codesOf, findingOf } from './stage.ts';

const on = (parts: Partial<HostSample>): ReturnType<typeof aState> =>
  aState({ later: [{ type: 'host-sampled', at: now, sample: aHost(parts) }] });
const disks = (...value: readonly DiskUsage[]): ReturnType<typeof aState> => on({ disks: { ok: true, value } });

describe('a disk', () => {
  it.each([
    [79, []],
    [80, ['disk-filling']],
    [94.9, ['disk-filling']],
    [95, ['disk-full']],
    [100, ['disk-full']],
  ])('%i %% full: %j', (percent, codes) => expect(codesOf(disks(aDisk(percent)))).toEqual(codes));

  it('that is full is critical and says how much is left, where', () => {
    expect(findingOf('disk-full', disks(aDisk(98, 12, '/var/lib/docker')))).toMatchObject({
      severity: 'critical',
      title: 'disk 98 % full: 819 MiB left on /var/lib/docker',
      subject: { kind: 'host', name: '/var/lib/docker' },
    });
  });

  it('counts what root keeps in reserve as not free, as df does', () => {
    const reserved = { ...aDisk(90), availableBytes: 0.2 * gibibyte };
    expect(codesOf(disks(reserved))).toEqual(['disk-full']);
  });

  it('that is seen by several paths is one', () => {
    expect(codesOf(disks(aDisk(97), aDisk(97, 12, '/var/lib/docker')))).toEqual(['disk-full']);
  });
});

describe('inodes', () => {
  it.each([
    [89, []],
    [91, ['inodes-full']],
    [99, ['inodes-full']],
  ])('%i %% used: %j', (percent, codes) => expect(codesOf(disks(aDisk(50, percent)))).toEqual(codes));

  it('are critical when they run out', () => {
    expect(findingOf('inodes-full', disks(aDisk(50, 91))).severity).toBe('warning');
    expect(findingOf('inodes-full', disks(aDisk(50, 99))).severity).toBe('critical');
  });

  it('O-DISK-2: that do not exist can’t run out', () => {
    expect(codesOf(disks({ ...aDisk(50), totalInodes: 0, usedInodes: 0 }))).toEqual([]);
  });
});

const memory = (percent: number, pressure = 0): ReturnType<typeof aState> =>
  on({
    memory: {
      ok: true,
      value: {
        totalBytes: 4 * gibibyte,
        availableBytes: (4 * gibibyte * percent) / 100,
        swapTotalBytes: 0,
        swapUsedBytes: 0,
      },
    },
    pressure: { ok: true, value: { cpu: 0, memory: pressure, io: 0 } },
  });

describe('memory of the host', () => {
  it.each([
    [11, 0, null],
    [9, 0, 'warning'],
    [9, 25, 'critical'],
    [4, 0, 'critical'],
    [60, 25, null],
  ] as const)('%i %% left with pressure %i: %s', (percent, pressure, severity) => {
    const state = memory(percent, pressure);
    if (severity === null) expect(codesOf(state)).toEqual([]);
    else expect(findingOf('host-memory-low', state).severity).toBe(severity);
  });
});

it('of an engine that is elsewhere nothing is said', () => {
  const unknown = { ok: false, reason: 'not available: the engine is elsewhere' } as const;
  expect(codesOf(on({ memory: unknown, disks: unknown, pressure: unknown }))).toEqual([]);
});
