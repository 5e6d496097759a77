/** The one word on the whole stack (design §7): for the header, `status` and its exit code. */
import type { Finding } from './finding.ts';
import { formatClockMinute, formatDuration } from './format.ts';
import { isUp } from './group-services.ts';
import { findingKey } from './diagnosis/finding-parts.ts';
import type { Facts } from './diagnosis/facts.ts';
import { failingUrl, freshProbes } from './diagnosis/public-url.ts';
import { sanitizeLabel } from './sanitize.ts';
import type { Service } from './service.ts';

export type VerdictState = 'ok' | 'degraded' | 'down' | 'unknown';

export interface Verdict {
  readonly state: VerdictState;
  /** Why, in half a sentence: "caddy is stopped (0)", "4 of 4 services run". */
  readonly reason: string;
  /** ms; null where it can't be known. */
  readonly since: number | null;
}

export interface VerdictOptions {
  /** `status --strict`: warnings count too. */
  readonly strict?: boolean;
}

/**
 * `down`: the public URL or the edge does not answer, or no service runs. `degraded`: any critical finding. `unknown`:
 * no engine. Else `ok`.
 */
export function verdictOf(
  facts: Facts,
  findings: readonly Finding[],
  { strict = false }: VerdictOptions = {},
): Verdict {
  return unknownVerdict(facts) ?? downVerdict(facts) ?? degradedVerdict(findings, strict) ?? okVerdict(facts);
}

function unknownVerdict({ engine, listedAt }: Facts): Verdict | null {
  if (engine.phase === 'lost') {
    return {
      state: 'unknown',
      reason: sanitizeLabel(engine.problem?.message ?? 'the engine does not answer'),
      since: engine.since,
    };
  }
  if (engine.phase === 'connecting' || listedAt === null)
    return { state: 'unknown', reason: 'connecting to the engine', since: engine.since };
  return null;
}

function downVerdict(facts: Facts): Verdict | null {
  const { services } = facts;
  const failedUrl = failingUrl(facts);
  if (failedUrl !== null) return { state: 'down', reason: failedUrl.sentence, since: failedUrl.since };
  if (!services.some(isServing)) return { state: 'down', reason: 'no service runs', since: latestSince(services) };
  const edges = services.filter(({ role }) => role === 'edge');
  const answers = freshProbes(facts).at(-1)?.ok === true;
  const edge = edges.find(service => !isServing(service) || (service.state === 'unhealthy' && !answers));
  if (edge === undefined || edges.some(service => isServing(service) && service.state !== 'unhealthy')) return null;
  return { state: 'down', reason: `the edge is ${edge.stateText}: ${sanitizeLabel(edge.name)}`, since: edge.since };
}

function isServing({ containers, leftovers, state }: Service): boolean {
  return (
    [...containers, ...leftovers].some(container => container.state === 'running') &&
    (isUp(state) || state !== 'paused')
  );
}

function latestSince(services: readonly Service[]): number | null {
  const times = services.flatMap(({ since }) => since ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

function degradedVerdict(findings: readonly Finding[], strict: boolean): Verdict | null {
  const counted = findings.filter(({ severity }) => severity === 'critical' || (strict && severity === 'warning'));
  const first = counted.find(({ causedBy }) => causedBy === null) ?? counted[0];
  if (first === undefined) return null;
  const tree = counted.filter(finding => finding === first || finding.causedBy === findingKey(first));
  const times = tree.flatMap(({ since }) => since ?? []);
  return { state: 'degraded', reason: first.title, since: times.length === 0 ? null : Math.min(...times) };
}

function okVerdict({ services }: Facts): Verdict {
  const counted = services.filter(({ wanted, severity }) => wanted > 0 && severity !== 'neutral');
  const up = counted.filter(({ state }) => isUp(state)).length;
  return { state: 'ok', reason: `${up} of ${counted.length} services run`, since: null };
}

/** For the header: "DEGRADED for 6 min (since 01:01)", "OK". */
export function verdictSentence({ state, since }: Verdict, now: number): string {
  const word = state.toUpperCase();
  return since === null || state === 'ok'
    ? word
    : `${word} for ${formatDuration(now - since)} (since ${formatClockMinute(since)})`;
}
