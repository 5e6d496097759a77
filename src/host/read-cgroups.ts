/** What the kernel tells of a container's control group, read on the host: no exec, so it works in a sick container. */
import path from 'node:path';
import type { ContainerCgroup } from '../model/host-sample.ts';
import type { HostFiles } from './host-files.ts';

/** `pid`: of the container's first process, as the engine's inspect tells it. */
export interface CgroupSubject {
  readonly containerId: string;
  readonly pid: number;
}

interface CgroupFolders {
  readonly version: 1 | 2;
  readonly memory: string;
  readonly pids: string;
}

const mount = '/sys/fs/cgroup';

/**
 * Figures of each container; null for what can't be read: another user's console on a locked-down host, an old kernel
 * (memory.peak needs 5.19, oom_kill in cgroup v1 needs 4.13), or a process that ended since.
 */
export function readCgroups(files: HostFiles, subjects: readonly CgroupSubject[]): readonly ContainerCgroup[] {
  return subjects.map(subject => readCgroup(files, subject));
}

function readCgroup(files: HostFiles, { containerId, pid }: CgroupSubject): ContainerCgroup {
  const folders = foldersOf(files.readText(`/proc/${pid}/cgroup`) ?? '', containerId);
  if (folders === null) return { containerId, oomKills: null, memoryPeakBytes: null, processes: null };
  const [events, peak] =
    folders.version === 2 ? ['memory.events', 'memory.peak'] : ['memory.oom_control', 'memory.max_usage_in_bytes'];
  return {
    containerId,
    oomKills: numberIn(files.readText(path.join(folders.memory, events)), /^oom_kill (\d+)$/m),
    memoryPeakBytes: numberIn(files.readText(path.join(folders.memory, peak)), /^(\d+)$/m),
    processes: numberIn(files.readText(path.join(folders.pids, 'pids.current')), /^(\d+)$/m),
  };
}

/**
 * From `/proc/<pid>/cgroup`: "0::/system.slice/docker-<id>.scope" in v2, "9:memory:/docker/<id>" lines in v1 (a v2 line
 * beside them is the empty "unified" hierarchy). A pid can be another process by now, so the path must name the container.
 */
export function foldersOf(text: string, containerId: string): CgroupFolders | null {
  const lines = text.split('\n').map(line => line.split(':'));
  const folder = (controller: string): string | null => {
    const line = lines.find(([, controllers]) => controllers?.split(',').includes(controller) === true);
    const group = line?.slice(2).join(':');
    return group?.includes(containerId) === true ? group : null;
  };
  const memory = folder('memory');
  if (memory !== null) {
    return {
      version: 1,
      memory: path.join(mount, 'memory', memory),
      pids: path.join(mount, 'pids', folder('pids') ?? memory),
    };
  }
  const unified = lines.find(([hierarchy, controllers]) => hierarchy === '0' && controllers === '');
  const group = unified?.slice(2).join(':');
  if (group?.includes(containerId) !== true) return null;
  return { version: 2, memory: path.join(mount, group), pids: path.join(mount, group) };
}

function numberIn(text: string | null, pattern: RegExp): number | null {
  const match = text === null ? null : pattern.exec(text);
  return match?.[1] === undefined ? null : Number(match[1]);
}
