import { createBrush } from '../display/paint.ts';
import { safeJson } from '../display/safe-json.ts';
import { topText } from '../display/top-text.ts';
import { serviceNameOf } from '../model/group-services.ts';
import { buildUsageReport } from '../model/usage-report.ts';
import type { CommandContext } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { readState } from './read-state.ts';
import { chooseServices, requireStack } from './require-stack.ts';
import { servicesOf } from './services-of.ts';

/** `depotix top`: two readings a second apart. */
export async function runTop({ session, operands, json, out, signal }: CommandContext): Promise<number> {
  const stack = await requireStack(session, 'top', signal);
  // Before the second of waiting: a mistyped name is told at once.
  const known = new Set(
    stack.containers.filter(({ labels }) => labels.project === stack.identity.project).map(serviceNameOf),
  );
  chooseServices(operands, [...known]);
  const wanted = {
    stats: 'twice',
    host: true,
    compose: false,
    ...(operands.length === 0 ? {} : { services: operands }),
  } as const;
  const state = await readState(session, stack, wanted, signal);
  const report = buildUsageReport(state, chooseServices(operands, servicesOf(state)), session.clock.now());
  await out.write(
    json ? `${safeJson(report, 2)}\n` : topText(report, stack.profile.thresholds, createBrush(session.manners)),
  );
  return exitCodes.fine;
}
