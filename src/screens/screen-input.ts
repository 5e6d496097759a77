/** What every screen is drawn from: pure data in, rows out. */
import type { Finding } from '../model/finding.ts';
import type { Service } from '../model/service.ts';
import type { StackState } from '../model/stack-state.ts';

import type { LogStore } from '../store/log-store.ts';
import type { ConsoleState } from '../store/create-stack-store.ts';
import { selectFindings, selectServices, selectVerdict, type Verdict } from './domain.ts';
import { effectiveCursor, logScope, readUiFacts, serviceRows } from '../store/ui-facts.ts';
import type { UiState } from '../store/ui-state.ts';
import type { Theme } from '../ui/theme.ts';

export interface FrameInput {
  readonly state: ConsoleState;
  readonly logs: LogStore;
  readonly theme: Theme;
  readonly columns: number;
  readonly rows: number;
  /** ms. */
  readonly now: number;
  /** Minutes east of UTC of the person's own clock. */
  readonly utcOffsetMinutes: number;
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
  readonly verdict: Verdict;
  /** The service the cursor stands on; null = all. */
  readonly cursor: string | null;
  /** The service whose log is shown; null = all. */
  readonly logScope: string | null;
}

export function screenInput({ state, logs, theme, now, utcOffsetMinutes }: FrameInput): ScreenInput {
  const { stack, ui } = state;
  const facts = readUiFacts(stack);
  const services = selectServices(stack);
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
    findings: selectFindings(stack),
    verdict: selectVerdict(stack),
    cursor: effectiveCursor(ui, facts),
    logScope: logScope(ui, facts),
  };
}

/** `code:subject`, how findings name each other. */
export function findingKey(finding: Finding): string {
  return `${finding.code}:${finding.subject.name}`;
}
