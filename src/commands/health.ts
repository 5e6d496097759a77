import { createBrush } from '../display/paint.ts';
import { healthText } from '../display/health-text.ts';
import { safeJson } from '../display/safe-json.ts';
import { buildHealthReport } from '../model/health-report.ts';
import type { CommandContext } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { readState } from './read-state.ts';
import { chooseServices, requireStack } from './require-stack.ts';
import { servicesOf } from './services-of.ts';

/** `depotix health`: exit code 3 when a health check fails. */
export async function runHealth({ session, operands, json, out, signal }: CommandContext): Promise<number> {
  const stack = await requireStack(session, 'health', signal);
  const state = await readState(session, stack, { stats: 'none', host: false, compose: false }, signal);
  const services = chooseServices(operands, servicesOf(state));
  const report = buildHealthReport(
    stack.identity.project,
    Object.values(state.containers),
    services,
    session.clock.now(),
  );
  await out.write(json ? `${safeJson(report, 2)}\n` : healthText(report, createBrush(session.manners)));
  return report.containers.some(({ health }) => health === 'unhealthy') ? exitCodes.degraded : exitCodes.fine;
}
