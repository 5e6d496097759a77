/** State of the systemd units that Docker is made of, and their last words: what is left to read without an engine. */
import { runCommand, type RunResult } from '../system/run-command.ts';
import type { Known, UnitState } from '../model/host-sample.ts';
import { sanitizeLabel } from '../model/sanitize.ts';

export type Run = (argv: readonly string[], options: { signal: AbortSignal; timeoutMs: number }) => Promise<RunResult>;

const unitNames = ['docker.service', 'docker.socket', 'containerd.service'];
const limitMs = 3_000;

/** Never throws. Units that are not installed are left out. @param lines Last log lines of each. */
export async function readUnits(
  signal: AbortSignal,
  lines = 5,
  run: Run = runCommand,
): Promise<Known<readonly UnitState[]>> {
  const properties = ['Id', 'LoadState', 'ActiveState', 'SubState', 'Result', 'StateChangeTimestamp'];
  const shown = await run(['systemctl', 'show', '--no-pager', `--property=${properties.join(',')}`, ...unitNames], {
    signal,
    timeoutMs: limitMs,
  });
  if (shown.notFound) return { ok: false, reason: 'there is no systemd on this host' };
  if (shown.exitCode !== 0)
    return { ok: false, reason: firstLine(shown.stderr) || (shown.problem ?? 'systemctl failed') };
  const found = parseUnits(shown.stdout);
  const logs = await Promise.all(found.map(unit => lastLines(unit.name, lines, signal, run)));
  const units = found.map((unit, index): UnitState => Object.assign(unit, { lastLines: logs[index] ?? [] }));
  return { ok: true, value: units };
}

/** `systemctl show` of several units: `Key=value` lines, an empty line between units. Pure. */
export function parseUnits(text: string): readonly Omit<UnitState, 'lastLines'>[] {
  return text
    .split(/\n\s*\n/)
    .map(
      block =>
        new Map(block.split('\n').map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])),
    )
    .filter(values => (values.get('Id') ?? '') !== '' && values.get('LoadState') !== 'not-found')
    .map(values => ({
      name: sanitizeLabel(values.get('Id') ?? '', 60),
      active: sanitizeLabel(values.get('ActiveState') ?? '', 40),
      sub: sanitizeLabel(values.get('SubState') ?? '', 40),
      result: sanitizeLabel(values.get('Result') ?? '', 40),
      since: sanitizeLabel(values.get('StateChangeTimestamp') ?? '', 60),
    }));
}

async function lastLines(unit: string, count: number, signal: AbortSignal, run: Run): Promise<readonly string[]> {
  const argv = ['journalctl', '--no-pager', '--output=short-iso', `--lines=${count}`, `--unit=${unit}`];
  const result = await run(argv, { signal, timeoutMs: limitMs });
  if (result.exitCode !== 0) return [];
  return result.stdout
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('-- '))
    .slice(-count)
    .map(line => sanitizeLabel(line, 500));
}

function firstLine(text: string): string {
  return sanitizeLabel(text.split('\n', 1)[0] ?? '', 200);
}
