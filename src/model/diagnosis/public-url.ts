/** What users see: the public address itself, whatever the engine says of the containers behind it. */
import type { Finding } from '../finding.ts';
import { formatMilliseconds } from '../format.ts';
import type { HttpProbe } from '../host-sample.ts';
import { sanitizeLabel } from '../sanitize.ts';
import { shellLine } from '../shell-line.ts';
import type { Facts } from './facts.ts';
import { evidence, finding, readProbes, shell } from './finding-parts.ts';

/** A probe older than this says nothing about now. */
const freshMs = 60_000;

/** The probes of the last minute, oldest first. */
export function freshProbes({ http, now }: Pick<Facts, 'http' | 'now'>): readonly HttpProbe[] {
  return http.filter(({ at }) => now - at <= freshMs);
}

export interface UrlFailure {
  /** "https://shop.example/ answers HTTP 502" */
  readonly sentence: string;
  /** When it began to fail, ms. */
  readonly since: number;
  readonly probes: readonly HttpProbe[];
}

/** Two in a row, so that one lost packet is no outage; a single probe of a headless command counts as it is. */
export function failingUrl(facts: Pick<Facts, 'http' | 'now'>): UrlFailure | null {
  const fresh = freshProbes(facts);
  const failed = fresh.slice(fresh.findLastIndex(({ ok }) => ok) + 1);
  const [first, last] = [failed[0], failed.at(-1)];
  if (first === undefined || last === undefined || (failed.length < 2 && fresh.length > 1)) return null;
  const url = sanitizeLabel(last.url, 80);
  const sentence =
    last.statusCode === null
      ? `${url} does not answer: ${sanitizeLabel(last.detail, 80)}`
      : `${url} answers HTTP ${last.statusCode}`;
  return { sentence, since: first.at, probes: failed };
}

/** The verdict calls this `down`, so that "What is wrong" must name it too. */
export function publicUrlFails(facts: Facts): Finding[] {
  const failure = failingUrl(facts);
  if (failure === null) return [];
  const { sentence, since, probes } = failure;
  const url = probes.at(-1)?.url ?? '';
  return [
    finding({
      code: 'public-url-fails',
      severity: 'critical',
      subject: { kind: 'host', name: sanitizeLabel(url, 80) },
      title: sentence,
      since,
      evidence: probes.slice(-3).map(probeEvidence),
      nextSteps: [readProbes, shell('ask it by hand', shellLine(['curl', '-sv', '-o', '/dev/null', url]))],
    }),
  ];
}

function probeEvidence({ at, statusCode, durationMs, detail }: HttpProbe): Finding['evidence'][number] {
  const answer = statusCode === null ? 'no answer' : `HTTP ${statusCode}`;
  const took = durationMs === null ? '' : ` in ${formatMilliseconds(durationMs)}`;
  return evidence(at, `${answer}${took}${detail === '' ? '' : `: ${sanitizeLabel(detail, 120)}`}`);
}
