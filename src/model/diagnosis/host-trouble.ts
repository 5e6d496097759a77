/** The machine under the stack: disk, inodes, memory. Nothing is said of an engine that is elsewhere. */
import type { Finding } from '../finding.ts';
import { formatBytes, formatPercent, percentOf } from '../format.ts';
import type { DiskUsage } from '../host-sample.ts';
import { sanitizeLabel } from '../sanitize.ts';
import type { Facts } from './facts.ts';
import { evidence, finding, hostSubject, press, shell } from './finding-parts.ts';

const inodesWarn = 90;
const memoryLowPercent = 10;
const memoryOutPercent = 5;
/** Percent of the last 10 s in which tasks waited for memory: with little of it left, the host thrashes. */
const pressureHigh = 10;

export function diskFull(facts: Facts): Finding[] {
  const { diskCritical } = facts.profile.thresholds;
  return disksOf(facts)
    .filter(disk => (usedPercent(disk) ?? 0) >= diskCritical)
    .map(disk => diskFinding(facts, disk, 'disk-full'));
}

export function diskFilling(facts: Facts): Finding[] {
  const { diskWarn, diskCritical } = facts.profile.thresholds;
  return disksOf(facts)
    .filter(disk => (usedPercent(disk) ?? 0) >= diskWarn && (usedPercent(disk) ?? 0) < diskCritical)
    .map(disk => diskFinding(facts, disk, 'disk-filling'));
}

function diskFinding({ host }: Facts, disk: DiskUsage, code: 'disk-full' | 'disk-filling'): Finding {
  const path = sanitizeLabel(disk.path);
  return finding({
    code,
    severity: code === 'disk-full' ? 'critical' : 'warning',
    subject: { kind: 'host', name: path },
    title: `disk ${formatPercent(usedPercent(disk))} full: ${formatBytes(disk.availableBytes)} left on ${path}`,
    since: null,
    evidence: [
      evidence(host?.at ?? null, `${formatBytes(disk.usedBytes)} of ${formatBytes(disk.totalBytes)} used on ${path}`),
    ],
    nextSteps: [
      press('screen.resources', 'see the disks'),
      shell('see what Docker holds', 'docker system df -v'),
      // The order of freeing that costs least: build cache before images, never volumes.
      shell('free the build cache, if it is that', 'docker builder prune'),
    ],
  });
}

/** As `df` counts: what root keeps in reserve is not free. Null on an empty file system. */
function usedPercent({ usedBytes, availableBytes }: DiskUsage): number | null {
  return percentOf(usedBytes, usedBytes + availableBytes);
}

export function inodesFull(facts: Facts): Finding[] {
  return disksOf(facts).flatMap(disk => {
    // btrfs and vfat have no inodes to run out of.
    const percent = percentOf(disk.usedInodes, disk.totalInodes);
    if (percent === null || percent < inodesWarn) return [];
    const path = sanitizeLabel(disk.path);
    return [
      finding({
        code: 'inodes-full',
        severity: percent >= facts.profile.thresholds.diskCritical ? 'critical' : 'warning',
        subject: { kind: 'host', name: path },
        title: `inodes ${formatPercent(percent)} used on ${path}: new files fail with "No space left on device" though bytes are free`,
        since: null,
        evidence: [evidence(facts.host?.at ?? null, `${disk.usedInodes} of ${disk.totalInodes} inodes used`)],
        nextSteps: [
          shell(
            'find the folder with the most files',
            `du --inodes -xS ${path === '/' ? '/var' : path} | sort -n | tail`,
          ),
        ],
      }),
    ];
  });
}

export function hostMemoryLow({ host }: Facts): Finding[] {
  if (host === null || !host.memory.ok) return [];
  const { totalBytes, availableBytes, swapTotalBytes, swapUsedBytes } = host.memory.value;
  const percent = percentOf(availableBytes, totalBytes);
  const pressure = host.pressure.ok ? host.pressure.value.memory : null;
  if (percent === null || percent >= memoryLowPercent) return [];
  const stalled = pressure !== null && pressure >= pressureHigh;
  return [
    finding({
      code: 'host-memory-low',
      severity: percent < memoryOutPercent || stalled ? 'critical' : 'warning',
      subject: hostSubject,
      title: `memory almost used up: ${formatBytes(availableBytes)} of ${formatBytes(totalBytes)} left${stalled ? `, tasks wait for it ${formatPercent(pressure)} of the time` : ''}`,
      since: null,
      evidence: [
        evidence(
          host.at,
          `available ${formatPercent(percent)}, swap ${formatBytes(swapUsedBytes)} of ${formatBytes(swapTotalBytes)} used`,
        ),
      ],
      nextSteps: [
        press('screen.resources', 'see who uses it'),
        shell('the biggest processes', 'ps -eo pid,rss,comm --sort=-rss | head'),
      ],
    }),
  ];
}

/** Each file system once, though several paths are looked at. */
function disksOf({ host }: Facts): readonly DiskUsage[] {
  if (host === null || !host.disks.ok) return [];
  const seen = new Set<string>();
  return host.disks.value.filter(({ totalBytes, usedBytes, availableBytes, totalInodes }) => {
    const key = [totalBytes, usedBytes, availableBytes, totalInodes].join('/');
    return seen.size !== seen.add(key).size;
  });
}
