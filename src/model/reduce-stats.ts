/** Usage: the latest by container, and ten minutes of history by container and by service. */
import { serviceNameOf } from './group-services.ts';
import { isSilentPoint, silentPoint, sumPoint, toPoint, withPoint } from './series.ts';
import { withEntry, without } from './share.ts';
import type { StackEvent } from './stack-event.ts';
import type { StackState } from './stack-state.ts';
import type { SeriesPoint, StatsSample } from './stats.ts';

type StatsEvent = Extract<StackEvent, { type: 'stats-sampled' | 'stats-lost' }>;

/** A replica's figures older than this do not count into its service's sum. */
const freshMs = 15_000;
/** Replicas are read one after the other: within this they make one point of the service. */
const sameRoundMs = 1_000;

export function reduceStats(state: StackState, event: StatsEvent): StackState {
  if (event.type === 'stats-lost') return withLoss(state, event);
  // A sample that was under way when its container vanished has nowhere to go.
  const samples = event.samples.filter(({ containerId }) => Object.hasOwn(state.containers, containerId));
  if (samples.length === 0) return state;
  const newcomers = new Set(samples.filter(sample => isFirst(state, sample)).map(sample => sample.containerId));
  const ids = samples.map(({ containerId }) => containerId);
  const series = { ...state.series };
  for (const sample of samples)
    series[sample.containerId] = withPoint(series[sample.containerId] ?? [], toPoint(sample));
  const latestStats = {
    ...state.latestStats,
    ...Object.fromEntries(samples.map(sample => [sample.containerId, sample])),
  };
  const next = { ...state, latestStats, series, lostStats: without(state.lostStats, new Set(ids)) };
  return { ...next, serviceSeries: serviceSeries(next, samples, newcomers) };
}

function isFirst(state: StackState, { containerId }: StatsSample): boolean {
  return (state.series[containerId] ?? []).length === 0;
}

function serviceSeries(
  state: StackState,
  samples: readonly StatsSample[],
  newcomers: ReadonlySet<string>,
): StackState['serviceSeries'] {
  const replicas = Object.groupBy(
    Object.values(state.containers).filter(({ labels }) => !labels.oneOff),
    serviceNameOf,
  );
  const touched = new Set(samples.flatMap(({ containerId }) => state.containers[containerId] ?? []).map(serviceNameOf));
  let next = state.serviceSeries;
  for (const service of touched) {
    const members = (replicas[service] ?? []).map(({ id }) => id);
    const figures = members.flatMap(id => state.latestStats[id] ?? []);
    const at = Math.max(0, ...figures.map(sample => sample.at));
    const point = sumPoint(at, figures.filter(sample => at - sample.at <= freshMs).map(toPoint));
    if (point !== null) {
      const changed = members.some(id => newcomers.has(id));
      next = withEntry(next, service, withServicePoint(next[service] ?? [], point, changed));
    }
  }
  return next;
}

/** A new container in the service makes a gap: its figures do not continue the old one's. */
function withServicePoint(
  points: readonly SeriesPoint[],
  point: SeriesPoint,
  changed: boolean,
): readonly SeriesPoint[] {
  const last = points.at(-1);
  if (last === undefined) return [point];
  if (changed && !isSilentPoint(last))
    return withPoint(withPoint(points, silentPoint(Math.max(last.at, point.at - 1))), point);
  const sameRound = point.at - last.at < sameRoundMs && !isSilentPoint(last);
  return withPoint(sameRound ? points.slice(0, -1) : points, point);
}

function withLoss(
  state: StackState,
  { containerId, at, reason }: Extract<StatsEvent, { type: 'stats-lost' }>,
): StackState {
  if (!Object.hasOwn(state.containers, containerId)) return state;
  const known = state.lostStats[containerId];
  if (known?.reason === reason) return state;
  const lostStats = { ...state.lostStats, [containerId]: { at: known?.at ?? at, reason } };
  const points = state.series[containerId] ?? [];
  const last = points.at(-1);
  const broken = last !== undefined && !isSilentPoint(last) ? withPoint(points, silentPoint(at)) : points;
  return { ...state, lostStats, series: broken === points ? state.series : { ...state.series, [containerId]: broken } };
}
