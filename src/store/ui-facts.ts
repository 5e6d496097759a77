/** What of the stack the UI's state machine has to know: which rows there are, and which one is to blame. */
import type { UiState } from './ui-state.ts';

export interface UiFacts {
  /** Several stacks are offered and none is chosen yet: there is only that list. */
  readonly choosing: boolean;
  /** Names in the order of the table, unfiltered. */
  readonly services: readonly string[];
  /** Keys (`code:subject`) in the order of the pane. A remark is nobody's fault. */
  readonly findings: readonly { readonly key: string; readonly service: string | null; readonly remark: boolean }[];
}

/** The rows of the service table; null = "all services", always the first. */
export function serviceRows(facts: UiFacts, filter: string): readonly (string | null)[] {
  const wanted = filter.toLowerCase();
  return [null, ...facts.services.filter(name => name.toLowerCase().includes(wanted))];
}

/** The row the cursor stands on: the person's choice while it exists, else the service the first finding is about, else all. */
export function effectiveCursor(ui: UiState, facts: UiFacts): string | null {
  const rows = serviceRows(facts, ui.filter);
  if (ui.cursorMoved) return rows.includes(ui.cursor) ? ui.cursor : null;
  const culprit = facts.findings.find(
    finding => !finding.remark && finding.service !== null && rows.includes(finding.service),
  );
  return culprit?.service ?? null;
}

/** Whose log the overview and the log screen show: what was chosen, and until something is, what the cursor stands on. */
export function logScope(ui: UiState, facts: UiFacts): string | null {
  return ui.cursorMoved || ui.logs.service !== null ? ui.logs.service : effectiveCursor(ui, facts);
}
