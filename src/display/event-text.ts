/** A line of `depotix events`. */
import { decodeExitCode } from '../model/exit-code.ts';
import { formatClock, formatDate } from '../model/format.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import type { EngineEvent } from '../model/stack-event.ts';
import type { Brush, Tone } from './paint.ts';

const words: Readonly<Record<string, readonly [string, Tone]>> = {
  create: ['created', 'neutral'],
  start: ['started', 'good'],
  restart: ['restarted', 'neutral'],
  stop: ['stopped', 'neutral'],
  oom: ['out of memory: a process was killed', 'bad'],
  pause: ['paused', 'warn'],
  unpause: ['unpaused', 'neutral'],
  destroy: ['removed', 'neutral'],
  rename: ['renamed', 'neutral'],
  update: ['limits changed', 'neutral'],
  'health_status: healthy': ['healthy', 'good'],
  'health_status: unhealthy': ['unhealthy', 'bad'],
};

export function eventLine(event: EngineEvent, brush: Brush): string {
  const [text, tone] = describe(event);
  const name = brush.bold(brush.text(sanitizeLabel(event.name)));
  return `${brush.dim(`${formatDate(event.at)} ${formatClock(event.at)}`)}  ${brush.tone(tone, brush.sign(tone))} ${name}  ${brush.tone(tone, brush.text(text))}\n`;
}

function describe(event: EngineEvent): readonly [string, Tone] {
  if (event.action === 'die') {
    const code = event.exitCode;
    if (code === null) return ['died', 'warn'];
    if (code === 0) return ['ended, exit 0', 'neutral'];
    const { short } = decodeExitCode(code);
    return [`died, exit ${code}${short === null ? '' : ` (${short})`}`, 'bad'];
  }
  if (event.action === 'kill') return [`got ${sanitizeLabel(event.signal ?? 'a signal')}`, 'neutral'];
  return words[event.action] ?? [sanitizeLabel(event.action), 'neutral'];
}
