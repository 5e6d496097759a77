/** `--since` and `--until` as `docker logs` takes them: a span back from now, a date, or seconds since 1970. */
import { UserError } from '../model/user-error.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import { exitCodes } from './exit-codes.ts';

const unitMs: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/**
 * ms since the epoch. Spans as Go writes them ("2h30m", "90s", "1.5h") and days; dates by RFC 3339, without a zone taken
 * as the machine's own time, as Docker does.
 * @throws UserError
 */
export function parseMoment(text: string, option: string, now: number): number {
  const span = parseSpan(text);
  if (span !== null) return now - span;
  if (/^\d{9,11}(\.\d{1,9})?$/.test(text)) return Number(text) * 1000;
  if (/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)) {
    // A bare date would be read as UTC by JavaScript alone.
    const ms = Date.parse(text.length === 10 ? `${text}T00:00:00` : text.replace(' ', 'T'));
    if (!Number.isNaN(ms)) return ms;
  }
  throw new UserError('time', `--${option} can't be read as a time: ${JSON.stringify(sanitizeLabel(text, 60))}`, {
    nextSteps: [`Write --${option} 10m, --${option} 2h30m or --${option} 2026-11-25T01:00:00Z`],
    exitCode: exitCodes.usage,
  });
}

/** The engine's form: seconds with nine decimals. */
export function engineMoment(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(9);
}

function parseSpan(text: string): number | null {
  if (!/^(\d+(\.\d+)?(ms|[dhms]))+$/.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[dhms])/g))
    total += Number(amount) * (unitMs[unit ?? ''] ?? 0);
  return total;
}
