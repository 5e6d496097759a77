import type { Container, HealthCheck, Probe } from '../../model/container.ts';
import { formatAgo, formatDuration, formatMilliseconds } from '../../model/format.ts';
import type { Service } from '../../model/service.ts';
import type { Cell, Column } from '../../ui/table-rows.ts';
import { markColumn, nameColumn, type ServiceRow } from '../service-columns.ts';
import type { ScreenInput } from '../screen-input.ts';

/** The replica that speaks for the service: the unhealthy one, else the one that starts, else the first. */
export function speakingContainer(service: Service): Container | null {
  return service.containers.reduce<Container | null>(
    (worst, container) => (worst === null || healthRank(container) < healthRank(worst) ? container : worst),
    null,
  );
}

function healthRank({ health }: Container): number {
  return health.meaningful ? { unhealthy: 0, starting: 1, healthy: 2, none: 4 }[health.status] : 3;
}

function checkOf(service: Service | null): HealthCheck | null {
  return service === null ? null : (speakingContainer(service)?.detail?.healthCheck ?? null);
}

/** `curl -fsS http://127.0.0.1/healthz`: what runs, without the engine's way to say how. */
export function probeCommand(container: Container | null): string {
  const test = container?.detail?.healthCheck?.test ?? [];
  return test[0] === 'CMD' || test[0] === 'CMD-SHELL' ? test.slice(1).join(' ') : test.join(' ');
}

export function healthColumns(input: ScreenInput): readonly Column<ServiceRow>[] {
  const { stack, now } = input;
  const lastOf = (service: Service | null): Probe | undefined =>
    service === null ? undefined : stack.probes[service.name]?.at(-1);
  return [
    markColumn(input),
    nameColumn(input, input.ui.pane === 0),
    { title: 'HEALTH', rank: 0, min: 9, max: 22, cell: ({ service }) => healthCell(service, input) },
    { title: 'FAILED', rank: 2, align: 'right', cell: ({ service }) => streakCell(service, input) },
    {
      title: 'LAST',
      rank: 1,
      cell: ({ service }) => {
        const last = lastOf(service);
        return last === undefined ? '' : formatAgo(last.endedAt ?? last.startedAt, now);
      },
    },
    {
      title: 'TOOK',
      rank: 3,
      align: 'right',
      cell: ({ service }) => {
        const last = lastOf(service);
        return last === undefined || last.endedAt === null ? '' : formatMilliseconds(last.endedAt - last.startedAt);
      },
    },
    { title: 'EVERY', rank: 4, align: 'right', cell: ({ service }) => spanText(checkOf(service)?.intervalMs) },
    { title: 'LIMIT', rank: 6, align: 'right', cell: ({ service }) => spanText(checkOf(service)?.timeoutMs) },
    {
      title: 'PROBE',
      rank: 5,
      min: 12,
      max: 80,
      cell: ({ service }) => (service === null ? '' : probeCommand(speakingContainer(service))),
    },
  ];
}

function spanText(ms: number | undefined): string {
  return ms === undefined ? '' : formatDuration(ms);
}

function healthCell(service: Service | null, { services, stack, theme }: ScreenInput): Cell {
  if (service === null) {
    if (stack.engine.phase === 'lost') return { text: 'last seen', paint: theme.dim };
    const healthy = services.filter(one => speakingContainer(one)?.health.status === 'healthy').length;
    return {
      text: `${healthy} of ${services.length} healthy`,
      short: `${healthy}/${services.length}`,
      paint: theme.dim,
    };
  }
  const container = speakingContainer(service);
  if (container === null) return { text: service.stateText, paint: theme.tone(service.severity) };
  if (!container.health.meaningful)
    return { text: `not checked: ${container.state}`, short: container.state, paint: theme.tone(service.severity) };
  switch (container.health.status) {
    case 'none':
      return { text: 'no check', paint: theme.dim };
    case 'starting':
      return { text: 'starting', paint: theme.accent };
    case 'healthy':
      return { text: 'healthy', paint: theme.good };
    case 'unhealthy':
      return { text: 'unhealthy', paint: theme.bad };
  }
}

/** `2 of 3`: failed probes in a row, and how many make it unhealthy; once it is, only how many. */
function streakCell(service: Service | null, { theme }: ScreenInput): Cell {
  const container = service === null ? null : speakingContainer(service);
  const retries = container?.detail?.healthCheck?.retries;
  if (container === null || retries === undefined) return { text: '' };
  const streak = container.health.failingStreak;
  if (streak === 0) return { text: '0' };
  if (streak >= retries) return { text: String(streak), paint: theme.bad };
  return { text: `${streak} of ${retries}`, short: String(streak), paint: theme.warn };
}
