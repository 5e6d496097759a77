/**
 * Which containers' processes still live, without an engine: containers outlive a dead dockerd (live-restore, or a
 * daemon that crashed), and that decides whether users are hurt.
 */
import type { Known, Survivor } from '../model/host-sample.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import type { HostFiles } from './host-files.ts';

const maxPids = 50_000;

/** By the control groups of all processes, named by the engine's own files under `rootDir` where they can be read. */
export function readSurvivors(files: HostFiles, rootDir: string): Known<readonly Survivor[]> {
  const pids = files
    .list('/proc')
    .map(Number)
    .filter(pid => Number.isInteger(pid) && pid > 0)
    .sort((a, b) => a - b)
    .slice(0, maxPids);
  if (pids.length === 0) return { ok: false, reason: "can't read /proc" };
  const found = new Map<string, { readonly first: number; count: number }>();
  for (const pid of pids) {
    const containerId = containerOf(files.readText(`/proc/${pid}/cgroup`) ?? '');
    if (containerId === null) continue;
    const known = found.get(containerId);
    if (known === undefined) found.set(containerId, { first: pid, count: 1 });
    else known.count += 1;
  }
  const survivors = [...found].map(([containerId, { first, count }]): Survivor => {
    const { name, project, service } = namesOf(
      files.readText(`${rootDir}/containers/${containerId}/config.v2.json`),
      containerId,
    );
    const command = (files.readText(`/proc/${first}/cmdline`) ?? '').replaceAll('\0', ' ').trim();
    return { containerId, name, project, service, processes: count, command: sanitizeLabel(command, 120) };
  });
  return { ok: true, value: survivors.sort((a, b) => a.name.localeCompare(b.name, 'en')) };
}

/** ".../docker-<id>.scope" (systemd driver) or "/docker/<id>" (cgroupfs driver); other runtimes' ids are not Docker's. */
export function containerOf(cgroup: string): string | null {
  return /\/docker[-/]([0-9a-f]{64})(?:\.scope)?(?:\/|$)/m.exec(cgroup)?.[1] ?? null;
}

function namesOf(text: string | null, containerId: string): Pick<Survivor, 'name' | 'project' | 'service'> {
  const unnamed = { name: containerId.slice(0, 12), project: null, service: null };
  if (text === null) return unnamed;
  try {
    const config = JSON.parse(text) as { Name?: unknown; Config?: { Labels?: Record<string, unknown> | null } | null };
    const label = (name: string): string | null => {
      const value = config.Config?.Labels?.[name];
      return typeof value === 'string' ? sanitizeLabel(value) : null;
    };
    const name = typeof config.Name === 'string' ? sanitizeLabel(config.Name.replace(/^\//, '')) : '';
    return {
      name: name === '' ? unnamed.name : name,
      project: label('com.docker.compose.project'),
      service: label('com.docker.compose.service'),
    };
  } catch {
    // Half-written by a daemon that died: the processes still count.
    return unnamed;
  }
}

/** Docker's data folder: `data-root` of daemon.json, else the default. A folder named by a flag of dockerd is not seen. */
export function readDataRoot(files: HostFiles): string {
  try {
    const config = JSON.parse(files.readText('/etc/docker/daemon.json') ?? '{}') as { 'data-root'?: unknown };
    const folder = config['data-root'];
    if (typeof folder === 'string' && folder.startsWith('/')) return folder;
  } catch {
    // A daemon.json that is no JSON keeps dockerd from starting; its units say so.
  }
  return '/var/lib/docker';
}
