import { expect, test } from 'vitest';
import { buildHostReport } from '../../src/model/host-report.ts';

const at = Date.UTC(2026, 10, 25, 1, 7, 12);
const iso = '2026-11-25T01:07:12.000Z';
const unknown = { ok: false, reason: 'why' } as const;
const disk = { path: '/', totalBytes: 10, usedBytes: 4, availableBytes: 5, totalInodes: 8, usedInodes: 2 };
const survivor = { containerId: 'c1', name: 'shop-api-1', project: 'shop', service: 'api', processes: 2 };
const unit = { name: 'docker.service', active: 'failed', sub: 'dead', result: 'signal', lastLines: ['gone'] };
const http = { url: 'https://shop.example', ok: true, statusCode: 200, durationMs: 31, detail: '' };
const numbers = {
  memory: { totalBytes: 8, availableBytes: 3, swapTotalBytes: 0, swapUsedBytes: 0 },
  load: { one: 0.5, five: 0.4, fifteen: 0.3, cpus: 2 },
  pressure: { cpu: 1, memory: null, io: 0 },
};

test('values are plain, times ISO, absent is null', () => {
  const report = buildHostReport({
    sample: {
      at,
      memory: { ok: true, value: numbers.memory },
      load: { ok: true, value: numbers.load },
      pressure: { ok: true, value: numbers.pressure },
      disks: { ok: true, value: [disk, { ...disk, path: '/btrfs', totalInodes: 0, usedInodes: 0 }] },
      bootedAt: { ok: true, value: at },
    },
    remains: {
      at,
      survivors: { ok: true, value: [{ ...survivor, command: '' }] },
      units: { ok: true, value: [{ ...unit, since: '' }] },
    },
    http: { ...http, at },
  });
  expect(report).toEqual({
    ...numbers,
    at: iso,
    bootedAt: iso,
    disks: [disk, { ...disk, path: '/btrfs', totalInodes: null, usedInodes: null }],
    publicUrl: { ...http, at: iso },
    survivors: [{ ...survivor, command: null }],
    units: [{ ...unit, since: null }],
    unknown: [],
  });
});

test('what could not be read is null, and its reason is told', () => {
  const report = buildHostReport({
    sample: { at, memory: unknown, load: unknown, pressure: unknown, disks: unknown, bootedAt: unknown },
    remains: { at, survivors: unknown, units: unknown },
    http: null,
  });
  const parts = ['memory', 'load', 'pressure', 'disks', 'bootedAt', 'survivors', 'units'];
  for (const part of [...parts, 'publicUrl']) expect(report).toHaveProperty(part, null);
  expect(report.unknown).toEqual(parts.map(part => ({ part, reason: 'why' })));
});
