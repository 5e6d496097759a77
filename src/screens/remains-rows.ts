/** What is left of an engine that does not answer: the containers that live on, and what systemd says of Docker. */
import type { Survivor, UnitState } from '../model/host-sample.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import { cells, fit } from '../ui/text.ts';
import type { Theme, Tone } from '../ui/theme.ts';
import type { ScreenInput } from './screen-input.ts';

export function survivorRows({ stack, theme }: ScreenInput): string[] {
  const { remains, identity } = stack;
  if (remains === null) return [pendingRow({ stack, theme })];
  const { survivors } = remains;
  if (!survivors.ok) return [theme.dim(`Can't tell: ${survivors.reason}`)];
  // Those of this stack first; by the engine's files, which may be unreadable, so the others are shown too.
  const isOwn = ({ project }: Survivor): boolean => project !== null && project === identity.project;
  const ordered = [...survivors.value.filter(isOwn), ...survivors.value.filter(survivor => !isOwn(survivor))];
  if (ordered.length === 0) return [theme.bad('No process of any container is alive.')];
  const rows = ordered.map(({ name, processes, command }) => ({
    name: sanitizeLabel(name),
    many: processes === 1 ? '1 process' : `${processes} processes`,
    command: sanitizeLabel(command),
  }));
  const nameWidth = Math.max(...rows.map(({ name }) => cells(name)));
  const manyWidth = Math.max(...rows.map(({ many }) => many.length));
  return rows.map(({ name, many, command }) => {
    const mark = theme.good(theme.symbols.good);
    return `${mark} ${theme.bold(fit(name, nameWidth))}  ${fit(many, manyWidth)}  ${theme.dim(command)}`;
  });
}

export function unitRows({ stack, theme }: ScreenInput): string[] {
  const { remains } = stack;
  if (remains === null) return [pendingRow({ stack, theme })];
  const { units } = remains;
  if (!units.ok) return [theme.dim(`Can't tell: ${sanitizeLabel(units.reason)}`)];
  if (units.value.length === 0) return [theme.warn('Neither docker nor containerd is installed as a unit.')];
  return units.value.flatMap(unit => unitLines(unit, theme));
}

function unitLines(unit: UnitState, theme: Theme): string[] {
  const tone = toneOf(unit);
  const symbol = { good: theme.symbols.good, warn: theme.symbols.warn, bad: theme.symbols.bad }[tone];
  const since = unit.since === '' ? '' : ` since ${sanitizeLabel(unit.since)}`;
  const state = `${symbol} ${sanitizeLabel(unit.name)} ${sanitizeLabel(unit.active)} (${sanitizeLabel(unit.sub)})`;
  return [theme.tone(tone)(state) + since, ...unit.lastLines.map(line => theme.dim(`  ${sanitizeLabel(line)}`))];
}

function pendingRow({ stack, theme }: Pick<ScreenInput, 'stack' | 'theme'>): string {
  return theme.dim(stack.engine.local ? 'Looking …' : 'Not available: the engine is elsewhere.');
}

function toneOf({ active }: UnitState): Extract<Tone, 'good' | 'warn' | 'bad'> {
  if (active === 'active') return 'good';
  return active === 'failed' ? 'bad' : 'warn';
}
