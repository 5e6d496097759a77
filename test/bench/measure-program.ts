/** One terminal program, measured from outside: start, idle cost, memory. */
import { setTimeout as wait } from 'node:timers/promises';
import { openTerminal, type TerminalOptions } from '../helpers/terminal.ts';
import { readTree } from './process-tree.ts';

/** ms from the spawn until every text is on the screen. */
export async function measureStart(
  options: TerminalOptions,
  texts: readonly string[],
  deadlineMs = 20_000,
): Promise<number> {
  const started = performance.now();
  const terminal = openTerminal(options);
  try {
    await terminal.waitFor(screen => texts.every(text => screen.includes(text)), deadlineMs);
    return performance.now() - started;
  } finally {
    await terminal.dispose();
  }
}

export interface IdleCost {
  /** Percent of one core. */
  readonly cpuPercent: number;
  readonly bytesPerSecond: number;
  readonly residentBytes: number;
  /** Percent of one core that the watched daemon used meanwhile; null when none was named. */
  readonly daemonCpuPercent: number | null;
}

export interface IdleOptions {
  readonly texts: readonly string[];
  readonly settleMs: number;
  readonly windowMs: number;
  readonly daemonPid: number | null;
}

/** What the program costs while nothing happens: after `settleMs`, over `windowMs`. */
export async function measureIdle(options: TerminalOptions, idle: IdleOptions): Promise<IdleCost> {
  const terminal = openTerminal(options);
  try {
    await terminal.waitFor(screen => idle.texts.every(text => screen.includes(text)), 20_000);
    await wait(idle.settleMs);
    const before = { tree: readTree(terminal.pid), bytes: terminal.written(), daemon: daemonCpu(idle.daemonPid) };
    await wait(idle.windowMs);
    const after = { tree: readTree(terminal.pid), bytes: terminal.written(), daemon: daemonCpu(idle.daemonPid) };
    const percent = (ms: number): number => (100 * ms) / idle.windowMs;
    return {
      cpuPercent: percent(after.tree.cpuMs - before.tree.cpuMs),
      bytesPerSecond: ((after.bytes - before.bytes) * 1000) / idle.windowMs,
      residentBytes: after.tree.residentBytes,
      daemonCpuPercent: idle.daemonPid === null ? null : percent(after.daemon - before.daemon),
    };
  } finally {
    await terminal.dispose();
  }
}

function daemonCpu(pid: number | null): number {
  return pid === null ? 0 : readTree(pid).cpuMs;
}
