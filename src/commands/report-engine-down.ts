import { createBrush } from '../display/paint.ts';
import { noEngineText } from '../display/no-engine-text.ts';
import { safeJson } from '../display/safe-json.ts';
import { createHostFiles } from '../host/host-files.ts';
import { readWithoutEngine } from '../host/read-without-engine.ts';
import type { EngineProblem } from '../model/engine-status.ts';
import { isoTime } from '../model/format.ts';
import { buildHostReport } from '../model/host-report.ts';
import type { UserError } from '../model/user-error.ts';
import type { Output } from '../system/terminal-output.ts';
import type { EngineDownError } from './engine-down-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { Session } from './session.ts';

export interface DownContext {
  readonly session: Session;
  readonly json: boolean;
  readonly out: Output;
  readonly err: Output;
  readonly signal: AbortSignal;
}

/**
 * Every command without an engine: the problem, what the host itself can tell, and what to type next. With `--json` the
 * same on stdout as data (`status` prints its own contract instead). Exit code 5.
 */
export async function reportEngineDown(
  error: EngineDownError,
  { session, json, out, err, signal }: DownContext,
): Promise<number> {
  const { problem, search } = error;
  const tells = await readWithoutEngine({
    files: createHostFiles(),
    clock: session.clock,
    signal,
    local: session.engine.local,
    publicUrl: search.profile.publicUrl,
    backupDir: search.profile.backupDir,
  });
  if (json) {
    await out.write(errorJson(problem, session.clock.now(), buildHostReport(tells)));
  } else {
    await err.write(noEngineText(problem, tells, createBrush(session.manners)));
  }
  return exitCodes.noEngine;
}

/** The same form for an engine that is nowhere, as a context of no such name: it has no host to ask. `at` in ms. */
export function errorJson(
  { code, message, nextSteps }: EngineProblem | UserError,
  at: number,
  host: ReturnType<typeof buildHostReport> | null = null,
): string {
  return `${safeJson({ schema: 1, at: isoTime(at), error: { code, message, nextSteps }, host }, 2)}\n`;
}
