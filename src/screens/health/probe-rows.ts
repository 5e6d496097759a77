import { cells, fit } from '../../ui/text.ts';
import type { Probe } from '../../model/container.ts';
import { formatClock, formatMilliseconds } from '../../model/format.ts';
import type { TlsProbe } from '../../model/host-sample.ts';
import type { Profile } from '../../model/profile.ts';
import { sanitizeLabel } from '../../model/sanitize.ts';
import type { Service } from '../../model/service.ts';
import { counted } from '../counted.ts';
import type { ScreenInput } from '../screen-input.ts';
import { speakingContainer } from './health-columns.ts';

export function probesTitle(service: Service, { stack }: ScreenInput): string {
  const streak = speakingContainer(service)?.health.failingStreak ?? 0;
  const kept = counted(stack.probes[service.name]?.length ?? 0, 'probe');
  const none = isRead(service) ? 'none seen' : 'not read yet';
  return `Probes of ${sanitizeLabel(service.name)}: ${[kept === '' ? none : `${kept} kept`, ...(streak === 0 ? [] : [`${streak} failed in a row`])].join(', ')}`;
}

/** The list of containers comes before what `inspect` says of each. */
function isRead({ containers }: Service): boolean {
  return containers.every(({ detail }) => detail !== null);
}

/** All kept probes, the newest first, each line of their output. */
export function probeRows(service: string, input: ScreenInput): string[] {
  const probes = input.stack.probes[service] ?? [];
  if (probes.length === 0) return [whyNone(service, input)];
  return probes.toReversed().flatMap(probe => {
    const [first = '', ...more] = outputLines(probe);
    return [probeHead(probe, input) + first].concat(more.map(line => ' '.repeat(30) + line));
  });
}

function whyNone(service: string, { services, theme }: ScreenInput): string {
  const container = services.find(one => one.name === service)?.containers[0];
  if (container === undefined) return theme.dim('No container: nothing is probed.');
  if (container.detail === null) return theme.dim('Its probes are not read yet.');
  return theme.dim(
    container.detail.healthCheck === null
      ? 'No health check in image or compose file: only "running" is known.'
      : 'No probe has ended yet.',
  );
}

function probeHead({ startedAt, endedAt, exitCode }: Probe, { theme }: ScreenInput): string {
  const good = exitCode === 0;
  const mark = good ? theme.good(theme.symbols.good) : theme.bad(theme.symbols.bad);
  const took = endedAt === null ? 'no end' : formatMilliseconds(endedAt - startedAt);
  return `${theme.dim(formatClock(startedAt))}  ${mark} exit ${String(exitCode).padEnd(4)} ${took.padStart(7)}  `;
}

function outputLines({ output }: Probe): string[] {
  return output
    .trim()
    .split('\n')
    .slice(0, 20)
    .map(line => sanitizeLabel(line));
}

/** One line a service, then what an outsider sees: the public URL and the certificate. */
export function outsideRows(input: ScreenInput): string[] {
  const { services, stack, theme, now } = input;
  const width = Math.min(24, Math.max(0, ...services.map(({ name }) => cells(sanitizeLabel(name))))) + 2;
  const last = services.flatMap(({ name }) => {
    const probe = stack.probes[name]?.at(-1);
    return probe === undefined
      ? []
      : [fit(sanitizeLabel(name), width) + probeHead(probe, input) + (outputLines(probe)[0] ?? '')];
  });
  const http = stack.http
    .slice(-5)
    .toReversed()
    .map(probe => {
      const mark = probe.ok ? theme.good(theme.symbols.good) : theme.bad(theme.symbols.bad);
      const took = probe.durationMs === null ? '' : ` in ${formatMilliseconds(probe.durationMs)}`;
      return `${theme.dim(formatClock(probe.at))}  ${mark} ${sanitizeLabel(probe.url)} ${probe.statusCode ?? 'no answer'}${took}  ${sanitizeLabel(probe.detail)}`;
    });
  const outside = [...http, ...certificateRows(stack.tls, now)];
  return [
    ...(last.length === 0 ? [theme.dim('No probe has ended yet.')] : last),
    '',
    ...(outside.length === 0 ? [theme.dim(outsideUnknown(stack.profile))] : outside),
  ];
}

function certificateRows(tls: TlsProbe | null, now: number): string[] {
  if (tls === null) return [];
  const host = sanitizeLabel(tls.host);
  const problem = tls.problem === null ? '' : sanitizeLabel(tls.problem);
  if (tls.validTo === 0) return [`certificate of ${host} can't be read: ${problem}`];
  const days = Math.floor((tls.validTo - now) / 86_400_000);
  const left = days < 0 ? `expired ${-days} days ago` : `${days} days left`;
  return [`certificate of ${host} by ${sanitizeLabel(tls.issuer)}: ${[left, problem].filter(Boolean).join(', ')}`];
}

function outsideUnknown({ publicUrl }: Profile): string {
  return publicUrl === null
    ? 'From outside: not known, since the configuration names no publicUrl.'
    : `From outside: ${sanitizeLabel(publicUrl)} is being asked …`;
}
