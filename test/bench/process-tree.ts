/** CPU time and memory of a process and all its descendants, from /proc. */
import { readdirSync, readFileSync } from 'node:fs';

export interface TreeUsage {
  /** User and system time of all processes alive now, ms. */
  readonly cpuMs: number;
  readonly residentBytes: number;
}

interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly cpuTicks: number;
  readonly residentPages: number;
}

/** `getconf CLK_TCK` and `getconf PAGESIZE` on every Linux that the console runs on. */
const ticksPerSecond = 100;
const pageBytes = 4096;

function readStat(pid: number): ProcessStat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command name may hold spaces and parentheses: fields are counted after the last one.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const field = (index: number): number => Number(fields[index]);
    return { pid, parent: field(1), cpuTicks: field(11) + field(12), residentPages: field(21) };
  } catch {
    return null;
  }
}

export function readTree(rootPid: number): TreeUsage {
  const all = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(name => readStat(Number(name)))
    .filter(stat => stat !== null);
  const children = Map.groupBy(all, stat => stat.parent);
  const members: ProcessStat[] = all.filter(stat => stat.pid === rootPid);
  for (const member of members) members.push(...(children.get(member.pid) ?? []));
  return {
    cpuMs: (members.reduce((sum, stat) => sum + stat.cpuTicks, 0) * 1000) / ticksPerSecond,
    residentBytes: members.reduce((sum, stat) => sum + stat.residentPages, 0) * pageBytes,
  };
}
