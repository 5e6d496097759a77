/** Arguments → the console or one command → an exit code. Nothing big is imported before it is known what is wanted. */
import { UserError } from '../model/user-error.ts';
import type { Environment } from '../system/environment.ts';
import type { Output } from '../system/terminal-output.ts';
import { terminalManners, type TerminalManners } from '../system/terminal-manners.ts';
import type { Command } from './command.ts';
import type { CommandName } from './command-table.ts';
import { exitCodes } from './exit-codes.ts';
import { parseArguments, type GlobalOptions, type Parsed } from './parse-arguments.ts';
import type { OpenConsole, Session } from './session.ts';

/** Everything the program touches of its process. */
export interface MainIo {
  readonly environment: Environment;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdinIsTTY: boolean;
  readonly version: string;
  /** Fires when the reader of stdout has gone. */
  readonly outputClosed: AbortSignal;
  /** A signal ends a headless command; the console listens for itself. Returns the way to stop listening. */
  onEndingSignal(listener: (exitCode: number) => void): () => void;
  readonly openConsole: OpenConsole;
}

type Run = Extract<Parsed, { kind: 'run' }>;

/** Resolves with the exit code (design §7); never rejects. */
export async function main(argv: readonly string[], io: MainIo): Promise<number> {
  const parsed = parseArguments(argv);
  try {
    switch (parsed.kind) {
      case 'usage':
        await io.stderr.write(`depotix: ${parsed.message}\nTry: ${parsed.nextStep}\n`);
        return exitCodes.usage;
      case 'help': {
        const { helpText } = await import('./help-text.ts');
        await io.stdout.write(helpText(parsed.command));
        return exitCodes.fine;
      }
      case 'version':
        return await runHeadless(
          { kind: 'run', command: 'version', globals: parsed.globals, options: {}, operands: [] },
          io,
        );
      case 'run':
        return wantsConsole(parsed, io) ? await runConsole(parsed, argv, io) : await runHeadless(parsed, io, argv);
    }
  } catch (error) {
    return reportFailure(error, io);
  }
}

/** Without a command: the console, which needs a terminal on both sides; else the status (design §5). */
function wantsConsole(parsed: Run, io: MainIo): boolean {
  if (parsed.globals.json || !io.stdout.isTTY || !io.stdinIsTTY) return false;
  return parsed.command === null || (parsed.command === 'demo' && parsed.options['list'] === undefined);
}

async function runConsole(parsed: Run, argv: readonly string[], io: MainIo): Promise<number> {
  const session = await openSessionFor(parsed, argv, io);
  try {
    return await io.openConsole(session);
  } finally {
    await session.close();
  }
}

async function runHeadless(parsed: Run, io: MainIo, argv: readonly string[] = []): Promise<number> {
  const ending = new AbortController();
  let exitCode: number | null = null;
  const stopListening = io.onEndingSignal(code => {
    exitCode = code;
    ending.abort();
  });
  const signal = AbortSignal.any([ending.signal, io.outputClosed]);
  let session: Session | null = null;
  try {
    if (parsed.command === 'demo' && parsed.options['list'] !== undefined) {
      const { printScenarios } = await import('./demo.ts');
      return await printScenarios(io.stdout, parsed.globals.json);
    }
    session = await openSessionFor(parsed, argv, io);
    const run = await loadCommand(parsed.command ?? 'status');
    const code = await run({
      session,
      options: parsed.options,
      operands: parsed.operands,
      json: parsed.globals.json,
      out: io.stdout,
      err: io.stderr,
      signal,
    });
    return exitCode ?? code;
  } catch (error) {
    if (exitCode !== null) return exitCode;
    // The reader has read enough (`| head`): no failure.
    if (io.outputClosed.aborted) return exitCodes.fine;
    throw error;
  } finally {
    stopListening();
    await session?.close();
  }
}

async function openSessionFor(parsed: Run, argv: readonly string[], io: MainIo): Promise<Session> {
  const { openDemoSession, openSession } = await import('./open-session.ts');
  const given = {
    globals: parsed.globals,
    environment: io.environment,
    manners: mannersFor(parsed.globals, io),
    version: io.version,
  };
  if (parsed.command === 'demo') return openDemoSession(given, parsed.options['scenario']);
  // The flag is of `npm start`, which passes whatever a person typed after it: anything more means a real stack.
  if (parsed.globals.demoIfNoDocker && parsed.command === null) {
    const { mayOpenDemo } = await import('./may-open-demo.ts');
    if (mayOpenDemo(parsed.globals, io.environment, argv.length > 1)) return openDemoSession(given, undefined);
  }
  return openSession(given);
}

async function loadCommand(name: CommandName): Promise<Command> {
  switch (name) {
    case 'status':
    case 'demo':
      return (await import('./status.ts')).runStatus;
    case 'health':
      return (await import('./health.ts')).runHealth;
    case 'top':
      return (await import('./top.ts')).runTop;
    case 'logs':
      return (await import('./logs.ts')).runLogs;
    case 'events':
      return (await import('./events.ts')).runEvents;
    case 'doctor':
      return (await import('./doctor.ts')).runDoctor;
    case 'version':
    case 'help':
      return (await import('./version.ts')).runVersion;
  }
}

function mannersFor(globals: GlobalOptions, io: MainIo): TerminalManners {
  return terminalManners(io.environment.variables, {
    isTTY: io.stdout.isTTY,
    noColor: globals.noColor,
    ascii: globals.ascii,
  });
}

async function reportFailure(error: unknown, io: MainIo): Promise<number> {
  if (error instanceof UserError) {
    const steps = error.nextSteps.map(step => `  ${step}\n`).join('');
    await io.stderr.write(`depotix: ${error.message}\n${steps}`);
    return error.exitCode;
  }
  // Anything else is a bug of ours: its stack is what a report needs.
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  await io.stderr.write(`depotix: this is a bug in the console, please report it:\n${text}\n`);
  return exitCodes.failed;
}
