/** The table that `npm run bench` prints and docs/performance.md holds. */
export interface BenchRow {
  readonly what: string;
  readonly figure: string;
  readonly target: string;
  /** null: no target here. */
  readonly met: boolean | null;
}

export interface BenchMachine {
  readonly node: string;
  readonly cpus: number;
  /** 1-minute load before the run: figures of a busy machine are upper bounds. */
  readonly load: number;
}

const mark = (met: boolean | null): string => (met === null ? '' : met ? 'met' : '**missed**');

export function report(rows: readonly BenchRow[], machine: BenchMachine): string {
  const lines = rows.map(row => `| ${row.what} | ${row.figure} | ${row.target} | ${mark(row.met)} |`);
  return [
    `Node ${machine.node}, ${machine.cpus} cores, load ${machine.load.toFixed(1)} before the run.`,
    '',
    '| what | measured | target | |',
    '| --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}
