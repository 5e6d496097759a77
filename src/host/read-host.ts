/** One look at the host: memory, load, pressure, disks. Only where the engine is on this machine. */
import type { DiskUsage, HostPressure, HostSample, Known } from '../model/host-sample.ts';
import type { FileSystemFigures, HostFiles } from './host-files.ts';
import { parseBootTime, parseLoad, parseMeminfo, parsePressure } from './parse-proc.ts';

export interface HostQuery {
  /** Docker's data folder, the backup folder …: the file systems that matter, besides `/`. Missing ones are left out. */
  readonly diskPaths: readonly string[];
}

/** Why nothing is known of the host of an engine on another machine. */
export const elsewhere = 'not available: the engine is elsewhere';

/** Never throws: what can't be read says why. */
export async function readHost(files: HostFiles, query: HostQuery, at: number): Promise<HostSample> {
  const stat = files.readText('/proc/stat');
  const bootedAt = parseBootTime(stat ?? '');
  return {
    at,
    memory: readProc(files, '/proc/meminfo', parseMeminfo),
    load: readProc(files, '/proc/loadavg', text => parseLoad(text, stat ?? '')),
    pressure: readPressure(files),
    disks: await readDisks(files, query.diskPaths),
    bootedAt: bootedAt === null ? { ok: false, reason: "can't read /proc/stat" } : { ok: true, value: bootedAt },
  };
}

/** Of the demo's host: figures of this one beside its containers would lie. */
export const simulated = 'not available: the stack is simulated';

/** The sample of a host that is not this one. */
export function hostElsewhere(at: number, reason: string = elsewhere): HostSample {
  const unknown = { ok: false, reason } as const;
  return { at, memory: unknown, load: unknown, pressure: unknown, disks: unknown, bootedAt: unknown };
}

function readProc<T>(files: HostFiles, file: string, parse: (text: string) => T | null): Known<T> {
  const text = files.readText(file);
  const value = text === null ? null : parse(text);
  return value === null ? { ok: false, reason: `can't read ${file}` } : { ok: true, value };
}

function readPressure(files: HostFiles): Known<HostPressure> {
  const [cpu, memory, io] = ['cpu', 'memory', 'io'].map(name =>
    parsePressure(files.readText(`/proc/pressure/${name}`)),
  );
  if (
    cpu === undefined ||
    memory === undefined ||
    io === undefined ||
    (cpu === null && memory === null && io === null)
  ) {
    return { ok: false, reason: 'this kernel tells no pressure (CONFIG_PSI, or psi=1 at boot)' };
  }
  return { ok: true, value: { cpu, memory, io } };
}

async function readDisks(files: HostFiles, paths: readonly string[]): Promise<Known<readonly DiskUsage[]>> {
  const all = [...new Set(['/', ...paths])];
  const figures = await Promise.all(all.map(file => files.statfs(file)));
  const disks: DiskUsage[] = [];
  for (const [index, file] of all.entries()) {
    const found = figures[index];
    if (found === null || found === undefined) continue;
    const disk = diskUsage(file, found);
    // Two paths on one file system are one disk: the same figures twice would only take room.
    if (!disks.some(known => isSame(known, disk))) disks.push(disk);
  }
  return disks.length === 0
    ? { ok: false, reason: "can't ask any file system for its size" }
    : { ok: true, value: disks };
}

/** `df`'s figures: used + available is less than total where blocks are reserved for root. */
export function diskUsage(path: string, figures: FileSystemFigures): DiskUsage {
  return {
    path,
    totalBytes: figures.blocks * figures.blockBytes,
    usedBytes: (figures.blocks - figures.freeBlocks) * figures.blockBytes,
    availableBytes: figures.availableBlocks * figures.blockBytes,
    totalInodes: figures.inodes,
    usedInodes: figures.inodes - figures.freeInodes,
  };
}

function isSame(a: DiskUsage, b: DiskUsage): boolean {
  return (
    a.totalBytes === b.totalBytes &&
    a.usedBytes === b.usedBytes &&
    a.totalInodes === b.totalInodes &&
    a.usedInodes === b.usedInodes
  );
}
