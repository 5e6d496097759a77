/** One container summed up in a word: the part of a service's state that comes from this container alone. */
import type { Container, ContainerDetail, ContainerHealth, Probe } from './container.ts';
import { decodeExitCode } from './exit-code.ts';
import { sanitizeLabel } from './sanitize.ts';
import type { ServiceRole } from './profile.ts';
import type { Service, ServiceState } from './service.ts';

export interface Condition {
  readonly state: ServiceState;
  readonly text: string;
  readonly severity: Service['severity'];
  /** When it began, ms; null where the engine does not tell. */
  readonly since: number | null;
}

/** @param role a service of a role is wanted up; one without may be a job that has done its work. */
export function conditionOf(container: Container, role: ServiceRole | null): Condition {
  const startedAt = container.detail?.startedAt ?? null;
  switch (container.state) {
    case 'running':
      return container.stopping
        ? { state: 'stopping', text: 'stopping', severity: 'busy', since: null }
        : runningCondition(container, startedAt);
    case 'paused':
      // Neither unhealthy nor stopped (https://github.com/moby/moby/issues/46203): what helps is `unpause`.
      return { state: 'paused', text: 'paused', severity: 'warn', since: null };
    case 'restarting':
      return {
        ...endedCondition(container, role),
        state: 'restarting',
        severity: 'bad',
        text: restartingText(container),
      };
    case 'removing':
      return { state: 'stopping', text: 'being removed', severity: 'busy', since: null };
    case 'created':
      return createdCondition(container);
    case 'exited':
      return endedCondition(container, role);
    case 'dead':
      return { ...endedCondition(container, role), state: 'failing', severity: 'bad', text: 'dead' };
  }
}

function runningCondition({ health }: Container, startedAt: number | null): Condition {
  if (health.status !== 'none' && !health.meaningful) {
    return { state: 'running', text: 'running, probe due', severity: 'neutral', since: startedAt };
  }
  switch (health.status) {
    case 'none':
      return { state: 'running', text: 'running', severity: 'good', since: startedAt };
    case 'starting':
      return { state: 'starting', text: 'starting', severity: 'busy', since: startedAt };
    case 'healthy':
      return { state: 'healthy', text: 'healthy', severity: 'good', since: startedAt };
    case 'unhealthy':
      return {
        state: 'unhealthy',
        text: 'unhealthy',
        severity: 'bad',
        since: failingSince(health, startedAt) ?? startedAt,
      };
  }
}

/**
 * When the probes began to fail: the first of the failing run at the end of the list. Where the run is longer than what
 * is kept, reckoned back from the streak by the usual distance of two probes, never before the start: the engine counts
 * anew from there. Null when the last probe was well.
 */
export function failingSince(
  { probes, failingStreak }: Pick<ContainerHealth, 'probes' | 'failingStreak'>,
  startedAt: number | null,
): number | null {
  const run = probes.slice(probes.findLastIndex(({ exitCode }) => exitCode === 0) + 1);
  const first = run[0];
  const last = run.at(-1);
  if (first === undefined || last === undefined) return null;
  if (run.length < probes.length || run.length < 2) return first.startedAt;
  // From the last one: while the engine was away some between first and last may have been missed.
  const reckoned = Math.round(last.startedAt - (failingStreak - 1) * usualDistance(run));
  return Math.min(first.startedAt, Math.max(reckoned, startedAt ?? reckoned));
}

/** The median, ms: a gap in what was kept must not stretch it. */
function usualDistance(run: readonly Probe[]): number {
  const distances = run.slice(1).map(({ startedAt }, index) => startedAt - (run[index]?.startedAt ?? startedAt));
  return distances.toSorted((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 0;
}

function createdCondition({ detail, createdAt }: Container): Condition {
  // `up` creates first and starts when the dependencies are well; what stays so is the finding `not-started`.
  // A start that the engine could not carry out leaves `created` with its reason in State.Error.
  return detail !== null && detail.error !== ''
    ? { state: 'failing', text: `start failed (${detail.exitCode})`, severity: 'bad', since: createdAt }
    : { state: 'created', text: 'created', severity: 'busy', since: createdAt };
}

function endedCondition({ detail }: Container, role: ServiceRole | null): Condition {
  if (detail === null) return { state: 'stopped', text: 'ended', severity: 'warn', since: null };
  const since = detail.finishedAt;
  const { graceful } = decodeExitCode(detail.exitCode, detail.oomKilled);
  const text = `${graceful ? 'stopped' : 'exited'} (${exitText(detail)})`;
  if (!graceful) return { state: 'failing', text, severity: 'bad', since };
  return { state: 'stopped', text, severity: isFinishedJob(detail, role) ? 'neutral' : 'bad', since };
}

/** A task that was to run once, such as a migration: no restart policy that would keep it up, no role, ended well. */
export function isFinishedJob(detail: ContainerDetail, role: ServiceRole | null): boolean {
  return role === null && detail.exitCode === 0 && !detail.oomKilled && !restartsAlways(detail.restartPolicy);
}

/** True for `always` and `unless-stopped`: whoever finds such a container stopped knows that somebody stopped it. */
export function restartsAlways(policy: string): boolean {
  return policy === 'always' || policy === 'unless-stopped';
}

/** "137, OOM", "143, SIGTERM", "1". */
export function exitText({ exitCode, oomKilled }: Pick<ContainerDetail, 'exitCode' | 'oomKilled'>): string {
  const { short } = decodeExitCode(exitCode, oomKilled);
  return short === null ? String(exitCode) : `${exitCode}, ${short}`;
}

function restartingText({ detail }: Container): string {
  return detail === null ? 'restarting' : `restarting (${exitText(detail)})`;
}

/** The name as it may be shown. */
export function shownName({ name }: Pick<Container, 'name'>): string {
  return sanitizeLabel(name);
}
