/** The console in sentences, for a screen reader: no frames, no columns, and nothing that changes with every second. */
import { stripVTControlCharacters } from 'node:util';
import { keyLabel, keysOf } from '../keymap.ts';
import type { Finding } from '../model/finding.ts';
import { formatClockMinute, formatPercent, percentOf } from '../model/format.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import type { Service } from '../model/service.ts';
import { layDialog } from './dialogs/dialog-content.ts';
import { hasNoEngine } from './no-engine-rows.ts';
import { logsPane } from './logs/log-pane.ts';
import { screenInput, type FrameInput, type ScreenInput } from './screen-input.ts';
import { usageOf } from './service-usage.ts';

/** Newest log lines that are read out on the log screen. */
const logLines = 10;
/** Ages move in such steps, ms: what changes is read out again. */
const momentMs = 30_000;

export function plainLines(given: FrameInput): string[] {
  const frame = { ...given, now: Math.ceil(given.now / momentMs) * momentMs };
  const input = screenInput(frame);
  const dialog = layDialog(input, frame);
  const lines = dialog === null ? screenLines(input, frame) : [dialog.box.title, ...dialog.box.rows, dialog.box.bottom];
  const message = input.ui.message === null ? [] : [sanitizeLabel(input.ui.message.text)];
  return [verdictLine(input), ...lines, ...message, 'Press ? for the keys of this screen, q to quit.'].map(line =>
    stripVTControlCharacters(line).trimEnd(),
  );
}

function screenLines(input: ScreenInput, { columns }: FrameInput): string[] {
  const { engine } = input.stack;
  if (hasNoEngine(input))
    return [engine.problem?.message ?? 'No engine answers.', ...(engine.problem?.nextSteps ?? [])].map(line =>
      sanitizeLabel(line),
    );
  const candidates = input.stack.candidates ?? [];
  if (candidates.length > 0) {
    return candidates.map(
      ({ project, running }, index) =>
        `${index === input.ui.scroll ? 'Marked: ' : ''}${sanitizeLabel(project)}, ${running} containers run`,
    );
  }
  if (input.ui.screen === 'logs') {
    const pane = logsPane(input, { width: columns, height: logLines });
    return [pane.title, ...pane.rows.filter(row => row.trim() !== ''), pane.bottom ?? ''];
  }
  return [
    ...input.findings.filter(finding => finding.severity !== 'info').flatMap(findingLines),
    ...input.services.map(service => serviceLine(service, input)),
    `Marked: ${sanitizeLabel(input.cursor ?? 'all services')}.`,
  ];
}

function verdictLine({ stack, verdict }: ScreenInput): string {
  const project = sanitizeLabel(stack.identity.project === '' ? 'depotix' : stack.identity.project);
  const demo = stack.engine.demo ? ', demo' : '';
  const since =
    verdict.since === null || verdict.state === 'ok' ? '' : ` since ${formatClockMinute(verdict.since)} UTC`;
  return `${project}${demo}: ${verdict.state}${since}, ${verdict.reason}.`;
}

function findingLines({ severity, title, nextSteps }: Finding): string[] {
  const steps = nextSteps.map(({ action, text, command }) => {
    const key = action === null ? undefined : keysOf(action)[0];
    return `Next: ${[text, ...(key === undefined ? [] : [`key ${keyLabel(key, true)}`]), ...(command === null ? [] : [command])].join(', ')}`;
  });
  return [`${severity}: ${title}`, ...steps];
}

function serviceLine(service: Service, { stack }: ScreenInput): string {
  const { memoryBytes, memoryLimitBytes } = usageOf(stack, [service]);
  const percent = percentOf(memoryBytes, memoryLimitBytes);
  // In steps of ten, so that it is not read out again with every reading.
  const memory = percent === null ? '' : `, memory about ${formatPercent(Math.round(percent / 10) * 10)} of its limit`;
  const restarts = service.restarts === 0 ? '' : `, ${service.restarts} restarts`;
  return `${sanitizeLabel(service.name)}: ${service.stateText}${memory}${restarts}.`;
}
