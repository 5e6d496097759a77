import { createBrush } from '../display/paint.ts';
import { createLogPrinter, type LogPrinter } from '../display/log-text.ts';
import { EngineError } from '../docker/engine-error.ts';
import { isUnreadable, unreadableReason } from '../docker/log-notes.ts';
import { readLogs, type LogOwner } from '../docker/read-logs.ts';
import type { Container } from '../model/container.ts';
import { serviceNameOf } from '../model/group-services.ts';
import type { LogRecord } from '../model/log-record.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import type { StackState } from '../model/stack-state.ts';
import { UserError } from '../model/user-error.ts';
import type { CommandContext } from './command.ts';
import { EngineDownError } from './engine-down-error.ts';
import { exitCodes } from './exit-codes.ts';
import { followStack } from './follow-stack.ts';
import { mergeByTime } from './merge-by-time.ts';
import { parseMoment } from './parse-moment.ts';
import { createPrintedBorder, type PrintedBorder } from './printed-border.ts';
import { readState } from './read-state.ts';
import { chooseServices, requireStack, type FoundStack } from './require-stack.ts';
import { servicesOf } from './services-of.ts';

/** Reading a long log may take its time; a hung engine is told by the first answer's own limit. */
const readLimitMs = 3_600_000;

interface Range {
  readonly tail: number | 'all';
  readonly since: number | null;
  readonly until: number | null;
}

/** `depotix logs`: as `docker compose logs`, but merged by time and safe to show. */
export async function runLogs(context: CommandContext): Promise<number> {
  const { session, options, operands, json, signal } = context;
  const range = readRange(context);
  const stack = await requireStack(session, 'logs', signal);
  const state = await readState(session, stack, { stats: 'none', host: false, compose: false }, signal);
  const services = chooseServices(operands, servicesOf(state));
  const containers = containersOf(state, services);
  const printer = createLogPrinter(
    {
      project: stack.identity.project,
      services: servicesOf(state),
      timestamps: options['timestamps'] !== undefined,
      json,
    },
    createBrush(session.manners),
  );
  for (const container of containers) printer.know(container);
  const border = createPrintedBorder();
  const failed = await printPast(context, stack, { containers, range, printer, border });
  if (options['follow'] !== undefined && range.until === null) {
    await followStack(context, { services: operands, printer, border, state, since: session.clock.now() });
    return exitCodes.fine;
  }
  return failed > 0 && failed === containers.length ? exitCodes.failed : exitCodes.fine;
}

function readRange({ session, options }: CommandContext): Range {
  const now = session.clock.now();
  const moment = (name: 'since' | 'until'): number | null => {
    const text = options[name];
    return typeof text === 'string' ? parseMoment(text, name, now) : null;
  };
  return { tail: readTail(options['tail']), since: moment('since'), until: moment('until') };
}

function readTail(text: string | true | undefined): number | 'all' {
  if (text === undefined || text === 'all' || text === '-1') return 'all';
  if (typeof text === 'string' && /^\d{1,9}$/.test(text)) return Number(text);
  throw new UserError(
    'tail',
    `-n takes a number of lines or all, not ${JSON.stringify(sanitizeLabel(String(text), 60))}`,
    {
      nextSteps: ['depotix logs -n 100'],
      exitCode: exitCodes.usage,
    },
  );
}

/** Those that ever ran, as Compose counts them: no one-off runs, but left-overs, whose last words matter. */
function containersOf(state: StackState, services: readonly string[]): readonly Container[] {
  return Object.values(state.containers).filter(
    container =>
      services.includes(serviceNameOf(container)) && !container.labels.oneOff && container.state !== 'created',
  );
}

interface Past {
  readonly containers: readonly Container[];
  readonly range: Range;
  readonly printer: LogPrinter;
  readonly border: PrintedBorder;
}

/** Prints what the logs hold; returns how many of them could not be read, each told on stderr. */
async function printPast(
  context: CommandContext,
  stack: FoundStack,
  { containers, range, printer, border }: Past,
): Promise<number> {
  const { out, err, signal } = context;
  let failed = 0;
  const sources = containers.map(container =>
    readOne(context, container, range, async reason => {
      failed += 1;
      await err.write(`depotix: ${sanitizeLabel(container.name)}: ${sanitizeLabel(reason)}\n`);
    }),
  );
  try {
    for await (const records of mergeByTime(sources)) {
      if (signal.aborted) break;
      for (const record of records) border.passed(record);
      if (range.tail !== 0) await out.write(records.map(record => printer.record(record)).join(''));
    }
  } catch (error) {
    if (signal.aborted) return failed;
    if (error instanceof EngineError) throw new EngineDownError(error.problem, stack);
    throw error;
  }
  return failed;
}

async function* readOne(
  { session, signal }: CommandContext,
  container: Container,
  range: Range,
  onUnreadable: (reason: string) => Promise<void>,
): AsyncGenerator<readonly LogRecord[], void> {
  const owner: LogOwner = {
    containerId: container.id,
    service: serviceNameOf(container),
    tty: container.detail?.log.tty ?? false,
  };
  const query = {
    // None wanted: the last is read all the same, since what is followed begins after it.
    tail: range.tail === 0 ? 1 : range.tail,
    limitMs: readLimitMs,
    ...(range.since === null ? {} : { since: range.since }),
    ...(range.until === null ? {} : { until: range.until }),
  };
  try {
    yield* readLogs(session.engine, owner, query, signal);
  } catch (error) {
    // One log that can't be read (driver none, a removed container) must not keep the others from being shown.
    if (!(error instanceof EngineError) || signal.aborted || !isOfContainer(error)) throw error;
    await onUnreadable(isUnreadable(error.problem) ? unreadableReason(container) : error.message);
  }
}

function isOfContainer({ code }: EngineError): boolean {
  return code === 'not-found' || code === 'conflict' || code === 'server-error' || code === 'unknown';
}
