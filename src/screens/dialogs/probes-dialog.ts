import type { HealthCheck } from '../../model/container.ts';
import { formatDuration } from '../../model/format.ts';
import { sanitizeLabel } from '../../model/sanitize.ts';
import type { Dialog } from '../../store/ui-state.ts';
import { innerWidth } from '../../ui/pane.ts';
import { wrapCells } from '../../ui/text.ts';
import type { Theme } from '../../ui/theme.ts';
import { probeCommand, speakingContainer } from '../health/health-columns.ts';
import { probeRows, probesTitle } from '../health/probe-rows.ts';
import type { ScreenInput } from '../screen-input.ts';
import type { DialogContent, DialogRoom } from './dialog-types.ts';

/** A health check's settings, ready to show; the keys are the headings. */
export type CheckSettings = Readonly<
  Record<'every' | 'time limit' | 'start period' | 'retries' | 'failed in a row', string>
>;

/** Rows and cells of the settings as ink-table draws them: three rules, heading and values, one cell of padding. */
const settingsTableRows = 5;

function settingsTableWidth(settings: CheckSettings): number {
  return Object.entries(settings).reduce(
    (width, [heading, value]) => width + Math.max(heading.length, value.length) + 3,
    1,
  );
}

/** null: no such service, or it has no health check. */
export function checkSettings(service: string, { services }: ScreenInput): CheckSettings | null {
  const found = services.find(one => one.name === service);
  const container = found === undefined ? null : speakingContainer(found);
  const check: HealthCheck | null = container?.detail?.healthCheck ?? null;
  if (container === null || check === null) return null;
  return {
    every: formatDuration(check.intervalMs),
    'time limit': formatDuration(check.timeoutMs),
    'start period': formatDuration(check.startPeriodMs),
    retries: String(check.retries),
    'failed in a row': String(container.health.failingStreak),
  };
}

/** ink-table draws its own lines: not where only ASCII may be drawn, nor where it would be cut. */
export function showsSettingsTable(
  settings: CheckSettings | null,
  width: number,
  theme: Theme,
): settings is CheckSettings {
  return settings !== null && !theme.ascii && settingsTableWidth(settings) <= innerWidth(width);
}

/** The health check of a service and every probe that is kept. */
export function probesDialog(
  input: ScreenInput,
  { service, scroll }: Extract<Dialog, { kind: 'probes' }>,
  { columns, rows }: DialogRoom,
): DialogContent {
  const { theme, services } = input;
  const width = Math.min(columns, 110);
  const found = services.find(one => one.name === service);
  if (found === undefined)
    return { title: sanitizeLabel(service), bottom: 'Esc: back', width, rows: ['This service has gone.'], scroll: 0 };
  const settings = checkSettings(service, input);
  const command = sanitizeLabel(probeCommand(speakingContainer(found)));
  const tableShown = showsSettingsTable(settings, width, theme) && fitsUnscrolled(rows, scroll);
  return {
    title: probesTitle(found, input),
    bottom: 'Esc: back',
    width,
    rows: [
      ...(tableShown ? Array.from({ length: settingsTableRows }, () => '') : settingsLines(settings, theme)),
      ...(command === '' ? [] : wrapCells(`$ ${command}`, innerWidth(width)).map(theme.accent)),
      '',
      ...probeRows(service, input),
    ],
    scroll,
  };
}

/** The table stands at the top: it is there only while that is in sight. */
export function fitsUnscrolled(rows: number, scroll: number): boolean {
  return scroll === 0 && rows >= settingsTableRows + 8;
}

function settingsLines(settings: CheckSettings | null, theme: Theme): string[] {
  if (settings === null) return [];
  return Object.entries(settings).map(([heading, value]) => theme.dim(heading.padEnd(18)) + value);
}
