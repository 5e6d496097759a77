/** State and moment → what the screens and `status` say of it. */
import { diagnose } from './diagnosis/diagnose.ts';
import { factsOf } from './diagnosis/facts.ts';
import type { Finding, FindingCode, Severity } from './finding.ts';
import { sanitizeLabel } from './sanitize.ts';
import type { Service } from './service.ts';
import type { StackState } from './stack-state.ts';
import { verdictOf, type Verdict, type VerdictOptions } from './verdict.ts';

export interface Assessment {
  /** Their severity is at least that of the findings about them. */
  readonly services: readonly Service[];
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
}

export function assess(state: StackState, now: number, options: VerdictOptions = {}): Assessment {
  const facts = factsOf(state, now);
  const findings = diagnose(facts);
  const verdict = verdictOf(facts, findings, options);
  return { services: facts.services.map(service => withFindings(service, findings)), findings, verdict };
}

const tones: Record<Severity, Service['severity'] | null> = { critical: 'bad', warning: 'warn', info: null };
const toneRank: Record<Service['severity'], number> = { neutral: 0, good: 0, busy: 1, warn: 2, bad: 3 };
/** Paused is amber whatever it costs (https://github.com/moby/moby/issues/46203): red would say "failed". */
const keepsTone: ReadonlySet<FindingCode> = new Set<FindingCode>(['paused']);

function withFindings(service: Service, findings: readonly Finding[]): Service {
  const name = sanitizeLabel(service.name);
  const own = findings.filter(
    ({ subject, code }) => subject.kind === 'service' && subject.name === name && !keepsTone.has(code),
  );
  const severity = own.reduce<Service['severity']>((tone, finding) => {
    const other = tones[finding.severity];
    return other !== null && toneRank[other] > toneRank[tone] ? other : tone;
  }, service.severity);
  return severity === service.severity ? service : { ...service, severity };
}
