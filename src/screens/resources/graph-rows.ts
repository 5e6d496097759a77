/** Ten minutes of a service as curves, with the highest and the newest value beside them. */
import { formatBytes, formatCores, formatRate } from '../../model/format.ts';
import { bucketSeries, seriesExtent, sumPoint, type SeriesFigure } from '../../model/series.ts';
import type { SeriesPoint } from '../../model/stats.ts';
import { graphRows } from '../../ui/gauge.ts';
import { fit } from '../../ui/text.ts';
import type { PaneSize } from '../body.ts';
import type { ScreenInput } from '../screen-input.ts';

interface Curve {
  readonly title: string;
  readonly figure: SeriesFigure;
  readonly format: (value: number) => string;
}

const curves: readonly Curve[] = [
  { title: 'memory', figure: 'memoryBytes', format: formatBytes },
  { title: 'cpu', figure: 'cores', format: cores => `${formatCores(cores)} cores` },
  { title: 'net in', figure: 'rxBytesPerSecond', format: formatRate },
  { title: 'net out', figure: 'txBytesPerSecond', format: formatRate },
];

const labelCells = 22;
const gapCells = 2;

/** As many curves as fit; two beside each other where there is the width for it. */
export function serviceGraphs(input: ScreenInput, { width, height }: PaneSize): string[] {
  const points = seriesOf(input);
  const abreast = width >= 90 ? 2 : 1;
  const lines = Math.ceil(curves.length / abreast);
  const shown = Math.min(lines, Math.max(1, height));
  const graphHeight = Math.max(1, Math.min(5, Math.floor(height / shown)));
  const cellWidth = Math.floor((width - gapCells * (abreast - 1)) / abreast);
  return Array.from({ length: shown }, (_, line) => {
    const blocks = curves
      .slice(line * abreast, (line + 1) * abreast)
      .map(curve => curveBlock(curve, points, input, { width: cellWidth, height: graphHeight }));
    return Array.from({ length: graphHeight }, (_row, row) =>
      blocks.map(block => block[row] ?? '').join(' '.repeat(gapCells)),
    );
  }).flat();
}

function curveBlock(
  { title, figure, format }: Curve,
  points: readonly SeriesPoint[],
  { theme, now }: ScreenInput,
  { width, height }: PaneSize,
): string[] {
  const extent = seriesExtent(points, figure);
  const buckets = Math.max(1, width - labelCells);
  const values = bucketSeries(points, { figure, buckets, now });
  const graph = graphRows(values, height, theme, extent?.highest);
  const newest = extent === null ? 'not measured' : format(extent.latest);
  const highest = extent === null ? '' : `max ${format(extent.highest)}`;
  const labels =
    height === 1 ? [`${title.padEnd(8)}${newest}`] : [`${title.padEnd(8)}${newest}`, `${' '.repeat(8)}${highest}`];
  return graph.map((row, index) => {
    const label = fit(labels[index] ?? '', labelCells, 'left', theme.symbols.ellipsis.slice(0, 1));
    return (index === 0 ? label : theme.dim(label)) + theme.accent(row);
  });
}

/** Of the marked service, or of all added up. */
function seriesOf({ stack, cursor, services }: ScreenInput): readonly SeriesPoint[] {
  if (cursor !== null) return stack.serviceSeries[cursor] ?? [];
  const longest = services.map(({ name }) => stack.serviceSeries[name] ?? []).toSorted((a, b) => b.length - a.length);
  const [first = [], ...others] = longest;
  return first.map((point, index) => {
    const fromEnd = first.length - index;
    const same = others.flatMap(series => series.at(-fromEnd) ?? []);
    return sumPoint(point.at, [point, ...same]) ?? point;
  });
}
