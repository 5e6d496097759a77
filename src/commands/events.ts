import { containerActions } from '../docker/container-actions.ts';
import { EngineError } from '../docker/engine-error.ts';
import { parseEvent } from '../docker/parse/event.ts';
import { watchStack } from '../docker/watch-stack.ts';
import { eventLine } from '../display/event-text.ts';
import { createBrush } from '../display/paint.ts';
import { safeJson } from '../display/safe-json.ts';
import { isoTime } from '../model/format.ts';
import { serviceNameOf } from '../model/group-services.ts';
import type { EngineEvent } from '../model/stack-event.ts';
import type { CommandContext } from './command.ts';
import { EngineDownError } from './engine-down-error.ts';
import { createEngineNotices } from './engine-notices.ts';
import { exitCodes } from './exit-codes.ts';
import { engineMoment, parseMoment } from './parse-moment.ts';
import { chooseServices, requireStack, type FoundStack } from './require-stack.ts';

/** `depotix events`: what was, and with `-f` what comes; a lost engine is told on stderr and waited for. */
export async function runEvents(context: CommandContext): Promise<number> {
  const { session, options, json, out, signal } = context;
  const now = session.clock.now();
  const moment = (name: 'since' | 'until'): number | null => {
    const text = options[name];
    return typeof text === 'string' ? parseMoment(text, name, now) : null;
  };
  const [since, until] = [moment('since'), moment('until')];
  const follow = options['follow'] !== undefined && until === null;
  const stack = await requireStack(session, 'events', signal);
  const print = createPrinter(context, stack);
  for await (const event of readPast(context, stack, {
    since: since ?? (follow ? now : now - 3_600_000),
    until: until ?? now,
  })) {
    if (print.wants(event)) await out.write(print.line(event));
  }
  if (follow) await followEvents(context, stack, print);
  else if (print.printed() === 0 && !json) await out.write('No events in that time; the engine keeps its last 256.\n');
  return exitCodes.fine;
}

interface Printer {
  /** Of the wanted services, and not seen before: the past and what follows overlap by a second. */
  wants(event: EngineEvent): boolean;
  line(event: EngineEvent): string;
  printed(): number;
}

const remembered = 512;

function createPrinter({ session, operands, json }: CommandContext, stack: FoundStack): Printer {
  const brush = createBrush(session.manners);
  const own = stack.containers.filter(({ labels }) => labels.project === stack.identity.project);
  // A service may have no container any more and still have events: only a list that is there can tell a slip.
  if (own.length > 0) chooseServices(operands, [...new Set(own.map(serviceNameOf))]);
  const seen = new Set<string>();
  let printed = 0;
  return {
    wants(event) {
      if (operands.length > 0 && !operands.includes(event.service ?? event.name)) return false;
      const key = `${event.at} ${event.containerId} ${event.action}`;
      if (seen.has(key)) return false;
      seen.add(key);
      const [oldest] = seen;
      if (seen.size > remembered && oldest !== undefined) seen.delete(oldest);
      printed += 1;
      return true;
    },
    line: event => (json ? `${safeJson(reportOf(event))}\n` : eventLine(event, brush)),
    printed: () => printed,
  };
}

async function* readPast(
  { session, signal }: CommandContext,
  stack: FoundStack,
  range: { readonly since: number; readonly until: number },
): AsyncGenerator<EngineEvent, void> {
  const query = {
    project: stack.identity.project,
    actions: containerActions,
    since: engineMoment(range.since),
    until: engineMoment(range.until),
  };
  try {
    for await (const raw of session.engine.events(query, { signal })) {
      const event = parseEvent(raw);
      if (event !== null) yield event;
    }
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof EngineError) throw new EngineDownError(error.problem, stack);
    throw error;
  }
}

async function followEvents(
  { session, out, err, signal }: CommandContext,
  stack: FoundStack,
  print: Printer,
): Promise<void> {
  const tell = createEngineNotices(err);
  const query = { project: stack.identity.project };
  // The past that was asked for is printed already.
  const events = watchStack(session.engine, query, { signal, clock: session.clock, pastMs: 0 });
  for await (const event of events) {
    if (event.type === 'engine-event-seen' && print.wants(event.event)) await out.write(print.line(event.event));
    await tell(event);
  }
}

function reportOf(event: EngineEvent): Readonly<Record<string, unknown>> {
  const { action, service, name, containerId, exitCode, signal } = event;
  return { at: isoTime(event.at), action, service, name, containerId, exitCode, signal };
}
