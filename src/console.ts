/** Opens the console: streams into the store, the first frame, then the app. Only here do the two sides meet. */
import { setFlagsFromString } from 'node:v8';
import type { Session, StackSearch } from './commands/session.ts';
import { exitCodes } from './commands/exit-codes.ts';
import { createConsoleStreams, type ConsoleStreams } from './console-streams.ts';
import type { AppOptions } from './app.tsx';
import { createEffects } from './console-effects.ts';
import { createConsoleLogEffects } from './console-log-effects.ts';
import type { AppContext } from './context.ts';
import { firstFrame, undoFirstFrame } from './first-frame.ts';
import { identityWithoutEngine } from './config/discover-stack.ts';
import { clipboardWrite, multiplexerOf } from './model/osc52.ts';
import { unknownStack } from './model/compose-project.ts';
import { defaultProfile } from './model/profile.ts';
import { createInitialConsoleState } from './store/initial-console-state.ts';
import { createLogStore } from './store/log-store.ts';
import { createStackStore } from './store/create-stack-store.ts';
import { exitCodeOfSignal, listenForSignals, type EndingSignal } from './system/signals.ts';
import { createTheme } from './ui/theme.ts';

/** How long the first frame waits for the engine before it says "connecting", ms. */
const firstAnswerMs = 250;

/** Resolves with the exit code when the person has left. @throws UserError where there is no stack to show. */
export async function openConsole(session: Session, firstSearch: Promise<StackSearch>): Promise<number> {
  const ending = new AbortController();
  const context = createContext(session, ending.signal);
  const screen = createScreen(session, context);
  const first = Promise.withResolvers<void>();
  const streams = createConsoleStreams({
    session,
    firstSearch,
    context,
    // Painted in the very turn of the answer, before anything else that waits for it.
    onSettled: () => {
      screen.paintFirst();
      first.resolve();
    },
  });
  const failed = streams.ended.then(
    () => null,
    (error: unknown) => ({ error }),
  );
  // Also before the app listens for itself: a signal in the first tenth of a second must give the terminal back too.
  const signals: EndingSignal[] = [];
  const stopListening = listenForSignals(process, signal => {
    signals.push(signal);
    ending.abort();
  });
  process.once('exit', screen.giveBack);
  try {
    await Promise.race([first.promise, failed, session.clock.sleep(firstAnswerMs, ending.signal)]);
    const early = await Promise.race([failed, null]);
    if (early !== null) throw early.error;
    screen.paintFirst();
    const code = await runUntilLeft(screen, context, streams, failed);
    const [signal] = signals;
    return signal === undefined ? code : exitCodeOfSignal(signal);
  } finally {
    ending.abort();
    screen.giveBack();
    process.removeListener('exit', screen.giveBack);
    stopListening();
    await failed;
  }
}

/** The app until the person leaves, or until a stream fails: then the app ends first, so that the terminal is in order. */
async function runUntilLeft(
  screen: Screen,
  context: AppContext,
  streams: ConsoleStreams,
  failed: Promise<{ readonly error: unknown } | null>,
): Promise<number> {
  const { runApp } = await import('./app.tsx');
  keepHeapSmall();
  const closing = new AbortController();
  const app = runApp(
    { ...context, signal: AbortSignal.any([context.signal, closing.signal]) },
    screen.handOver(streams),
  );
  const first = await Promise.race([app, failed]);
  if (first !== null && 'error' in first) {
    closing.abort();
    await app;
    throw first.error;
  }
  const reason = await app;
  return reason.kind === 'signal' ? exitCodeOfSignal(reason.signal) : exitCodes.fine;
}

/**
 * Under a flood of logs V8 lets short-lived strings grow into 300 MB before it collects them. A young generation that does
 * not grow and a heap that grows slowly keep it under 140 MB, for a third more CPU in that flood (docs/performance.md).
 */
function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=50');
  // Two whole collections after each quiet moment: a third of what an idle console costs.
  setFlagsFromString('--no-memory-reducer');
}

/** The terminal, from the first frame until the app has it. */
interface Screen {
  /** Once: later calls do nothing. */
  readonly paintFirst: () => void;
  readonly handOver: (streams: ConsoleStreams) => AppOptions;
  /** Undoes the first frame where the app has not taken over. */
  readonly giveBack: () => void;
}

function createScreen(session: Session, context: AppContext): Screen {
  const { stdin, stdout } = process;
  const theme = createTheme(session.manners);
  const screenReader = session.environment.variables['INK_SCREEN_READER'] === 'true';
  let state: 'ours' | 'painted' | 'handed-over' = 'ours';
  const minutes = utcOffsetMinutes(session.clock.now());
  const multiplexer = multiplexerOf(session.environment.variables);
  const copy = (text: string): number => {
    const { sequence, cut } = clipboardWrite(text, multiplexer);
    stdout.write(sequence);
    return cut;
  };
  return {
    paintFirst() {
      if (state !== 'ours' || screenReader) return;
      state = 'painted';
      // Before the frame: a key pressed while Ink loads would be echoed into it, at the last cell, and scroll it.
      stdin.setRawMode(true);
      const { columns, rows } = stdout;
      const now = context.clock.now();
      const frame = { state: context.store.getState(), logs: context.logs, theme, columns, rows, now };
      stdout.write(firstFrame({ ...frame, utcOffsetMinutes: minutes }));
    },
    handOver(streams) {
      state = 'handed-over';
      return {
        stdin,
        stdout,
        process,
        theme,
        screenReader,
        utcOffsetMinutes: minutes,
        effects: createEffects(session, streams, createConsoleLogEffects(session, context, copy)),
        copy,
        chooseStack: streams.chooseStack,
      };
    },
    giveBack() {
      if (state !== 'painted') return;
      stdout.write(undoFirstFrame);
      stdin.setRawMode(false);
    },
  };
}

function createContext(session: Session, signal: AbortSignal): AppContext {
  const { engine, compose, clock, environment, hint } = session;
  const identity = identityWithoutEngine(hint) ?? unknownStack;
  const state = createInitialConsoleState({
    identity,
    profile: { ...defaultProfile, readOnly: session.globals.readOnly },
    endpoint: engine.endpoint,
    local: engine.local,
    demo: session.demo !== null,
    at: clock.now(),
  });
  return {
    engine,
    compose,
    clock,
    environment,
    signal,
    store: createStackStore(state),
    logs: createLogStore({ clock }),
  };
}

function utcOffsetMinutes(now: number): number {
  return -new Date(now).getTimezoneOffset();
}
