/** The engine's health monitor: when it probes, how it counts, and what it tells of it. */
import { lastRun, type DemoContainer } from './container.ts';
import { probeOutcome } from './probe.ts';
import { hexOf } from './random.ts';
import type { Stage } from './stage.ts';

/** Begins the probe that is due, or ends the one that runs. */
export function advanceProbe(stage: Stage, container: DemoContainer, at: number): void {
  const next = container.nextProbe;
  const { probe } = container.service;
  if (next === null || probe === null) return;
  const words = probe.test[0] === 'CMD-SHELL' ? ['/bin/sh', '-c', ...probe.test.slice(1)] : probe.test.slice(1);
  const execID = hexOf(stage.timeline.seed + at, `exec ${container.name}`, 64);
  if (next.phase === 'waiting') {
    const outcome = probeOutcome(stage.timeline, container, at);
    stage.tell(at, container, `exec_create: ${words.join(' ')}`, { execID });
    stage.tell(at, container, `exec_start: ${words.join(' ')}`, { execID });
    container.nextProbe = { phase: 'running', at: at + outcome.durationMs, startedAt: at, outcome };
    return;
  }
  const { outcome, startedAt } = next;
  stage.tell(at, container, 'exec_die', { execID, exitCode: String(Math.max(0, outcome.exitCode)) });
  const { log } = container.health;
  log.push({ startedAt, endedAt: at, exitCode: outcome.exitCode, output: outcome.output });
  if (log.length > 5) log.shift();
  noteAnswer(container, startedAt, at, outcome.exitCode);
  judge(stage, container, startedAt, outcome.exitCode, at);
  container.nextProbe = { phase: 'waiting', at: at + probe.intervalMs };
}

const answersKept = 400;

/** curl's 7 means that nobody was there to log it. */
function noteAnswer(container: DemoContainer, startedAt: number, at: number, exitCode: number): void {
  if (container.service.role !== 'api' || exitCode === 7) return;
  container.answers.push({ at, status: exitCode === 0 ? 200 : 503, durationMs: Math.max(3, at - startedAt - 40) });
  if (container.answers.length > answersKept) container.answers.shift();
}

/** As the engine counts: failures within the start period weigh nothing until the first success. */
function judge(stage: Stage, container: DemoContainer, startedAt: number, exitCode: number, at: number): void {
  const { health, service } = container;
  const before = health.status;
  if (exitCode === 0) {
    health.failingStreak = 0;
    health.status = 'healthy';
  } else {
    const startPeriodMs = service.probe?.startPeriodMs ?? 0;
    const isStarting = before === 'starting' && startedAt - lastRun(container).startedAt < startPeriodMs;
    if (!isStarting) health.failingStreak += 1;
    if (health.failingStreak >= (service.probe?.retries ?? 3)) health.status = 'unhealthy';
  }
  if (health.status !== before) stage.tell(at, container, `health_status: ${health.status}`);
}
