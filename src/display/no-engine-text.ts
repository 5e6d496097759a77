/** What the host itself can tell without its engine, and what to type next. */
import type { EngineProblem } from '../model/engine-status.ts';
import { formatBytesOf, formatDuration, formatPercent, percentOf } from '../model/format.ts';
import type { DiskUsage, EngineRemains, HostSample, HttpProbe } from '../model/host-sample.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import type { Brush } from './paint.ts';

export interface HostTells {
  readonly sample: HostSample;
  readonly remains: EngineRemains;
  readonly http: HttpProbe | null;
}

export function noEngineText(problem: EngineProblem, tells: HostTells, brush: Brush): string {
  const lines = [
    `${brush.tone('bad', brush.sign('bad'))} ${brush.bold(brush.text(sanitizeLabel(problem.message)))}`,
    ...problem.nextSteps.map(step => `  ${brush.text(`→ ${step}`)}`),
    '',
    ...section('Containers', containerLines(tells, brush)),
    ...(tells.http === null ? [] : section('Public URL', [httpLine(tells.http, brush)])),
    ...section('Host', hostLines(tells.sample, brush)),
    ...section('Units', unitLines(tells, brush)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return [title, ...lines.map(line => `  ${line}`), ''];
}

function containerLines({ remains: { survivors } }: HostTells, brush: Brush): readonly string[] {
  if (!survivors.ok) return [cantTell(survivors.reason, brush)];
  if (survivors.value.length === 0) return [brush.tone('bad', 'no process of any container is alive')];
  return survivors.value.map(({ name, processes, command }) => {
    const many = processes === 1 ? '1 process' : `${processes} processes`;
    return brush.text(
      `${brush.sign('good')} ${name} is alive: ${many}, ${command === '' ? 'command unknown' : command}`,
    );
  });
}

function httpLine(http: HttpProbe, brush: Brush): string {
  const url = sanitizeLabel(http.url);
  const answer =
    http.statusCode === null ? sanitizeLabel(http.detail) : `${http.statusCode} in ${http.durationMs ?? '?'} ms`;
  return brush.tone(http.ok ? 'good' : 'bad', brush.text(`${brush.sign(http.ok ? 'good' : 'bad')} ${url}: ${answer}`));
}

function hostLines(sample: HostSample, brush: Brush): readonly string[] {
  const { memory, load, disks, bootedAt } = sample;
  // One reason for all of it: the engine is elsewhere.
  if (!memory.ok && !load.ok && !disks.ok) return [cantTell(memory.reason, brush)];
  return [
    memory.ok
      ? `memory ${formatBytesOf(memory.value.totalBytes - memory.value.availableBytes, memory.value.totalBytes)}`
      : `memory ${cantTell(memory.reason, brush)}`,
    load.ok ? `load ${load.value.one} (${load.value.cpus} CPUs)` : `load ${cantTell(load.reason, brush)}`,
    ...(disks.ok ? disks.value.map(disk => diskLine(disk, brush)) : [`disks ${cantTell(disks.reason, brush)}`]),
    ...(bootedAt.ok ? [`up ${formatDuration(sample.at - bootedAt.value)}`] : []),
  ];
}

function diskLine(disk: DiskUsage, brush: Brush): string {
  const used = formatPercent(percentOf(disk.usedBytes, disk.usedBytes + disk.availableBytes));
  // O-DISK-2: a file system without inodes has no share of them.
  const inodes = percentOf(disk.usedInodes, disk.totalInodes);
  return brush.text(
    `disk ${sanitizeLabel(disk.path)} ${used}, inodes ${inodes === null ? '-' : formatPercent(inodes)}`,
  );
}

function unitLines({ remains: { units } }: HostTells, brush: Brush): readonly string[] {
  if (!units.ok) return [cantTell(units.reason, brush)];
  if (units.value.length === 0) return ['neither docker nor containerd is installed as a unit'];
  return units.value.flatMap(({ name, active, sub, since, lastLines }) => {
    const tone = active === 'active' ? 'good' : active === 'failed' ? 'bad' : 'warn';
    const head = `${brush.tone(tone, brush.sign(tone))} ${name} ${active} (${sub})${since === '' ? '' : ` since ${since}`}`;
    return [head, ...lastLines.map(line => brush.dim(brush.text(`    ${line}`)))];
  });
}

function cantTell(reason: string, brush: Brush): string {
  return brush.text(reason.startsWith('not available') ? reason : `can't tell: ${reason}`);
}
