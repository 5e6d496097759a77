/** Facts → findings: every rule is a small pure function of its own file; this is the list of them. */
import type { Finding } from '../finding.ts';
import { linkCauses, sortFindings } from './causes.ts';
import { composeFilesDiffer, configInvalid } from './config-trouble.ts';
import { cpuThrottled } from './cpu-throttled.ts';
import { crashLoop } from './crash-loop.ts';
import { engineLost } from './engine-lost.ts';
import { exited } from './exited.ts';
import type { Facts, Rule } from './facts.ts';
import { healthSlow } from './health-slow.ts';
import { diskFilling, diskFull, hostMemoryLow, inodesFull } from './host-trouble.ts';
import { leftoverContainer } from './leftover-container.ts';
import { memoryHigh } from './memory-high.ts';
import { notStarted } from './not-started.ts';
import { oomKilled } from './oom-killed.ts';
import { paused } from './paused.ts';
import { publicUrlFails } from './public-url.ts';
import { noHealthCheck, noLimit, noRestartPolicy } from './stack-settings.ts';
import { startingLong } from './starting-long.ts';
import { inspectFailed, logUnreadable, statsLost } from './streams-lost.ts';
import { unhealthy } from './unhealthy.ts';

/** They stand on what the engine says of the containers: without an engine they would judge the past. */
const containerRules: readonly Rule[] = [
  oomKilled,
  crashLoop,
  exited,
  notStarted,
  paused,
  unhealthy,
  healthSlow,
  startingLong,
  memoryHigh,
  cpuThrottled,
  leftoverContainer,
  inspectFailed,
  statsLost,
  logUnreadable,
  noHealthCheck,
  noRestartPolicy,
  noLimit,
];

const otherRules: readonly Rule[] = [
  engineLost,
  publicUrlFails,
  diskFull,
  diskFilling,
  inodesFull,
  hostMemoryLow,
  configInvalid,
  composeFilesDiffer,
];

/** Critical first, a root before its consequences. Nothing on a healthy stack, nor while it starts. */
export function diagnose(facts: Facts): Finding[] {
  const rules = facts.engine.phase === 'connected' ? [...otherRules, ...containerRules] : otherRules;
  return sortFindings(
    linkCauses(
      facts,
      rules.flatMap(rule => rule(facts)),
    ),
  );
}

export interface FindingCounts {
  /** Critical findings that no other one explains. */
  readonly incidents: number;
  readonly warnings: number;
  readonly infos: number;
}

/** For "1 incident, 1 warning": consequences are not counted again. */
export function countFindings(findings: readonly Finding[]): FindingCounts {
  const roots = findings.filter(({ causedBy }) => causedBy === null);
  const count = (severity: Finding['severity']): number =>
    roots.filter(finding => finding.severity === severity).length;
  return { incidents: count('critical'), warnings: count('warning'), infos: count('info') };
}
