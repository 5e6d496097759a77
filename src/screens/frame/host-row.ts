/** The row HOST: what an engine on this machine lives on. */
import { formatBytes, formatBytesOf, formatDuration, formatPercent, percentOf } from '../../model/format.ts';
import type { DiskUsage, HostSample, Known, TlsProbe } from '../../model/host-sample.ts';
import { segmentRow, type Segment } from '../../ui/segments.ts';
import type { Theme } from '../../ui/theme.ts';
import { thresholdTone } from '../service-usage.ts';
import type { ScreenInput } from '../screen-input.ts';

export function hostRow(input: ScreenInput, width: number): string {
  const { theme } = input;
  const label = theme.dim(width >= 60 ? ' HOST    ' : ' HOST');
  return segmentRow(
    [{ rank: 0, variants: [label] }, ...hostSegments(input), ...edgeSegments(input)],
    width,
    '  ',
    theme.symbols.ellipsis.slice(0, 1),
  );
}

function hostSegments({ stack, theme }: ScreenInput): Segment[] {
  const { host, engine } = stack;
  if (host === null)
    return [{ rank: 1, variants: [engine.local ? theme.dim('reading …') : 'not available: the engine is elsewhere'] }];
  const { diskWarn, diskCritical, memoryWarn, memoryCritical } = stack.profile.thresholds;
  if (!host.memory.ok && !host.load.ok && !host.disks.ok) return [{ rank: 1, variants: [host.memory.reason] }];
  return [
    known(host.memory, theme, 2, memory => {
      const used = memory.totalBytes - memory.availableBytes;
      const percent = percentOf(used, memory.totalBytes);
      const paint = marked(theme, percent, memoryWarn + 15, memoryCritical);
      const swap =
        memory.swapTotalBytes === 0 ? 'none' : memory.swapUsedBytes === 0 ? '0' : formatBytes(memory.swapUsedBytes);
      return [
        paint(`mem ${formatBytesOf(used, memory.totalBytes)}`) + `  swap ${swap}`,
        paint(`mem ${formatPercent(percent)}`),
      ];
    }),
    known(host.load, theme, 3, load => [
      marked(theme, (load.one / Math.max(1, load.cpus)) * 100, 150, 400)(`load ${load.one.toFixed(1)}/${load.cpus}`),
    ]),
    known(host.disks, theme, 1, disks => {
      const disk = fullest(disks);
      if (disk === null) return [''];
      const percent = percentOf(disk.usedBytes, disk.usedBytes + disk.availableBytes);
      const inodes = percentOf(disk.usedInodes, disk.totalInodes);
      const paint = marked(theme, percent, diskWarn, diskCritical);
      const paintInodes = marked(theme, inodes, diskWarn, diskCritical);
      const space = paint(`disk ${formatPercent(percent)}`);
      return [`${space}  ${paintInodes(`inodes ${formatPercent(inodes)}`)}`, space];
    }),
    { rank: 6, variants: [pressureText(host, theme), ''] },
  ];
}

/** What is known from outside: the certificate and the public URL. */
function edgeSegments({ stack, theme, now }: ScreenInput): Segment[] {
  const { tls, http } = stack;
  const probe = http.at(-1);
  const certificate = certificateText(tls, theme, now);
  const answer =
    probe === undefined
      ? ''
      : probe.ok
        ? `URL ${probe.statusCode ?? ''} in ${Math.round(probe.durationMs ?? 0)} ms`
        : theme.bad(`URL ${probe.statusCode ?? 'fails'}`);
  return [
    { rank: 4, variants: [certificate, ''] },
    { rank: 2, variants: [answer, probe?.ok === true ? '' : answer] },
  ];
}

/** Without a handshake there is no certificate whose days could be counted. */
function certificateText(tls: TlsProbe | null, theme: Theme, now: number): string {
  if (tls === null) return '';
  if (tls.validTo === 0) return theme.bad('TLS fails');
  const days = Math.floor((tls.validTo - now) / 86_400_000);
  const text = days < 0 ? `TLS expired ${-days} d ago` : `TLS ${days} d`;
  if (tls.problem !== null && days >= 0) return theme.bad(`${text}, not trusted`);
  return (days < 14 ? theme.bad : days < 30 ? theme.warn : plain)(text);
}

/** The file system with the least room, by space or by inodes. */
function fullest(disks: readonly DiskUsage[]): DiskUsage | null {
  return disks.reduce<DiskUsage | null>(
    (most, disk) => (most === null || shareUsed(disk) > shareUsed(most) ? disk : most),
    null,
  );
}

function shareUsed({ usedBytes, availableBytes, usedInodes, totalInodes }: DiskUsage): number {
  return Math.max(percentOf(usedBytes, usedBytes + availableBytes) ?? 0, percentOf(usedInodes, totalInodes) ?? 0);
}

function pressureText({ pressure, bootedAt, at }: HostSample, theme: Theme): string {
  const stalled = pressure.ok
    ? Object.entries(pressure.value).flatMap(([what, percent]: [string, number | null]) =>
        percent !== null && percent >= 10 ? [`${what} ${formatPercent(percent)}`] : [],
      )
    : [];
  if (stalled.length > 0) return theme.warn(`stalls: ${stalled.join(', ')}`);
  return bootedAt.ok ? `up ${formatDuration(at - bootedAt.value)}` : '';
}

function known<T>(value: Known<T>, theme: Theme, rank: number, variants: (known: T) => readonly string[]): Segment {
  return { rank, variants: [...(value.ok ? variants(value.value) : [theme.dim(value.reason), theme.dim('?')]), ''] };
}

const plain = (text: string): string => text;

function marked(theme: Theme, percent: number | null, warn: number, critical: number): (text: string) => string {
  const tone = thresholdTone(percent, warn, critical);
  const mark = tone === 'neutral' ? '' : ` ${tone === 'bad' ? theme.symbols.bad : theme.symbols.warn}`;
  return text => theme.tone(tone)(text + mark);
}
