/** What the host tells without its engine, as data for scripts: the `host` of docs/commands.md. A contract. */
import { isoTime } from './format.ts';
import type { DiskUsage, EngineRemains, HostSample, HttpProbe, Known, Survivor, UnitState } from './host-sample.ts';

interface HostFacts {
  readonly sample: HostSample;
  readonly remains: EngineRemains;
  readonly http: HttpProbe | null;
}

/** Times ISO 8601 in UTC, sizes bytes, pressure 0..100; what can't be told is null, and `unknown` says why. */
export function buildHostReport({ sample, remains, http }: HostFacts) {
  const { memory, load, pressure, disks, bootedAt } = sample;
  const { survivors, units } = remains;
  const parts = { memory, load, pressure, disks, bootedAt, survivors, units };
  return {
    at: isoTime(sample.at),
    bootedAt: isoTime(valueOf(bootedAt)),
    memory: valueOf(memory),
    load: valueOf(load),
    pressure: valueOf(pressure),
    disks: valueOf(disks)?.map(diskReport) ?? null,
    publicUrl: http === null ? null : { ...http, at: isoTime(http.at) },
    survivors: valueOf(survivors)?.map(survivorReport) ?? null,
    units: valueOf(units)?.map(unitReport) ?? null,
    unknown: Object.entries(parts).flatMap(([part, known]) => (known.ok ? [] : [{ part, reason: known.reason }])),
  };
}

function valueOf<T>(known: Known<T>): T | null {
  return known.ok ? known.value : null;
}

// O-DISK-2: a file system without inodes has none to use up.
function diskReport(disk: DiskUsage) {
  return disk.totalInodes === 0 ? { ...disk, totalInodes: null, usedInodes: null } : disk;
}

function survivorReport({ command, ...survivor }: Survivor) {
  return { ...survivor, command: command === '' ? null : command };
}

// systemd's own words, also for the time: it may be in any zone.
function unitReport({ since, ...unit }: UnitState) {
  return { ...unit, since: since === '' ? null : since };
}
