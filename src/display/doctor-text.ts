/** `depotix doctor` for people. */
import type { Brush, Tone } from './paint.ts';

export interface CheckLine {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly text: string;
  readonly nextSteps: readonly string[];
}

const tones: Record<CheckLine['status'], Tone> = { ok: 'good', warning: 'warn', failed: 'bad', skipped: 'neutral' };

export function doctorText(checks: readonly CheckLine[], brush: Brush): string {
  const width = Math.max(...checks.map(check => check.name.length));
  const lines = checks.flatMap(({ name, status, text, nextSteps }) => {
    const tone = tones[status];
    const line = `${brush.tone(tone, brush.sign(tone))} ${name.padEnd(width)}  ${brush.text(text)}`;
    return [line, ...nextSteps.map(step => `  ${' '.repeat(width)}  ${brush.text('→')} ${brush.text(step)}`)];
  });
  const failed = checks.filter(check => check.status === 'failed').length;
  const warnings = checks.filter(check => check.status === 'warning').length;
  const sum =
    failed + warnings === 0
      ? 'All is well.'
      : `${failed} failed, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}.`;
  return `${[...lines, '', sum].join('\n')}\n`;
}
