/** `depotix top` for people. */
import { formatBytes, formatCores, formatPercent, formatRate } from '../model/format.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import type { ContainerUsage, UsageReport } from '../model/usage-report.ts';
import type { Thresholds } from '../model/profile.ts';
import type { Brush } from './paint.ts';
import { tableRows } from './table.ts';

const columns = [
  { title: 'CONTAINER' },
  { title: 'CORES', align: 'right' },
  { title: 'OF LIMIT', align: 'right' },
  { title: 'THROTTLED', align: 'right' },
  { title: 'MEMORY', align: 'right' },
  { title: 'LIMIT', align: 'right' },
  { title: 'OF LIMIT', align: 'right' },
  { title: 'OOM', align: 'right' },
  { title: 'PIDS', align: 'right' },
  { title: 'NET IN', align: 'right' },
  { title: 'NET OUT', align: 'right' },
  { title: 'READ', align: 'right' },
  { title: 'WRITE', align: 'right' },
] as const;

export function topText(report: UsageReport, thresholds: Thresholds, brush: Brush): string {
  if (report.containers.length === 0) return `${sanitizeLabel(report.project)} has no running containers.\n`;
  const rows = report.containers.map(container => row(container, thresholds, brush));
  return `${tableRows(columns, rows)
    .map((text, index) => (index === 0 ? brush.dim(text) : text))
    .join('\n')}\n`;
}

function row(
  { name, cpu, memory, pids, oomKills, network, blockIo }: ContainerUsage,
  thresholds: Thresholds,
  brush: Brush,
): readonly string[] {
  const number = (text: string): string => brush.text(text);
  const share = cpu.throttledShare === null ? null : cpu.throttledShare * 100;
  const throttled = number(formatPercent(share));
  const used = number(formatPercent(memory.percentOfLimit));
  return [
    brush.text(sanitizeLabel(name)),
    number(formatCores(cpu.cores)),
    number(formatPercent(cpu.percentOfLimit)),
    (cpu.throttledShare ?? 0) >= thresholds.throttledWarn
      ? brush.tone('warn', `${throttled} ${brush.sign('warn')}`)
      : throttled,
    number(formatBytes(memory.usedBytes)),
    memory.limitBytes === null ? 'none' : number(formatBytes(memory.limitBytes)),
    marked(used, memory.percentOfLimit, thresholds, brush),
    oomKills === null ? brush.unknown : String(oomKills),
    pids.used === null ? brush.unknown : String(pids.used),
    number(formatRate(network.rxBytesPerSecond)),
    number(formatRate(network.txBytesPerSecond)),
    number(formatRate(blockIo.readBytesPerSecond)),
    number(formatRate(blockIo.writeBytesPerSecond)),
  ];
}

function marked(text: string, percent: number | null, thresholds: Thresholds, brush: Brush): string {
  if (percent === null || percent < thresholds.memoryWarn) return text;
  const tone = percent >= thresholds.memoryCritical ? 'bad' : 'warn';
  return brush.tone(tone, `${text} ${brush.sign(tone)}`);
}
