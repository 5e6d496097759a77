import { createBrush } from '../display/paint.ts';
import { noEngineText } from '../display/no-engine-text.ts';
import { safeJson } from '../display/safe-json.ts';
import { createHostFiles } from '../host/host-files.ts';
import { readWithoutEngine } from '../host/read-without-engine.ts';
import { isoTime } from '../model/format.ts';
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
    const { code, message, nextSteps } = problem;
    const report = { schema: 1, at: isoTime(session.clock.now()), error: { code, message, nextSteps }, host: tells };
    await out.write(`${safeJson(report, 2)}\n`);
  } else {
    await err.write(noEngineText(problem, tells, createBrush(session.manners)));
  }
  return exitCodes.noEngine;
}
