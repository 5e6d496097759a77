import { EngineError } from '../docker/engine-error.ts';
import { parseEngineInfo } from '../docker/parse/info.ts';
import { safeJson } from '../display/safe-json.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import type { CommandContext } from './command.ts';
import { readComposeVersion } from './compose-version.ts';
import { exitCodes } from './exit-codes.ts';

/** `depotix version`: the console's own even where the others don't answer; exit code 0 all the same. */
export async function runVersion({ session, json, out, signal }: CommandContext): Promise<number> {
  const [engine, compose] = await Promise.all([engineVersion(session.engine, signal), readComposeVersion(signal)]);
  const node = process.versions.node;
  if (json) {
    const { version, apiVersion } = engine;
    await out.write(
      `${safeJson({ schema: 1, depotix: session.version, node, engine: { version, apiVersion }, compose: compose.version }, 2)}\n`,
    );
    return exitCodes.fine;
  }
  const api = engine.apiVersion === null ? '' : ` (API ${sanitizeLabel(engine.apiVersion)})`;
  await out.write(
    [
      `depotix  ${session.version}`,
      `node     ${node}`,
      `engine   ${sanitizeLabel(engine.version ?? engine.problem ?? 'unknown')}${api}`,
      `compose  ${sanitizeLabel(compose.version ?? compose.problem ?? 'unknown')}`,
      '',
    ].join('\n'),
  );
  return exitCodes.fine;
}

interface EngineVersion {
  readonly version: string | null;
  readonly apiVersion: string | null;
  readonly problem: string | null;
}

async function engineVersion(engine: CommandContext['session']['engine'], signal: AbortSignal): Promise<EngineVersion> {
  try {
    const { version, apiVersion } = parseEngineInfo(await engine.version({ signal }), {});
    return { version, apiVersion, problem: null };
  } catch (error) {
    if (error instanceof EngineError) return { version: null, apiVersion: null, problem: error.problem.message };
    throw error;
  }
}
