/** Arguments → the console or one command → an exit code. Nothing big is imported before it is known what is wanted. */
import { UserError } from '../model/user-error.ts';
import type { Environment } from '../system/environment.ts';
import type { Output } from '../system/terminal-output.ts';
import { terminalManners, type TerminalManners } from '../system/terminal-manners.ts';
import type { Command } from './command.ts';
import type { CommandName } from './command-table.ts';
import { EngineDownError } from './engine-down-error.ts';
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
  /** Fires when stdout takes no more; its reason is the stream's error: EPIPE when the reader has gone. */
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
        await io.stdout.write(`depotix ${io.version}\n`);
        return exitCodes.fine;
      case 'run':
        return wantsConsole(parsed, io) ? await runConsole(parsed, argv, io) : await runHeadless(parsed, argv, io);
    }
  } catch (error) {
    return reportFailure(error, parsed, io);
  }
}

/** Without a command: the console, which needs a terminal on both sides; else the status (design §5). */
function wantsConsole(parsed: Run, io: MainIo): boolean {
  if (parsed.globals.json || !io.stdout.isTTY || !io.stdinIsTTY) return false;
  return parsed.command === null || (parsed.command === 'demo' && parsed.options['list'] === undefined);
}

async function runConsole(parsed: Run, argv: readonly string[], io: MainIo): Promise<number> {
  const session = await openSessionFor(parsed, argv, io);
  const leaving = new AbortController();
  try {
    // The engine is asked before the console is loaded: its answer comes while the modules are evaluated.
    const { findStack } = await import('./find-stack.ts');
    return await io.openConsole(session, findStack(session, leaving.signal));
  } finally {
    leaving.abort();
    await session.close();
  }
}

async function runHeadless(parsed: Run, argv: readonly string[], io: MainIo): Promise<number> {
  const ending = new AbortController();
  let interrupted: number | null = null;
  const stopListening = io.onEndingSignal(code => {
    interrupted ??= code;
    ending.abort();
  });
  try {
    const code = await runCommandOf(parsed, argv, io, AbortSignal.any([ending.signal, io.outputClosed]));
    return interrupted ?? (await outputCode(io)) ?? code;
  } catch (error) {
    const code = interrupted ?? (await outputCode(io)) ?? (io.outputClosed.aborted ? exitCodes.fine : null);
    if (code === null) throw error;
    return code;
  } finally {
    stopListening();
  }
}

/** Where the output could not be written, the failure; a reader that has read enough (`| head`) is none. */
async function outputCode(io: MainIo): Promise<number | null> {
  const error: unknown = io.outputClosed.aborted ? io.outputClosed.reason : null;
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : null;
  if (code === null || code === undefined || code === 'EPIPE' || !(error instanceof Error)) return null;
  await io.stderr.write(`depotix: can't write the output: ${error.message}\n`);
  return exitCodes.failed;
}

async function runCommandOf(parsed: Run, argv: readonly string[], io: MainIo, signal: AbortSignal): Promise<number> {
  const { json } = parsed.globals;
  if (parsed.command === 'demo' && parsed.options['list'] !== undefined) {
    const { printScenarios } = await import('./demo.ts');
    return printScenarios(io.stdout, json);
  }
  const session = await openSessionFor(parsed, argv, io);
  try {
    const run = await loadCommand(parsed.command ?? 'status');
    const { options, operands } = parsed;
    return await run({ session, options, operands, json, out: io.stdout, err: io.stderr, signal });
  } catch (error) {
    if (!(error instanceof EngineDownError) || signal.aborted) throw error;
    const { reportEngineDown } = await import('./report-engine-down.ts');
    return await reportEngineDown(error, { session, json, out: io.stdout, err: io.stderr, signal });
  } finally {
    await session.close();
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

async function reportFailure(error: unknown, parsed: Parsed, io: MainIo): Promise<number> {
  if (error instanceof UserError) {
    // Who asks for data gets data also where no engine can be asked; a usage error is for the one who typed.
    if (parsed.kind === 'run' && parsed.globals.json && error.exitCode === exitCodes.noEngine) {
      const { errorJson } = await import('./report-engine-down.ts');
      await io.stdout.write(errorJson(error, Date.now()));
      return error.exitCode;
    }
    const steps = error.nextSteps.map(step => `  ${step}\n`).join('');
    await io.stderr.write(`depotix: ${error.message}\n${steps}`);
    return error.exitCode;
  }
  // Anything else is a bug of ours: its stack is what a report needs.
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  await io.stderr.write(`depotix: this is a bug in the console, please report it:\n${text}\n`);
  return exitCodes.failed;
}
