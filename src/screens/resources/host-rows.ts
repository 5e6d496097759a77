/** The host as lines: what the row HOST says in short, with the reasons where something can't be known. */
import { sanitizeLabel } from '../../model/sanitize.ts';
import { formatBytes, formatDuration, formatPercent, percentOf } from '../../model/format.ts';
import type { HostSample, Known } from '../../model/host-sample.ts';
import { gauge } from '../../ui/gauge.ts';
import type { Theme, Tone } from '../../ui/theme.ts';
import type { ScreenInput } from '../screen-input.ts';
import { thresholdTone } from '../service-usage.ts';

const barCells = 20;

export function hostRows(input: ScreenInput): string[] {
  const { stack, theme } = input;
  const { host } = stack;
  if (host === null)
    return [theme.dim(stack.engine.local ? 'Reading the host …' : 'Not available: the engine is elsewhere.')];
  const reason = commonReason(host);
  if (reason !== null) return [reason];
  const { memoryCritical, diskWarn, diskCritical } = stack.profile.thresholds;
  const line = (name: string, percent: number | null, tone: Tone, text: string): string =>
    `${theme.dim(name.padEnd(10))}${gauge(percent, barCells, theme, tone)} ${theme.tone(tone)(formatPercent(percent).padStart(5))}  ${text}`;
  return [
    ...known(theme, 'memory', host.memory, ({ totalBytes, availableBytes, swapTotalBytes, swapUsedBytes }) => {
      const percent = percentOf(totalBytes - availableBytes, totalBytes);
      const swap =
        swapTotalBytes === 0 ? 'no swap' : `swap ${formatBytes(swapUsedBytes)} of ${formatBytes(swapTotalBytes)}`;
      return [
        line(
          'memory',
          percent,
          thresholdTone(percent, 85, memoryCritical),
          `${formatBytes(availableBytes)} free of ${formatBytes(totalBytes)}, ${swap}`,
        ),
      ];
    }),
    ...known(theme, 'load', host.load, ({ one, five, fifteen, cpus }) => {
      const percent = (one / Math.max(1, cpus)) * 100;
      return [
        line(
          'load',
          percent,
          thresholdTone(percent, 150, 400),
          `${one.toFixed(2)} ${five.toFixed(2)} ${fifteen.toFixed(2)} on ${cpus} cores`,
        ),
      ];
    }),
    ...known(theme, 'pressure', host.pressure, pressure => {
      const parts = Object.entries(pressure).map(
        ([what, share]: [string, number | null]) => `${what} ${formatPercent(share)}`,
      );
      return [`${theme.dim('pressure'.padEnd(10))}tasks stalled in the last 10 s: ${parts.join(', ')}`];
    }),
    ...known(theme, 'disk', host.disks, disks =>
      disks.flatMap(({ path, usedBytes, availableBytes, usedInodes, totalInodes }) => {
        const percent = percentOf(usedBytes, usedBytes + availableBytes);
        const inodes = percentOf(usedInodes, totalInodes);
        const inodeText = totalInodes === 0 ? 'no inodes to run out of' : `inodes ${formatPercent(inodes)}`;
        const worst = Math.max(percent ?? 0, inodes ?? 0);
        return [
          line(
            'disk',
            percent,
            thresholdTone(worst, diskWarn, diskCritical),
            `${sanitizeLabel(path)}: ${formatBytes(availableBytes)} free, ${inodeText}`,
          ),
        ];
      }),
    ),
    ...known(theme, 'up', host.bootedAt, at => [`${theme.dim('up'.padEnd(10))}${formatDuration(host.at - at)}`]),
  ];
}

/** Nothing is known, for one and the same reason; null: something is. */
function commonReason({ memory, load, pressure, disks, bootedAt }: HostSample): string | null {
  const reasons = [memory, load, pressure, disks, bootedAt].map(value => (value.ok ? null : value.reason));
  return new Set(reasons).size === 1 ? (reasons[0] ?? null) : null;
}

function known<T>(theme: Theme, name: string, value: Known<T>, rows: (value: T) => string[]): string[] {
  return value.ok ? rows(value.value) : [`${theme.dim(name.padEnd(10))}${value.reason}`];
}
