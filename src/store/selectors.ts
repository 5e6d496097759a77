/** What the screens read from the state, memoised: same input → same reference, and an equal result keeps its parts. */
import { assess, type Assessment } from '../model/assess.ts';
import { countFindings, type FindingCounts } from '../model/diagnosis/diagnose.ts';
import { findingKey } from '../model/diagnosis/finding-parts.ts';
import type { Finding } from '../model/finding.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import type { Service } from '../model/service.ts';
import { share } from '../model/share.ts';
import type { StackState } from '../model/stack-state.ts';
import type { Verdict } from '../model/verdict.ts';
import type { UiFacts } from './ui-facts.ts';

/** `now` in ms: callers give a coarse one (whole seconds), so that a state is judged once a tick. */
export interface Selectors {
  assessment(stack: StackState, now: number): Assessment;
  services(stack: StackState, now: number): readonly Service[];
  findings(stack: StackState, now: number): readonly Finding[];
  verdict(stack: StackState, now: number): Verdict;
  counts(stack: StackState, now: number): FindingCounts;
  /** What the UI's state machine has to know. */
  uiFacts(stack: StackState, now: number): UiFacts;
}

/** Selectors with a memory of one result; one set for each store. */
export function createSelectors(): Selectors {
  const assessment = memoise(assess);
  const counts = memoise((stack, now) => countFindings(assessment(stack, now).findings));
  const uiFacts = memoise((stack, now) => uiFactsOf(stack, assessment(stack, now)));
  return {
    assessment,
    services: (stack, now) => assessment(stack, now).services,
    findings: (stack, now) => assessment(stack, now).findings,
    verdict: (stack, now) => assessment(stack, now).verdict,
    counts,
    uiFacts,
  };
}

function uiFactsOf({ candidates }: StackState, { services, findings }: Assessment): UiFacts {
  return {
    choosing: candidates !== null,
    services: services.map(({ name }) => name),
    findings: findings.map(finding => ({
      key: findingKey(finding),
      service: serviceOf(finding, services),
      remark: finding.severity === 'info',
    })),
  };
}

/** A finding names its service as it may be shown; the cursor stands on the name itself. */
function serviceOf({ subject }: Finding, services: readonly Service[]): string | null {
  if (subject.kind !== 'service') return null;
  return services.find(({ name }) => sanitizeLabel(name) === subject.name)?.name ?? null;
}

type Select<Result> = (stack: StackState, now: number) => Result;

/** Log lines and heartbeats change the state without changing what is judged: they do not judge again. */
function memoise<Result>(select: Select<Result>): Select<Result> {
  let known: { readonly stack: StackState; readonly now: number; readonly result: Result } | null = null;
  return (stack, now) => {
    if (known !== null && known.now === now && judgesSame(known.stack, stack)) return known.result;
    const result = share(known?.result, select(stack, now));
    known = { stack, now, result };
    return result;
  };
}

function judgesSame(a: StackState, b: StackState): boolean {
  if (a === b) return true;
  const keys = Object.keys(b) as (keyof StackState)[];
  return keys.every(key => key === 'logVersion' || (key === 'engine' ? sameEngine(a, b) : a[key] === b[key]));
}

function sameEngine(a: StackState, b: StackState): boolean {
  return a.engine === b.engine || (a.engine.phase === 'connected' && b.engine.phase === 'connected');
}
