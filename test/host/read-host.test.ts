import { describe, expect, test } from 'vitest';
import { createHostFiles } from '../../src/host/host-files.ts';
import { parseBootTime, parseLoad, parseMeminfo, parsePressure } from '../../src/host/parse-proc.ts';
import { diskUsage, hostElsewhere, readHost } from '../../src/host/read-host.ts';
import { fakeHostFiles } from '../helpers/host-files.ts';

const meminfo = `MemTotal:        4026012 kB
MemFree:          151232 kB
MemAvailable:    1510400 kB
Buffers:           98724 kB
SwapTotal:       2097148 kB
SwapFree:        1048572 kB
`;
const stat = `cpu  1 2 3 4
cpu0 1 2 3 4
cpu1 1 2 3 4
intr 12 0
btime 1764032400
`;
const pressure = 'some avg10=12.34 avg60=3.00 avg300=1.00 total=99\nfull avg10=1.00 avg60=0.00 avg300=0.00 total=1\n';

describe('texts of /proc', () => {
  test('memory: available as the kernel says, swap used', () => {
    expect(parseMeminfo(meminfo)).toEqual({
      totalBytes: 4026012 * 1024,
      availableBytes: 1510400 * 1024,
      swapTotalBytes: 2097148 * 1024,
      swapUsedBytes: 1048576 * 1024,
    });
  });

  test.each([
    [
      'an old kernel without MemAvailable gives what is free',
      'MemTotal: 10 kB\nMemFree: 4 kB\n',
      { availableBytes: 4096, swapTotalBytes: 0, swapUsedBytes: 0 },
    ],
  ])('%s', (_, text, expected) => {
    expect(parseMeminfo(text)).toMatchObject(expected);
  });

  test.each(['', 'nonsense', 'MemTotal: many kB'])('no memory from %j', text => {
    expect(parseMeminfo(text)).toBeNull();
  });

  test('load with the CPUs that /proc/stat lists', () => {
    expect(parseLoad('5.20 2.10 0.90 3/412 9999\n', stat)).toEqual({ one: 5.2, five: 2.1, fifteen: 0.9, cpus: 2 });
    expect(parseLoad('', stat)).toBeNull();
    expect(parseLoad('1 1 1', '')).toBeNull();
  });

  test('boot time and pressure', () => {
    expect(parseBootTime(stat)).toBe(1764032400000);
    expect(parseBootTime('')).toBeNull();
    expect(parsePressure(pressure)).toBe(12.34);
    expect(parsePressure(null)).toBeNull();
  });
});

describe('a sample of the host', () => {
  test('has all parts, each file system once', async () => {
    const disk = { blocks: 1000, freeBlocks: 600, availableBlocks: 500, inodes: 100, freeInodes: 90 };
    const files = fakeHostFiles(
      {
        '/proc/meminfo': meminfo,
        '/proc/loadavg': '1 2 3 1/1 1',
        '/proc/stat': stat,
        '/proc/pressure/cpu': pressure,
        '/proc/pressure/memory': pressure,
        '/proc/pressure/io': pressure,
      },
      { '/': disk, '/var/lib/docker': disk, '/srv/backups': { blocks: 10, freeBlocks: 5 } },
    );
    const sample = await readHost(files, { diskPaths: ['/var/lib/docker', '/srv/backups', '/gone'] }, 7);
    expect(sample.at).toBe(7);
    expect(sample.pressure).toEqual({ ok: true, value: { cpu: 12.34, memory: 12.34, io: 12.34 } });
    expect(sample.bootedAt).toEqual({ ok: true, value: 1764032400000 });
    expect(sample.disks.ok && sample.disks.value.map(found => found.path)).toEqual(['/', '/srv/backups']);
  });

  test('each part that can not be read says why', async () => {
    const sample = await readHost(fakeHostFiles({}), { diskPaths: [] }, 7);
    for (const part of [sample.memory, sample.load, sample.pressure, sample.disks, sample.bootedAt]) {
      expect(part).toEqual({ ok: false, reason: expect.stringMatching(/can't|kernel/) as string });
    }
  });

  test('of an engine elsewhere nothing is known', () => {
    const sample = hostElsewhere(7);
    expect(sample.memory).toEqual({ ok: false, reason: 'not available: the engine is elsewhere' });
    expect(sample.disks).toEqual(sample.memory);
  });

  test('this very machine can be read', async () => {
    const sample = await readHost(createHostFiles(), { diskPaths: ['/proc/no/such/path'] }, Date.now());
    expect(sample.memory.ok && sample.memory.value.totalBytes).toBeGreaterThan(1024 * 1024);
    expect(sample.load.ok && sample.load.value.cpus).toBeGreaterThan(0);
    expect(sample.disks.ok && sample.disks.value[0]?.path).toBe('/');
  });
});

describe('O-DISK-2: inodes', () => {
  test('are counted beside the space', () => {
    const block = 4096;
    const disk = diskUsage('/', {
      blockBytes: block,
      blocks: 107374182400 / block,
      freeBlocks: (107374182400 - 48318382080) / block,
      availableBlocks: 12_000_000,
      inodes: 6553600,
      freeInodes: 6553600 - 6535211,
    });
    expect(disk).toMatchObject({
      totalBytes: 107374182400,
      usedBytes: 48318382080,
      totalInodes: 6553600,
      usedInodes: 6535211,
    });
  });

  test('a file system without inodes has none in total and none used', () => {
    const disk = diskUsage('/boot', {
      blockBytes: 512,
      blocks: 8,
      freeBlocks: 4,
      availableBlocks: 4,
      inodes: 0,
      freeInodes: 0,
    });
    expect(disk).toMatchObject({ totalInodes: 0, usedInodes: 0 });
  });
});
