/** One finding as rows: what, evidence, since, consequences, and what to do with the key that does it. */
import { findingKey } from '../../model/diagnosis/finding-parts.ts';
import { keyLabel, keysOf } from '../../keymap.ts';
import type { Finding, NextStep, Severity } from '../../model/finding.ts';
import { formatClock, formatDuration } from '../../model/format.ts';
import type { Theme, Tone } from '../../ui/theme.ts';
import type { ScreenInput } from '../screen-input.ts';

export const severityTone: Readonly<Record<Severity, Tone>> = { critical: 'bad', warning: 'warn', info: 'neutral' };

export function severitySymbol(severity: Severity, { symbols }: Theme): string {
  return { critical: symbols.bad, warning: symbols.warn, info: symbols.neutral }[severity];
}

/** `✖ api OOM-killed 14 s ago: …` */
export function findingTitle(finding: Finding, theme: Theme): string {
  const paint = theme.tone(severityTone[finding.severity]);
  const { name } = finding.subject;
  const title = finding.title.startsWith(name) ? theme.bold(name) + finding.title.slice(name.length) : finding.title;
  return `${paint(severitySymbol(finding.severity, theme))} ${title}`;
}

/** Evidence, age, consequences and next steps, most telling first; indented under the title. */
export function findingDetail(finding: Finding, input: ScreenInput): string[] {
  const { theme, now, findings } = input;
  const label = (text: string): string => `     ${theme.dim(text.padEnd(7))}`;
  const evidence = finding.evidence.map(({ at, text }, index) => {
    const time = at === null ? '' : `${formatClock(at)} `;
    return label(index === 0 ? 'seen' : '') + time + text;
  });
  const since =
    finding.since === null
      ? []
      : [`${label('since')}${formatClock(finding.since)}, ${formatDuration(now - finding.since)} ago`];
  const effects = findings.filter(other => other.causedBy === findingKey(finding));
  const causes = effects.length === 0 ? [] : [label('causes') + effects.map(effect => effect.title).join(' · ')];
  return [
    ...evidence,
    ...since,
    ...causes,
    ...finding.nextSteps.map((step, index) => nextStepRow(step, index === 0, theme)),
  ];
}

/** `▸ l   logs of api`: the key as the keymap has it now, or the command to type. */
function nextStepRow(step: NextStep, first: boolean, theme: Theme): string {
  const mark = first ? theme.accent(theme.symbols.cursor) : ' ';
  const key = step.action === null ? '' : keyLabel(keysOf(step.action)[0] ?? '', theme.ascii);
  const command = step.command === null ? '' : `${step.text === '' ? '' : '  '}${theme.accent(step.command)}`;
  return `   ${mark} ${theme.bold(key.padEnd(key === '' ? 0 : 6))}${step.text}${command}`;
}
