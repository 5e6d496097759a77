/** What the followers say of a stream in words. */
import type { Container } from '../model/container.ts';
import type { EngineProblem } from '../model/engine-status.ts';
import { decodeExitCode } from '../model/exit-code.ts';

/** "died 01:06:58, exit 137 (OOM)" (UTC), for the rule between two runs. */
export function describeEnd(container: Container): string {
  const { detail } = container;
  if (detail === null) return 'ended';
  const when = detail.finishedAt === null ? '' : ` ${clockTime(detail.finishedAt)}`;
  const isOom = decodeExitCode(detail.exitCode, detail.oomKilled).short === 'OOM';
  return `died${when}, exit ${detail.exitCode}${isOom ? ' (OOM)' : ''}`;
}

export function describeStart(container: Container): string {
  const startedAt = container.detail?.startedAt ?? null;
  return startedAt === null ? 'started again' : `started again ${clockTime(startedAt)}`;
}

function clockTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}

/** O-LOGS-2: engines answer 501 with these words; 20.10 and proxies may answer 500 or 400. */
export function isUnreadable(problem: EngineProblem): boolean {
  return problem.statusCode === 501 || /does not support reading/i.test(problem.message);
}

export function unreadableReason(container: Container): string {
  return `log driver ${container.detail?.log.driver ?? 'unknown'} can't be read`;
}
