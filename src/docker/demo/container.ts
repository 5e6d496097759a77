/** One container of the demo: its past as a list of runs, from which load, log lines and statistics follow. */
import type { ContainerState, HealthStatus } from '../../model/container.ts';
import type { DemoService } from './service.ts';

interface Pause {
  readonly from: number;
  to: number | null;
}

export interface Run {
  /** Counts up over the container's life. */
  readonly index: number;
  readonly startedAt: number;
  readonly pid: number;
  endedAt: number | null;
  exitCode: number;
  oomKilled: boolean;
  /** When the stop signal came, ms. */
  signalledAt: number | null;
  readonly pauses: Pause[];
}

interface ProbeRecord {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly exitCode: number;
  readonly output: string;
}

export interface ProbeOutcome {
  readonly exitCode: number;
  readonly output: string;
  readonly durationMs: number;
}

type NextProbe =
  | { readonly phase: 'waiting'; readonly at: number }
  | { readonly phase: 'running'; readonly at: number; readonly startedAt: number; readonly outcome: ProbeOutcome };

export interface PlannedEnd {
  readonly at: number;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  /** What the engine does next: what the policy says; nothing (`docker kill`, `docker stop`); a start (`docker restart`). */
  readonly next: 'policy' | 'killed' | 'stopped' | 'start';
}

export interface DemoContainer {
  readonly service: DemoService;
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly labels: Readonly<Record<string, string>>;
  state: ContainerState;
  /** Newest last; only the newest 200 are kept. Never empty. */
  readonly runs: Run[];
  restartCount: number;
  /** ms the policy waits before the next start; 0: the first time. */
  backoffMs: number;
  restartAt: number | null;
  /** When somebody will stop it, as a scenario has it. */
  stopAt: number | null;
  end: PlannedEnd | null;
  health: { status: HealthStatus; failingStreak: number; readonly log: ProbeRecord[] };
  nextProbe: NextProbe | null;
  /** Probes that reached the process, for its access log; the newest 400. */
  readonly answers: ProbeAnswer[];
}

interface ProbeAnswer {
  readonly at: number;
  readonly status: number;
  readonly durationMs: number;
}

const runsKept = 200;

export function addRun(container: DemoContainer, run: Run): void {
  container.runs.push(run);
  if (container.runs.length > runsKept) container.runs.shift();
}

export function lastRun(container: DemoContainer): Run {
  const run = container.runs.at(-1);
  if (run === undefined) throw new Error(`${container.name} has no run`);
  return run;
}

/** The run that was going on at `at`; its end belongs to it no more. */
export function runAt(container: DemoContainer, at: number): Run | undefined {
  for (let i = container.runs.length - 1; i >= 0; i--) {
    const run = container.runs[i];
    if (run === undefined || run.startedAt > at) continue;
    return run.endedAt === null || run.endedAt > at ? run : undefined;
  }
  return undefined;
}

export function pausedAt(run: Run, at: number): boolean {
  return run.pauses.some(pause => pause.from <= at && (pause.to === null || pause.to > at));
}

/** `dead`: no process. `booting`: does not answer yet. */
export function conditionAt(container: DemoContainer | undefined, at: number): 'dead' | 'booting' | 'paused' | 'up' {
  if (container === undefined) return 'dead';
  const run = runAt(container, at);
  if (run === undefined) return 'dead';
  if (pausedAt(run, at)) return 'paused';
  return at - run.startedAt < container.service.bootMs ? 'booting' : 'up';
}

/** It has a process. */
export function isUp(container: DemoContainer): boolean {
  return container.state === 'running' || container.state === 'paused';
}
