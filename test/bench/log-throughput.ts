/**
 * What the log store costs by itself, without engine and terminal: `node test/bench/log-throughput.ts [LINES]`.
 * Times are medians of 7; they explain the flood figures of `npm run bench`, which are measured on the whole program.
 */
import { logsPane } from '../../src/screens/logs/log-pane.ts';
import { screenInput } from '../../src/screens/screen-input.ts';
import { defaultProfile } from '../../src/model/profile.ts';
import type { LogRecord } from '../../src/model/log-record.ts';
import { createInitialConsoleState } from '../../src/store/initial-console-state.ts';
import { createLogStore, type LogStore } from '../../src/store/log-store.ts';
import { initialLogView, type LogView } from '../../src/store/log-view.ts';
import { createTheme } from '../../src/ui/theme.ts';
import { percentile } from './statistics.ts';

const start = Date.parse('2026-11-25T01:00:00Z');
const batchLines = 500;
const linesPerFrame = 10_000;
const runs = 7;
const lines = Number(process.argv[2] ?? 200_000);

let made = 0;

/** Fifty a millisecond, as the flood of the simulator; one in 128 is an error, one in ten JSON. */
function makeBatch(): LogRecord[] {
  return Array.from({ length: batchLines }, () => {
    made += 1;
    return {
      kind: 'record' as const,
      containerId: 'api-1',
      service: 'api',
      stream: 'stdout' as const,
      atMs: start + Math.floor(made / 50),
      nanos: (made % 50) * 20_000,
      text: textOf(made),
    };
  });
}

function textOf(index: number): string {
  if (index % 128 === 0) return `2026-11-25 01:00:00,123 ERROR depotix.sync: supplier feed refused article ${index}`;
  if (index % 10 === 0) return `{"level":"info","ts":1764032818.1,"msg":"handled request","n":${index},"status":200}`;
  return `2026-11-25 01:00:00,123 INFO depotix.sync: article ${index} updated, weight 1.25 kg, next check in 300 s`;
}

function time(work: () => void): number {
  const before = performance.now();
  work();
  return performance.now() - before;
}

function append(logs: LogStore, count: number): number {
  let spent = 0;
  for (let index = 0; index < count; index += batchLines) {
    const batch = makeBatch();
    spent += time(() => logs.append(batch));
  }
  return spent;
}

const ingest = Array.from({ length: runs }, () => {
  const logs = createLogStore({ clock: { now: () => start } });
  return (append(logs, lines) * 1000) / lines;
});

function frames(view: Partial<LogView>): number[] {
  const logs = createLogStore({ clock: { now: () => start } });
  const initial = createInitialConsoleState({
    identity: { project: 'bench', workingDir: null, files: [], warnings: [] },
    profile: defaultProfile,
    endpoint: 'none',
    local: true,
    demo: false,
    at: start,
  });
  const state = { ...initial, ui: { ...initial.ui, screen: 'logs' as const, logs: { ...initialLogView, ...view } } };
  const theme = createTheme({ color: true, ascii: false });
  append(logs, linesPerFrame);
  return Array.from({ length: runs + 3 }, () => {
    append(logs, linesPerFrame);
    const frame = { state, logs, theme, columns: 120, rows: 36, now: start, utcOffsetMinutes: 0 };
    return time(() => logsPane(screenInput(frame), { width: 117, height: 31 }));
  }).slice(3);
}

const figures: readonly (readonly [string, number, string])[] = [
  ['append', percentile(ingest, 0.5), 'µs a line'],
  ['frame of the log screen, 10,000 new lines in each', percentile(frames({}), 0.5), 'ms'],
  ['… with a search', percentile(frames({ search: 'refused|weight 1\\.' }), 0.5), 'ms'],
  ['… with what matches hidden', percentile(frames({ search: 'info', inverse: true }), 0.5), 'ms'],
  ['… with errors only', percentile(frames({ minimumLevel: 'error' }), 0.5), 'ms'],
  ['… wrapped', percentile(frames({ wrap: true }), 0.5), 'ms'],
];
for (const [name, value, unit] of figures)
  process.stdout.write(`${name.padEnd(52)} ${value.toFixed(2).padStart(8)} ${unit}\n`);
