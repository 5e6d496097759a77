import { exitText } from '../container-condition.ts';
import type { Container } from '../container.ts';
import { decodeExitCode } from '../exit-code.ts';
import type { Finding } from '../finding.ts';
import { formatAgo, formatDuration, plural } from '../format.ts';
import type { Service } from '../service.ts';
import { lastStartOf, recentStarts, type Facts } from './facts.ts';
import { evidence, finding, readLogs, serviceSubject } from './finding-parts.ts';
import { countsBeyond, deathsOf, liesOomKilled, usualLifetime } from './lives.ts';

const windowMs = 10 * 60_000;
/** A container that stayed up this long has come out of its loop. */
const settledMs = 2 * 60_000;
const enough = 3;

/** It dies and the engine starts it again, within minutes, again and again. Loops by memory are told by `oom-killed`. */
export function crashLoop(facts: Facts): Finding[] {
  return facts.services.flatMap(service => loopOf(facts, service) ?? []);
}

function loopOf(facts: Facts, service: Service): Finding | null {
  const deaths = deathsOf(facts, service, windowMs);
  if (service.containers.some(liesOomKilled) || deaths.some(({ oom }) => oom)) return null;
  const waiting = service.containers.some(({ state }) => state === 'restarting');
  const startedAt = lastStartOf(service);
  const fresh = startedAt !== null && facts.now - startedAt < settledMs;
  const witnessed = deaths.length >= enough && recentStarts(facts, service.name, windowMs).length > 0;
  const cold = service.restarts >= enough && fresh;
  if (!(waiting && (service.restarts > 0 || deaths.length > 0)) && !(fresh && (witnessed || cold))) return null;
  // The engine counts restarts by its policy only, and anew after a start by hand: the last life has ended by itself.
  const certain = waiting || witnessed || !service.containers.some(hasProvedItself);
  const several = service.restarts >= enough || deaths.length >= enough;
  return finding({
    code: 'crash-loop',
    severity: certain && several ? 'critical' : 'warning',
    subject: serviceSubject(service),
    title: titleFor(facts, service, { startedAt, certain, several, diedAt: deaths.at(-1)?.at ?? null }),
    since: deaths[0]?.at ?? null,
    evidence:
      deaths.length === 0
        ? coldEvidence(service)
        : deaths.slice(-3).map(({ at, exitCode }) => evidence(at, died(exitCode))),
    nextSteps: [readLogs],
  });
}

interface Certainty {
  readonly startedAt: number | null;
  readonly diedAt: number | null;
  readonly certain: boolean;
  /** Died often enough to speak of a loop. */
  readonly several: boolean;
}

function titleFor(facts: Facts, service: Service, { startedAt, diedAt, certain, several }: Certainty): string {
  if (!several) {
    const detail = service.containers.find(({ state }) => state === 'restarting')?.detail ?? null;
    const how = detail === null ? '' : `, exit ${exitText(detail)}`;
    return `died ${formatAgo(diedAt ?? detail?.finishedAt ?? null, facts.now)}${how}: the engine starts it again`;
  }
  return certain ? titleOf(facts, service, startedAt) : suspicionOf(facts, service, startedAt);
}

/** Its health check says that this life is a good one, at least so far. */
function hasProvedItself({ health }: Container): boolean {
  return health.meaningful && health.status === 'healthy';
}

function suspicionOf(facts: Facts, service: Service, startedAt: number | null): string {
  const deaths = deathsOf(facts, service, windowMs);
  const count = countsBeyond(facts, service, deaths, 'death') ?? `${plural(service.restarts, 'restart')} since created`;
  return `restarted by the engine ${formatAgo(startedAt, facts.now)}: ${count}, maybe a crash loop`;
}

function titleOf(facts: Facts, service: Service, startedAt: number | null): string {
  const deaths = deathsOf(facts, service, windowMs);
  const first = deaths[0];
  const codes = new Set(deaths.map(({ exitCode }) => exitCode));
  const known =
    [...codes][0] ?? service.containers.find(({ state }) => state === 'restarting')?.detail?.exitCode ?? null;
  const how = known !== null && codes.size <= 1 ? `, exit ${known}${deaths.length > 1 ? ' each time' : ''}` : '';
  const beyond = countsBeyond(facts, service, deaths, 'death');
  if (first === undefined || deaths.length < enough) {
    const count = service.restarts > 0 ? `${plural(service.restarts, 'restart')} since created` : 'restarting';
    return `crash loop: ${beyond ?? count}, started ${formatAgo(startedAt, facts.now)}${how}`;
  }
  const lifetime = usualLifetime(deaths);
  const after = lifetime === null ? '' : `, dies ${formatDuration(lifetime)} after each start`;
  if (beyond !== null) return `crash loop: ${beyond}${after}${how}`;
  return `crash loop: died ${deaths.length} times in ${formatDuration(facts.now - first.at)}${after}${how}`;
}

function coldEvidence({ containers }: Service): Finding['evidence'] {
  return containers.flatMap(({ name, detail, state }) =>
    detail === null
      ? []
      : [
          evidence(
            detail.finishedAt,
            state === 'restarting'
              ? `${name} ${decodeExitCode(detail.exitCode, detail.oomKilled).long}, exit ${exitText(detail)}`
              : `${name}: ${plural(detail.restartCount, 'restart')} since it was created`,
          ),
        ],
  );
}

function died(exitCode: number | null): string {
  return exitCode === null
    ? 'died'
    : `died: ${decodeExitCode(exitCode).long}, exit ${exitText({ exitCode, oomKilled: false })}`;
}
