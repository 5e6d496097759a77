/** Pure readers of /proc texts; null where the text is not what the kernel writes. */
import type { HostLoad, HostMemory } from '../model/host-sample.ts';

/** `/proc/meminfo`. Available as the kernel estimates it (3.14+): free plus what it may drop. */
export function parseMeminfo(text: string): HostMemory | null {
  const bytes = (name: string): number | null => {
    const match = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text);
    return match === null ? null : Number(match[1]) * 1024;
  };
  const total = bytes('MemTotal');
  const available = bytes('MemAvailable') ?? bytes('MemFree');
  if (total === null || available === null) return null;
  const swapTotal = bytes('SwapTotal') ?? 0;
  return {
    totalBytes: total,
    availableBytes: available,
    swapTotalBytes: swapTotal,
    swapUsedBytes: swapTotal - (bytes('SwapFree') ?? swapTotal),
  };
}

/** `/proc/loadavg`, with the CPUs counted in `/proc/stat`. */
export function parseLoad(loadavg: string, stat: string): HostLoad | null {
  const [one, five, fifteen] = loadavg.trim().split(/\s+/).map(Number);
  const cpus = stat.match(/^cpu\d+ /gm)?.length ?? 0;
  if (one === undefined || five === undefined || fifteen === undefined || [one, five, fifteen].some(Number.isNaN))
    return null;
  return cpus === 0 ? null : { one, five, fifteen, cpus };
}

/** Boot time in ms from `/proc/stat` (`btime`). */
export function parseBootTime(stat: string): number | null {
  const match = /^btime (\d+)$/m.exec(stat);
  return match === null ? null : Number(match[1]) * 1000;
}

/**
 * `some avg10` of a `/proc/pressure` file, 0..100; null where the kernel has none.
 * https://docs.kernel.org/accounting/psi.html
 */
export function parsePressure(text: string | null): number | null {
  const match = /^some avg10=([\d.]+)/m.exec(text ?? '');
  return match === null ? null : Number(match[1]);
}
