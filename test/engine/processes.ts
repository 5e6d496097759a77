import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** A process known for certain: a pid alone may belong to another one by the time it is used. */
export type ProcessMark = { readonly pid: number; readonly startTime: string };

/** Marks a running process by pid and start time (field 22 of /proc/PID/stat); undefined if there is none. */
export function markProcess(pid: number): ProcessMark | undefined {
  const stat = readOrUndefined(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name stands in parentheses and may hold spaces: count from its end.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startTime] = [fields[0], fields[19]];
  return state === 'Z' || startTime === undefined ? undefined : { pid, startTime };
}

/** Whether exactly this process still runs. */
export function isRunning(mark: ProcessMark): boolean {
  return markProcess(mark.pid)?.startTime === mark.startTime;
}

/** Sends a signal to exactly this process; false if it is gone. */
export function signalProcess(mark: ProcessMark, signal: NodeJS.Signals): boolean {
  if (!isRunning(mark)) return false;
  process.kill(mark.pid, signal);
  return true;
}

/** Waits for the end of a process; false if it still runs after `timeoutMs`. */
export async function waitForEnd(mark: ProcessMark, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isRunning(mark)) {
    if (Date.now() > deadline) return false;
    await wait(50);
  }
  return true;
}

/** All processes whose command line satisfies the test. */
export function findProcesses(test: (argv: readonly string[]) => boolean): ProcessMark[] {
  return listPids().flatMap(pid => {
    const argv = readOrUndefined(`/proc/${pid}/cmdline`)?.split('\0').slice(0, -1);
    const mark = argv !== undefined && argv.length > 0 && test(argv) ? markProcess(pid) : undefined;
    return mark === undefined ? [] : [mark];
  });
}

/** The direct children of a process. */
export function childrenOf(parent: ProcessMark): ProcessMark[] {
  return listPids().flatMap(pid => {
    const stat = readOrUndefined(`/proc/${pid}/stat`);
    const parentPid = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    const mark = parentPid === String(parent.pid) ? markProcess(pid) : undefined;
    return mark === undefined ? [] : [mark];
  });
}

function listPids(): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number);
}

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
