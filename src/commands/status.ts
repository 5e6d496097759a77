import { createBrush } from '../display/paint.ts';
import { safeJson } from '../display/safe-json.ts';
import { briefStatus, statusText } from '../display/status-text.ts';
import { assess } from '../model/assess.ts';
import { createInitialState } from '../model/initial-state.ts';
import { reduceStack } from '../model/reduce-stack.ts';
import type { StackState } from '../model/stack-state.ts';
import { buildStatusReport } from '../model/status-report.ts';
import type { VerdictState } from '../model/verdict.ts';
import type { CommandContext } from './command.ts';
import { EngineDownError } from './engine-down-error.ts';
import { exitCodes } from './exit-codes.ts';
import { readState } from './read-state.ts';
import { requireStack } from './require-stack.ts';
import type { Session, StackSearch } from './session.ts';

const exitCodeOf: Record<VerdictState, number> = {
  ok: exitCodes.fine,
  degraded: exitCodes.degraded,
  down: exitCodes.down,
  unknown: exitCodes.noEngine,
};

/** `depotix status`: the exit code is the verdict. */
export async function runStatus(context: CommandContext): Promise<number> {
  const { session, options, json, out } = context;
  const strict = options['strict'] !== undefined;
  const brief = options['brief'] !== undefined;
  const state = await observe(context, brief && !json);
  const now = session.clock.now();
  const assessment = assess(state, now, { strict });
  if (json) {
    const report = buildStatusReport(state, assessment, now);
    // Without an engine even the name may be unknown: absent = null.
    await out.write(`${safeJson({ ...report, project: report.project === '' ? null : report.project }, 2)}\n`);
  } else {
    const brush = createBrush(session.manners);
    await out.write(brief ? briefStatus(state, assessment, now, brush) : statusText(state, assessment, now, brush));
  }
  return exitCodeOf[assessment.verdict.state];
}

/** @throws EngineDownError, except where the contract itself can say so: `--json` and `--brief`. */
async function observe({ session, options, json, signal }: CommandContext, brief: boolean): Promise<StackState> {
  try {
    const stack = await requireStack(session, 'status', signal);
    const wanted = { stats: brief ? 'once' : 'twice', host: true, compose: true, past: true } as const;
    return await readState(session, stack, wanted, signal);
  } catch (error) {
    if (error instanceof EngineDownError && !signal.aborted && (json || options['brief'] !== undefined))
      return stateWithoutEngine(session, error);
    throw error;
  }
}

function stateWithoutEngine(
  session: Session,
  { problem, search }: EngineDownError & { readonly search: StackSearch },
): StackState {
  const at = session.clock.now();
  const { engine } = session;
  const initial = createInitialState({
    identity: search.identity ?? { project: '', workingDir: null, files: [], warnings: [] },
    profile: search.profile,
    endpoint: engine.endpoint,
    local: engine.local,
    demo: session.demo !== null,
    at,
  });
  return reduceStack(initial, { type: 'engine-lost', at, problem, retryAt: null });
}
