import { formatBytes, formatBytesShort, formatCores, formatPercent, percentOf } from '../../model/format.ts';
import type { Service } from '../../model/service.ts';
import { gauge } from '../../ui/gauge.ts';
import type { Cell, Column } from '../../ui/table-rows.ts';
import type { Tone } from '../../ui/theme.ts';
import { markColumn, nameColumn, type ServiceRow } from '../service-columns.ts';
import type { ScreenInput } from '../screen-input.ts';
import { thresholdTone, usageOf, type Usage } from '../service-usage.ts';

const barCells = 10;

interface UsageRow extends ServiceRow {
  readonly usage: Usage;
}

export function withUsage(input: ScreenInput, row: ServiceRow): UsageRow {
  const members: readonly Service[] = row.service === null ? input.services : [row.service];
  return { ...row, usage: usageOf(input.stack, members) };
}

export function resourceColumns(input: ScreenInput): readonly Column<UsageRow>[] {
  const { memoryWarn, memoryCritical, throttledWarn } = input.stack.profile.thresholds;
  const memoryPercent = ({ usage }: UsageRow): number | null => percentOf(usage.memoryBytes, usage.memoryLimitBytes);
  const cpuPercent = ({ usage }: UsageRow): number | null => percentOf(usage.cores, usage.coresLimit);
  const memoryTone = (row: UsageRow): Tone => thresholdTone(memoryPercent(row), memoryWarn, memoryCritical);
  const cpuTone = ({ usage }: UsageRow): Tone => thresholdTone(usage.throttledShare, throttledWarn, 2);
  return [
    markColumn(input),
    nameColumn(input, input.ui.pane === 0),
    bar(input, memoryPercent, memoryTone),
    {
      title: 'MEMORY',
      rank: 1,
      align: 'right',
      cell: row => toned(input, formatPercent(memoryPercent(row)), memoryTone(row)),
    },
    {
      title: 'used/limit',
      rank: 3,
      align: 'right',
      cell: ({ usage }) => usedOf(usage.memoryBytes, usage.memoryLimitBytes),
    },
    bar(input, cpuPercent, cpuTone),
    { title: 'CPU', rank: 1, align: 'right', cell: row => toned(input, formatPercent(cpuPercent(row)), cpuTone(row)) },
    { title: 'cores', rank: 5, align: 'right', cell: ({ usage }) => coresOf(usage) },
    {
      title: 'THROTTLED',
      short: 'THR',
      rank: 4,
      align: 'right',
      min: 5,
      cell: row =>
        toned(
          input,
          formatPercent(row.usage.throttledShare === null ? null : row.usage.throttledShare * 100),
          cpuTone(row),
        ),
    },
    {
      title: 'OOM',
      rank: 2,
      align: 'right',
      cell: ({ usage }) =>
        toned(
          input,
          usage.oomKills === null ? '–' : String(usage.oomKills),
          (usage.oomKills ?? 0) > 0 ? 'bad' : 'neutral',
        ),
    },
    { title: 'PIDS', rank: 6, align: 'right', cell: ({ usage }) => (usage.pids === null ? '–' : String(usage.pids)) },
    {
      title: 'NET/s i/o',
      rank: 7,
      align: 'right',
      cell: ({ usage }) => rates(usage.rxBytesPerSecond, usage.txBytesPerSecond),
    },
    {
      title: 'DISK/s',
      rank: 8,
      align: 'right',
      cell: ({ usage }) => rates(usage.readBytesPerSecond, usage.writeBytesPerSecond),
    },
  ];
}

/** Without a title: that stands over the percentage, which stays where the bar has to go. */
function bar(
  input: ScreenInput,
  percent: (row: UsageRow) => number | null,
  tone: (row: UsageRow) => Tone,
): Column<UsageRow> {
  return {
    title: '',
    rank: 9,
    min: 4,
    gap: 1,
    cell: row => ({
      text: ' '.repeat(barCells),
      paint: blank => gauge(percent(row), blank.length, input.theme, tone(row)),
    }),
  };
}

function toned({ theme }: ScreenInput, text: string, tone: Tone): Cell {
  const mark = { warn: theme.symbols.warn, bad: theme.symbols.bad, good: '', busy: '', neutral: '' }[tone];
  return { text: mark === '' ? `${text}  ` : `${text} ${mark}`, paint: theme.tone(tone) };
}

function usedOf(used: number | null, limit: number | null): string {
  if (used === null) return '–';
  return limit === null ? `${formatBytes(used)}, no limit` : `${formatBytes(used)}/${formatBytesShort(limit)}`;
}

function coresOf({ cores, coresLimit }: Usage): string {
  if (cores === null) return '–';
  return `${formatCores(cores)}/${coresLimit === null ? 'no limit' : formatCores(coresLimit)}`;
}

function rates(first: number | null, second: number | null): string {
  return first === null && second === null ? '–' : `${shortRate(first)}/${shortRate(second)}`;
}

function shortRate(bytesPerSecond: number | null): string {
  return formatBytesShort(bytesPerSecond === null ? null : Math.round(bytesPerSecond));
}
