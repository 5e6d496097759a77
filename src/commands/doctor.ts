import { EngineError } from '../docker/engine-error.ts';
import { parseEngineInfo } from '../docker/parse/info.ts';
import { doctorText } from '../display/doctor-text.ts';
import { createBrush } from '../display/paint.ts';
import { safeJson } from '../display/safe-json.ts';
import { createHostFiles } from '../host/host-files.ts';
import { isoTime } from '../model/format.ts';
import type { CommandContext } from './command.ts';
import { readComposeVersion } from './compose-version.ts';
import { doctorChecks, type DoctorFacts } from './doctor-checks.ts';
import { exitCodes } from './exit-codes.ts';
import { findStack } from './find-stack.ts';
import type { Session } from './session.ts';

/** `depotix doctor`: can the console work here? Exit code 5 without an engine, 1 when another check failed. */
export async function runDoctor({ session, json, out, signal }: CommandContext): Promise<number> {
  const [engine, compose, search] = await Promise.all([
    askEngine(session, signal),
    readComposeVersion(signal),
    findStack(session, signal),
  ]);
  const { variables } = session.environment;
  const files = createHostFiles();
  const checks = doctorChecks({
    nodeVersion: process.versions.node,
    endpoint: session.engine.endpoint,
    local: session.engine.local,
    engine,
    compose,
    search,
    configFile: session.paths.configFile,
    terminal: { isTTY: out.isTTY, columns: out.columns, term: variables['TERM'] ?? null, color: session.manners.color },
    ascii: session.manners.ascii,
    locale: variables['LC_ALL'] || variables['LC_CTYPE'] || variables['LANG'] || null,
    procReadable: files.readText('/proc/meminfo') !== null && files.readText('/proc/1/cgroup') !== null,
  });
  const report = { schema: 1, at: isoTime(session.clock.now()), checks };
  await out.write(json ? `${safeJson(report, 2)}\n` : doctorText(checks, createBrush(session.manners)));
  if ('problem' in engine) return exitCodes.noEngine;
  return checks.some(({ status }) => status === 'failed') ? exitCodes.failed : exitCodes.fine;
}

async function askEngine({ engine, clock }: Session, signal: AbortSignal): Promise<DoctorFacts['engine']> {
  const before = clock.now();
  try {
    const version = await engine.version({ signal });
    const answerMs = clock.now() - before;
    return { info: parseEngineInfo(version, await engine.info({ signal })), answerMs };
  } catch (error) {
    if (error instanceof EngineError) return { problem: error.problem };
    throw error;
  }
}
