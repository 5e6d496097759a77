/** `depotix status` for people. */
import type { Assessment } from '../model/assess.ts';
import {
  formatClock,
  formatCores,
  formatDate,
  formatDuration,
  formatMoment,
  formatPercent,
  formatBytes,
  percentOf,
} from '../model/format.ts';
import type { Finding, NextStep } from '../model/finding.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import type { Service } from '../model/service.ts';
import type { StackState } from '../model/stack-state.ts';
import { verdictSentence, type VerdictState } from '../model/verdict.ts';
import type { Brush, Tone } from './paint.ts';
import { tableRows } from './table.ts';

const verdictTones: Record<VerdictState, Tone> = { ok: 'good', degraded: 'bad', down: 'bad', unknown: 'warn' };

/** One line: "OK server: 4 of 4 services run". */
export function briefStatus(state: StackState, { verdict }: Assessment, now: number, brush: Brush): string {
  const tone = verdictTones[verdict.state];
  const word = brush.tone(tone, `${brush.sign(tone)} ${verdictSentence(verdict, now)}`);
  const demo = state.engine.demo ? 'DEMO ' : '';
  // Without an engine nobody may have told which stack it is.
  const project = sanitizeLabel(state.identity.project);
  return `${demo}${word}${project === '' ? '' : ` ${brush.bold(brush.text(project))}`}: ${brush.text(verdict.reason)}\n`;
}

export function statusText(state: StackState, assessment: Assessment, now: number, brush: Brush): string {
  const { services, findings } = assessment;
  const version = state.engine.info === null ? '' : `, engine ${sanitizeLabel(state.engine.info.version)}`;
  const told = findings.filter(({ severity }) => severity !== 'info');
  const remarks = findings.length - told.length;
  const lines = [
    briefStatus(state, assessment, now, brush).trimEnd(),
    brush.dim(`${formatDate(now)} ${formatClock(now)} UTC${version}`),
    '',
    ...serviceRows(state, services, now, brush),
    ...told.flatMap(finding => findingLines(finding, now, brush)),
    ...(remarks === 0
      ? []
      : ['', brush.dim(`${remarks} ${remarks === 1 ? 'remark' : 'remarks'} on the settings: depotix status --json`)]),
  ];
  return `${lines.join('\n')}\n`;
}

const columns = [
  { title: ' ' },
  { title: 'SERVICE' },
  { title: 'STATE' },
  { title: 'SINCE', align: 'right' },
  { title: 'RESTARTS', align: 'right' },
  { title: 'MEMORY', align: 'right' },
  { title: 'OF LIMIT', align: 'right' },
  { title: 'CORES', align: 'right' },
  { title: 'OF LIMIT', align: 'right' },
  { title: 'IMAGE' },
] as const;

function serviceRows(state: StackState, services: readonly Service[], now: number, brush: Brush): readonly string[] {
  if (services.length === 0) return ['  the stack has no containers'];
  const rows = services.map(service => {
    const usage = usageOf(state, service);
    const age = service.since === null ? brush.unknown : formatDuration(now - service.since);
    return [
      brush.tone(service.severity, brush.sign(service.severity)),
      brush.bold(brush.text(sanitizeLabel(service.name))),
      brush.tone(service.severity, brush.text(sanitizeLabel(service.stateText))),
      age,
      String(service.restarts),
      brush.text(formatBytes(usage.memory)),
      brush.text(formatPercent(percentOf(usage.memory, usage.memoryLimit))),
      brush.text(formatCores(usage.cores)),
      brush.text(formatPercent(percentOf(usage.cores, usage.coresLimit))),
      brush.text(sanitizeLabel(service.containers[0]?.image ?? '')),
    ];
  });
  return tableRows(columns, rows).map((row, index) => (index === 0 ? brush.dim(row) : row));
}

interface Usage {
  readonly memory: number | null;
  readonly memoryLimit: number | null;
  readonly cores: number | null;
  readonly coresLimit: number | null;
}

/** Over all replicas; null as soon as one of them is not known. */
function usageOf(state: StackState, { containers }: Service): Usage {
  const sum = (value: (id: string, index: number) => number | null | undefined): number | null => {
    const values = containers.map(({ id }, index) => value(id, index) ?? null);
    return values.length === 0 || values.includes(null)
      ? null
      : values.reduce<number>((total, one) => total + (one ?? 0), 0);
  };
  return {
    memory: sum(id => state.latestStats[id]?.memory?.usedBytes),
    memoryLimit: sum((_, index) => containers[index]?.detail?.limits.memoryBytes),
    cores: sum(id => state.latestStats[id]?.cpu.cores),
    coresLimit: sum((_, index) => containers[index]?.detail?.limits.cpuCores),
  };
}

function findingLines(finding: Finding, now: number, brush: Brush): readonly string[] {
  const tone: Tone = finding.severity === 'critical' ? 'bad' : 'warn';
  const evidence = finding.evidence.map(
    ({ at, text }) => `    ${at === null ? '' : `${formatMoment(at, now)}  `}${brush.text(text)}`,
  );
  const steps = finding.nextSteps.flatMap(step => {
    const command = headlessCommand(step, finding);
    return command === null ? [] : [`    ${brush.text(`→ ${command}`)}`];
  });
  return ['', `${brush.tone(tone, brush.sign(tone))} ${brush.text(finding.title)}`, ...evidence, ...steps];
}

/** A step names a key of the console, which is of no use here: its headless twin, or the shell command. */
export function headlessCommand({ action, command, text }: NextStep, { subject }: Finding): string | null {
  const name = subject.kind === 'service' ? ` ${subject.name}` : '';
  if (command !== null) return command;
  if (action === null) return text;
  if (action.startsWith('logs.')) return `depotix logs -n 50${name}`;
  if (action === 'screen.health') return `depotix health${name}`;
  if (action === 'screen.resources') return `depotix top${name}`;
  return null;
}
