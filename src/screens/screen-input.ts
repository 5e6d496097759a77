/** What every screen is drawn from: pure data in, rows out. */
import type { Finding } from '../model/finding.ts';
import type { Service } from '../model/service.ts';
import type { StackState } from '../model/stack-state.ts';

import type { LogStore } from '../store/log-store.ts';
import type { FindingCounts } from '../model/diagnosis/diagnose.ts';
import type { Verdict } from '../model/verdict.ts';
import { wholeSecond, type ConsoleState } from '../store/create-stack-store.ts';
import { createSelectors, type Selectors } from '../store/selectors.ts';
import { effectiveCursor, logScope, serviceRows } from '../store/ui-facts.ts';
import type { UiState } from '../store/ui-state.ts';
import type { Theme } from '../ui/theme.ts';

export interface FrameInput {
  readonly state: ConsoleState;
  readonly logs: LogStore;
  /** The store's own; absent: judged anew. */
  readonly selectors?: Selectors;
  readonly theme: Theme;
  readonly columns: number;
  readonly rows: number;
  /** ms. */
  readonly now: number;
  /** Minutes east of UTC of the person's own clock. */
  readonly utcOffsetMinutes: number;
}

/** False for the moment between the list and the inspects: till then nobody can say that all is well. */
export function isRead({ containers }: StackState): boolean {
  return Object.values(containers).every(({ detail }) => detail !== null);
}

/** The state as the screens want it. */
export interface ScreenInput {
  readonly stack: StackState;
  readonly ui: UiState;
  readonly logs: LogStore;
  readonly theme: Theme;
  readonly now: number;
  readonly utcOffsetMinutes: number;
  /** All of them. */
  readonly services: readonly Service[];
  /** Those the filter leaves; null before them = "all services". */
  readonly rows: readonly (Service | null)[];
  readonly findings: readonly Finding[];
  readonly counts: FindingCounts;
  readonly verdict: Verdict;
  /** The service the cursor stands on; null = all. */
  readonly cursor: string | null;
  /** The service whose log is shown; null = all. */
  readonly logScope: string | null;
}

export function screenInput(frame: FrameInput): ScreenInput {
  const { state, logs, theme, now, utcOffsetMinutes, selectors = createSelectors() } = frame;
  const { stack, ui } = state;
  const moment = wholeSecond(now);
  const facts = selectors.uiFacts(stack, moment);
  const { services, findings, verdict } = selectors.assessment(stack, moment);
  const byName = new Map(services.map(service => [service.name, service]));
  return {
    stack,
    ui,
    logs,
    theme,
    now,
    utcOffsetMinutes,
    services,
    rows: serviceRows(facts, ui.filter).map(name => (name === null ? null : (byName.get(name) ?? null))),
    findings,
    counts: selectors.counts(stack, moment),
    verdict,
    cursor: effectiveCursor(ui, facts),
    logScope: logScope(ui, facts),
  };
}
