/** The first row: which stack, are users hurt, what time it is, how old the data is, what may be done. */
import { sanitizeLabel } from '../../model/sanitize.ts';
import { formatClock, formatClockMinute, formatDuration } from '../../model/format.ts';
import { segmentRow, type Segment } from '../../ui/segments.ts';
import type { Paint } from '../../ui/theme.ts';
import { isRead, type ScreenInput } from '../screen-input.ts';

export function headerRow(input: ScreenInput, width: number): string {
  const { theme, stack } = input;
  const demo: Segment[] = stack.engine.demo ? [{ rank: 1, variants: [theme.inverse(' DEMO ')] }] : [];
  return segmentRow(
    [...demo, nameSegment(input), verdictSegment(input), clockSegment(input), engineSegment(input), modeSegment(input)],
    width,
    width >= 100 ? '   ' : '  ',
    theme.symbols.ellipsis.slice(0, 1),
  );
}

function nameSegment({ theme, stack }: ScreenInput): Segment {
  const project = sanitizeLabel(stack.identity.project === '' ? 'depotix' : stack.identity.project);
  const host = sanitizeLabel(stack.engine.info?.name ?? '');
  const name = theme.bold(project);
  // The banner of the demo brings its own margin.
  const margin = stack.engine.demo ? '' : ' ';
  return {
    rank: 2,
    variants: [`${margin}${name}${host === '' ? '' : ` ${theme.symbols.dot} ${host}`}`, `${margin}${name}`, ''],
  };
}

function verdictSegment(input: ScreenInput): Segment {
  const { theme, stack, verdict, now } = input;
  const { symbols } = theme;
  const variants = (paint: Paint, symbol: string, long: string, short: string, since: number | null): Segment => {
    const age = since === null ? '' : ` ${formatDuration(now - since)}`;
    const begin = since === null ? '' : ` (since ${formatClockMinute(since)})`;
    return {
      rank: 0,
      variants: [`${long}${age}${begin}`, `${short}${age}`, short].map(text => paint(`${symbol} ${text}`)),
    };
  };
  const bad: Paint = text => theme.bad(theme.bold(text));
  const { engine } = stack;
  if (stack.candidates !== null) return variants(theme.accent, symbols.busy, 'choose a stack', 'choose', null);
  if (engine.phase === 'connecting') return variants(theme.accent, symbols.busy, 'connecting', 'connecting', null);
  if (engine.phase === 'lost')
    return variants(bad, symbols.bad, engine.info === null ? 'NO ENGINE' : 'ENGINE LOST', 'NO ENGINE', engine.since);
  switch (verdict.state) {
    case 'down':
      return variants(bad, symbols.bad, 'DOWN', 'DOWN', verdict.since);
    case 'degraded':
      return variants(bad, symbols.bad, 'DEGRADED', 'DEGRADED', verdict.since);
    case 'unknown':
      return variants(theme.warn, symbols.warn, "can't tell", "can't tell", null);
    case 'ok':
      if (!isRead(stack)) return variants(theme.accent, symbols.busy, 'reading', 'reading', null);
      return input.findings.some(finding => finding.severity === 'warning')
        ? variants(theme.warn, symbols.warn, 'working, with warnings', 'warnings', null)
        : variants(theme.good, symbols.good, 'all is well', 'well', null);
  }
}

function clockSegment({ now, utcOffsetMinutes }: ScreenInput): Segment {
  const clock = formatClock(now);
  const own = utcOffsetMinutes === 0 ? '' : ` (yours ${formatClockMinute(now + utcOffsetMinutes * 60_000)})`;
  return { rank: 3, variants: [`UTC ${clock}${own}`, `UTC ${clock}`, formatClockMinute(now), ''] };
}

/** How old the newest answer is: a frozen number must not look alive. */
function engineSegment({ theme, stack, now }: ScreenInput): Segment {
  const { lastContactAt, phase } = stack.engine;
  if (lastContactAt === null) return { rank: 4, variants: [''] };
  const age = now - lastContactAt;
  const text = age < 1000 ? '<1 s' : formatDuration(age);
  const paint: Paint = phase === 'connected' ? (age > 10_000 ? theme.warn : theme.dim) : theme.warn;
  return phase === 'connected'
    ? { rank: 4, variants: [paint(`engine ${text} ago`), paint(text), ''] }
    : { rank: 1, variants: [paint(`data ${text} old`), paint(`${text} old`)] };
}

function modeSegment({ theme }: ScreenInput): Segment {
  return { rank: 5, variants: [theme.dim('READ-ONLY'), theme.dim('RO'), ''] };
}
