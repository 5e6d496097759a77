/** `depotix health` for people. */
import { formatClock, formatMilliseconds } from '../model/format.ts';
import type { ContainerHealthReport, HealthReport } from '../model/health-report.ts';
import { lastWords, sanitizeLabel } from '../model/sanitize.ts';
import type { Brush, Tone } from './paint.ts';

const probesShown = 5;

export function healthText(report: HealthReport, brush: Brush): string {
  if (report.containers.length === 0) return `${sanitizeLabel(report.project)} has no containers.\n`;
  return `${report.containers.map(container => containerLines(container, brush).join('\n')).join('\n\n')}\n`;
}

function containerLines(container: ContainerHealthReport, brush: Brush): readonly string[] {
  const tone = toneOf(container);
  const word = wordOf(container);
  const streak = (container.failingStreak ?? 0) > 0 ? `, ${container.failingStreak} failed in a row` : '';
  const head = `${brush.tone(tone, brush.sign(tone))} ${brush.bold(sanitizeLabel(container.name))}  ${brush.tone(tone, word)}${streak}`;
  const { check } = container;
  if (check === null) return [head];
  const every = `every ${formatMilliseconds(check.intervalMs)}, limit ${formatMilliseconds(check.timeoutMs)}, ${check.retries} retries`;
  const command = sanitizeLabel(
    check.test.filter((part, index) => index > 0 || !part.startsWith('CMD')).join(' '),
    200,
  );
  const probes = container.probes.slice(-probesShown).map(probe => {
    const at = probe.startedAt === null ? brush.unknown : formatClock(Date.parse(probe.startedAt));
    const result = probe.exitCode === 0 ? brush.tone('good', 'exit 0') : brush.tone('bad', `exit ${probe.exitCode}`);
    const duration = probe.durationMs === null ? '' : ` in ${formatMilliseconds(probe.durationMs)}`;
    return `  ${at}  ${result}${duration}  ${brush.text(lastWords(probe.output))}`.trimEnd();
  });
  return [head, brush.dim(`  ${brush.text(command)}`), brush.dim(`  ${every}`), ...probes];
}

function wordOf({ health, state, check }: ContainerHealthReport): string {
  if (health !== null) return health;
  if (state !== 'running') return state;
  return check === null ? 'running, no health check' : 'running';
}

function toneOf({ health, state }: ContainerHealthReport): Tone {
  if (health === 'unhealthy') return 'bad';
  if (health === 'starting') return 'busy';
  if (health === 'healthy') return 'good';
  return state === 'running' ? 'neutral' : 'warn';
}
