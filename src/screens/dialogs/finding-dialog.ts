import { findingKey } from '../../model/diagnosis/finding-parts.ts';
import { keyLabel, keysOf } from '../../keymap.ts';
import type { NextStep } from '../../model/finding.ts';
import { formatClock, formatDuration } from '../../model/format.ts';
import type { Dialog } from '../../store/ui-state.ts';
import { innerWidth } from '../../ui/pane.ts';
import { wrapCells } from '../../ui/text.ts';
import { severitySymbol, severityTone } from '../overview/finding-rows.ts';
import type { ScreenInput } from '../screen-input.ts';
import type { DialogContent, DialogRoom } from './dialog-types.ts';

const labelCells = 10;

/** A finding in full: nothing cut, all evidence, every next step with its key or its command. */
export function findingDialog(
  input: ScreenInput,
  { key, scroll }: Extract<Dialog, { kind: 'finding' }>,
  { columns }: DialogRoom,
): DialogContent {
  const { theme, findings, now } = input;
  const width = Math.min(columns, 110);
  const finding = findings.find(one => findingKey(one) === key);
  if (finding === undefined) {
    return {
      title: 'No longer so',
      bottom: 'Esc: back',
      width,
      rows: ['This is over: it has gone from the list.'],
      scroll: 0,
    };
  }
  const room = innerWidth(width);
  const block = (label: string, text: string): string[] =>
    wrapCells(text, Math.max(1, room - labelCells)).map(
      (row, index) => theme.dim((index === 0 ? label : '').padEnd(labelCells)) + row,
    );
  const paint = theme.tone(severityTone[finding.severity]);
  const cause = findings.find(other => findingKey(other) === finding.causedBy);
  const effects = findings.filter(other => other.causedBy === key);
  return {
    title: `${finding.severity}: ${finding.subject.kind} ${finding.subject.name}`,
    bottom: 'Esc: back',
    width,
    rows: [
      ...wrapCells(`${severitySymbol(finding.severity, theme)} ${finding.title}`, room).map(row =>
        paint(theme.bold(row)),
      ),
      '',
      ...finding.evidence.flatMap(({ at, text }, index) =>
        block(index === 0 ? 'seen' : '', `${at === null ? '' : `${formatClock(at)} `}${text}`),
      ),
      ...(finding.since === null
        ? []
        : block('since', `${formatClock(finding.since)}, ${formatDuration(now - finding.since)} ago`)),
      ...(cause === undefined ? [] : block('because', cause.title)),
      ...effects.flatMap((effect, index) => block(index === 0 ? 'causes' : '', effect.title)),
      '',
      theme.dim('What to do next'),
      ...finding.nextSteps.flatMap(step => stepBlock(step, room, input)),
    ],
    scroll,
  };
}

function stepBlock({ action, text, command }: NextStep, room: number, { theme }: ScreenInput): string[] {
  const key = action === null ? '' : keyLabel(keysOf(action)[0] ?? ':', theme.ascii);
  const lines = text === '' ? [] : wrapCells(text, Math.max(1, room - labelCells));
  const named = lines.map((line, index) => `  ${theme.bold((index === 0 ? key : '').padEnd(labelCells - 2))}${line}`);
  // Broken as a shell takes it, so that what is copied from the screen can be run.
  const words = command === null ? [] : wrapCells(command, Math.max(1, room - labelCells - 2));
  const typed = words.map((row, index) => {
    const line = index === words.length - 1 ? row : `${row} \\`;
    return `${' '.repeat(labelCells)}${theme.accent(line)}`;
  });
  return [...named, ...typed];
}
