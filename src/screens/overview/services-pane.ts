/** The service table of the overview. */
import { sanitizeLabel } from '../../model/sanitize.ts';
import { findingKey } from '../../model/diagnosis/finding-parts.ts';
import {
  formatBytes,
  formatBytesShort,
  formatClockMinute,
  formatCores,
  formatDuration,
  formatPercent,
  percentOf,
} from '../../model/format.ts';
import type { Service } from '../../model/service.ts';
import { windowedTable, type Cell, type Column } from '../../ui/table-rows.ts';
import { thresholdTone, usageOf } from '../service-usage.ts';
import { markColumn, markedIndex, nameColumn, serviceRowsOf, stateCell, type ServiceRow } from '../service-columns.ts';
import type { ScreenInput } from '../screen-input.ts';

export function servicesTitle({ ui, rows, services }: ScreenInput): string {
  return ui.filter === ''
    ? 'Services'
    : `Services: ${rows.length - 1} of ${services.length} match "${sanitizeLabel(ui.filter)}"`;
}

/** `cause → effect:  postgres ✖ → api ▲`, from the findings that explain each other. */
export function servicesNote({ findings, theme }: ScreenInput): string {
  const { arrow } = theme.symbols;
  const byKey = new Map(findings.map(finding => [findingKey(finding), finding]));
  const links = findings.flatMap(finding => {
    const cause = finding.causedBy === null ? undefined : byKey.get(finding.causedBy);
    return cause === undefined || cause.subject.name === finding.subject.name
      ? []
      : [`${cause.subject.name} ${arrow} ${finding.subject.name}`];
  });
  return links.length === 0 ? '' : `cause ${arrow} effect: ${[...new Set(links)].join(', ')}`;
}

/** The header and as many rows as fit, the cursor among them. */
export function servicesRows(input: ScreenInput, width: number, height: number): string[] {
  const all = serviceRowsOf(input);
  return windowedTable(columns(input), all, markedIndex(input), { width, height, theme: input.theme });
}

function columns(input: ScreenInput): readonly Column<ServiceRow>[] {
  const focused = input.ui.pane === 1;
  const { stack, theme, now } = input;
  const members = ({ service }: ServiceRow): readonly Service[] => (service === null ? input.services : [service]);
  return [
    markColumn(input),
    nameColumn(input, focused),
    { title: 'STATE', rank: 0, min: 17, max: 26, cell: ({ service }) => stateCell(service, input) },
    {
      title: 'SINCE',
      short: 'FOR',
      rank: 3,
      min: 4,
      cell: ({ service }) => sinceCell(service, now),
    },
    { title: 'RESTARTS', short: 'RST', rank: 2, min: 3, max: 18, cell: ({ service }) => restartsCell(service, input) },
    {
      title: 'MEMORY',
      rank: 4,
      align: 'right',
      min: 7,
      cell: row => {
        const { memoryBytes, memoryLimitBytes } = usageOf(stack, members(row));
        const used = formatBytes(memoryBytes);
        return memoryBytes === null || memoryLimitBytes === null
          ? used
          : { text: `${used}/${formatBytesShort(memoryLimitBytes)}`, short: used };
      },
    },
    { title: 'of limit', short: '%', rank: 1, align: 'right', min: 7, cell: row => memoryCell(input, members(row)) },
    {
      title: 'CPU of limit',
      short: 'CPU',
      rank: 1,
      align: 'right',
      min: 7,
      max: 20,
      cell: row => cpuCell(input, members(row)),
    },
    {
      title: 'IMAGE (age)',
      short: 'IMAGE',
      rank: 5,
      min: 8,
      max: 34,
      cell: ({ service }) => ({ text: imageText(service, now), paint: theme.dim }),
    },
  ];
}

function memoryCell({ stack, theme }: ScreenInput, services: readonly Service[]): Cell {
  const { memoryBytes, memoryLimitBytes } = usageOf(stack, services);
  const percent = percentOf(memoryBytes, memoryLimitBytes);
  const { memoryWarn, memoryCritical } = stack.profile.thresholds;
  const tone = thresholdTone(percent, memoryWarn, memoryCritical);
  const mark = { warn: theme.symbols.warn, bad: theme.symbols.bad, good: ' ', busy: ' ', neutral: ' ' }[tone];
  return { text: `${formatPercent(percent)} ${mark}`, paint: theme.tone(tone) };
}

function cpuCell({ stack, theme }: ScreenInput, services: readonly Service[]): Cell {
  const { cores, coresLimit, throttledShare } = usageOf(stack, services);
  if (services.length === 1 && throttledShare !== null && throttledShare >= stack.profile.thresholds.throttledWarn) {
    return { text: `${formatPercent(throttledShare * 100)} throttled ${theme.symbols.warn}`, paint: theme.warn };
  }
  const percent = percentOf(cores, coresLimit);
  if (percent !== null) return { text: `${formatPercent(percent)}  ` };
  return cores === null
    ? { text: '–  ' }
    : { text: `${formatCores(cores)} cores  `, short: `${formatCores(cores)}c  ` };
}

/** Where as many starts are known it says since when; of older ones the engine tells only their number. */
function restartsCell(service: Service | null, { stack }: ScreenInput): Cell {
  if (service === null) return { text: '' };
  // Only an inspect tells: a 0 would be a claim.
  if (service.containers.some(({ detail }) => detail === null)) return { text: '–' };
  if (service.restarts === 0) return { text: '0' };
  const first = stack.starts[service.name]?.at(-service.restarts);
  return {
    text: `${service.restarts} since ${first === undefined ? 'created' : formatClockMinute(first)}`,
    short: String(service.restarts),
  };
}

/** `caddy:2 (9 d)`: the reference without its registry, and how long it has been deployed. */
function imageText(service: Service | null, now: number): string {
  const container = service?.containers[0];
  if (container === undefined) return '';
  const name = container.image.startsWith('sha256:')
    ? container.image.slice(7, 19)
    : (container.image.split('/').at(-1) ?? '');
  return `${name} (${formatDuration(now - container.createdAt)})`;
}

/** `41 min`, in a narrow table `41m`. */
function sinceCell(service: Service | null, now: number): Cell {
  if (service === null || service.since === null) return { text: '' };
  const text = formatDuration(now - service.since);
  return { text, short: text.replace(' min', 'm') };
}
