/**
 * How a container changes, with the events the engine tells of it, in its order:
 * end by itself `[oom] die`, then by policy `start`; stop `kill stop die`; restart `kill stop die start restart`;
 * kill `kill die` (all as seen on 26.1); probe `exec_create exec_start exec_die [health_status: …]`.
 */
import { addRun, lastRun, type DemoContainer, type PlannedEnd } from './container.ts';
import { nextBackoff, plannedEnd } from './plan.ts';
import { advanceProbe } from './health-check.ts';
import { between, chance } from './random.ts';
import type { Stage } from './stage.ts';
import { scenarioAt } from './timeline.ts';

/** When something is next due for this container; Infinity: nothing. */
export function nextDue(container: DemoContainer): number {
  const never = Number.POSITIVE_INFINITY;
  return Math.min(
    container.end?.at ?? never,
    container.restartAt ?? never,
    container.stopAt ?? never,
    container.nextProbe?.at ?? never,
  );
}

/** Does the one thing that is due at `at`. */
export function doDue(stage: Stage, container: DemoContainer, at: number): void {
  if (container.stopAt === at) requestStop(stage, container, at, 'stopped');
  else if (container.end?.at === at) endRun(stage, container, container.end);
  else if (container.restartAt === at) startRun(stage, container, at, true);
  else if (container.nextProbe?.at === at) advanceProbe(stage, container, at);
}

export function startRun(stage: Stage, container: DemoContainer, at: number, byPolicy: boolean): void {
  const { seed } = stage.timeline;
  const index = lastRun(container).index + 1;
  const pid = between(2_000, 60_000, chance(seed, container.service.address, index, 7));
  addRun(container, {
    index,
    startedAt: at,
    pid,
    endedAt: null,
    exitCode: 0,
    oomKilled: false,
    signalledAt: null,
    pauses: [],
  });
  container.state = 'running';
  container.restartAt = null;
  container.stopAt = null;
  if (byPolicy) container.restartCount += 1;
  else resetPolicy(container);
  planEnd(stage, container, at);
  const { probe } = container.service;
  if (probe !== null) {
    container.health.status = 'starting';
    container.health.failingStreak = 0;
    container.nextProbe = { phase: 'waiting', at: at + probe.intervalMs };
  }
  stage.tell(at, container, 'start');
}

/** What the scenario of now has in store; a stop that is under way stays as it is. */
export function planEnd(stage: Stage, container: DemoContainer, at: number): void {
  if (container.state !== 'running' || (container.end !== null && container.end.next !== 'policy')) return;
  const scenario = scenarioAt(stage.timeline, at);
  container.end = plannedEnd(stage.timeline.seed, container, lastRun(container), scenario);
}

function resetPolicy(container: DemoContainer): void {
  container.restartCount = 0;
  container.backoffMs = 0;
}

/** `docker stop`, and the first half of `docker restart`: the end comes when the process has ended its work. */
export function requestStop(
  stage: Stage,
  container: DemoContainer,
  at: number,
  next: 'killed' | 'stopped' | 'start',
): void {
  container.stopAt = null;
  if (container.state === 'exited') return;
  const run = lastRun(container);
  if (container.state === 'restarting') {
    container.restartAt = null;
    container.state = 'exited';
    stage.tell(at, container, 'stop');
    if (next === 'start') startAgain(stage, container, at);
    return;
  }
  unpause(container, at);
  const stopSignal = container.service.stopSignal === 'SIGINT' ? '2' : '15';
  stage.tell(at, container, 'kill', { signal: stopSignal });
  run.signalledAt = at;
  const { stopMs, stopExitCode } = container.service;
  container.end = { at: at + stopMs, exitCode: stopExitCode, oomKilled: false, next };
}

/** `docker kill`: at once, and the policy does not start it again. */
export function kill(stage: Stage, container: DemoContainer, at: number): void {
  unpause(container, at);
  stage.tell(at, container, 'kill', { signal: '9' });
  endRun(stage, container, { at, exitCode: 137, oomKilled: false, next: 'killed' });
}

export function pause(stage: Stage, container: DemoContainer, at: number): void {
  container.state = 'paused';
  container.end = null;
  lastRun(container).pauses.push({ from: at, to: null });
  closeMonitor(container);
  stage.tell(at, container, 'pause');
}

export function resume(stage: Stage, container: DemoContainer, at: number): void {
  unpause(container, at);
  planEnd(stage, container, at);
  const { probe } = container.service;
  if (probe !== null) container.nextProbe = { phase: 'waiting', at: at + probe.intervalMs };
  stage.tell(at, container, 'unpause');
}

function unpause(container: DemoContainer, at: number): void {
  if (container.state !== 'paused') return;
  container.state = 'running';
  const last = lastRun(container).pauses.at(-1);
  if (last !== undefined) last.to = at;
}

function endRun(stage: Stage, container: DemoContainer, end: PlannedEnd): void {
  const run = lastRun(container);
  run.endedAt = end.at;
  run.exitCode = end.exitCode;
  run.oomKilled = end.oomKilled;
  container.end = null;
  closeMonitor(container);
  container.state = 'exited';
  if (end.oomKilled) stage.tell(end.at, container, 'oom');
  if (end.next === 'stopped' || end.next === 'start') stage.tell(end.at, container, 'stop');
  const ranMs = end.at - run.startedAt;
  stage.tell(end.at, container, 'die', {
    exitCode: String(end.exitCode),
    execDuration: String(Math.floor(ranMs / 1000)),
  });
  if (end.next === 'start') startAgain(stage, container, end.at);
  if (end.next === 'policy' && container.service.restartPolicy === 'unless-stopped') {
    container.backoffMs = nextBackoff(container.backoffMs, ranMs);
    container.state = 'restarting';
    container.restartAt = end.at + container.backoffMs;
  }
}

function startAgain(stage: Stage, container: DemoContainer, at: number): void {
  startRun(stage, container, at, false);
  stage.tell(at, container, 'restart');
}

/** The engine says `unhealthy` of whatever it watches no more (https://github.com/moby/moby/issues/36233). */
function closeMonitor(container: DemoContainer): void {
  container.nextProbe = null;
  if (container.service.probe !== null) container.health.status = 'unhealthy';
}
