/** The Ink root: draws frames, hears keys, and gives the terminal back however it ends. No data logic. */
import { render, useApp, type Instance } from 'ink';
import { useEffect, useMemo, type ReactNode } from 'react';
import type { AppContext } from './context.ts';
import { createFrameGate, type FrameGate, type Timers } from './hooks/frame-gate.ts';
import { createEnd, type AppProcess, type End, type ExitReason } from './hooks/app-end.ts';
import { createJobControl, type JobControl } from './hooks/job-control.ts';
import { useFrame } from './hooks/use-frame.ts';
import { useKeymap } from './hooks/use-keymap.ts';
import type { ActionId } from './model/actions.ts';
import { frameReach } from './screens/frame-reach.ts';
import { markedCandidate } from './screens/choose/choose-body.ts';
import type { FrameInput } from './screens/frame-rows.ts';
import { FrameView } from './screens/frame-view.tsx';
import { summaryText } from './screens/summary-text.ts';
import type { Theme } from './ui/theme.ts';
import { useViewport } from './ui/viewport.tsx';

export interface AppOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly process: AppProcess;
  readonly theme: Theme;
  /** Actions that reach beyond the screen: save, refresh, scenarios. Their failures are shown as messages. */
  readonly effects: Partial<Readonly<Record<ActionId, () => void | Promise<void>>>>;
  /** The person's choice where several stacks were offered. */
  readonly chooseStack: (project: string) => void;
  /** Puts text into the person's clipboard (OSC 52). */
  readonly copy: (text: string) => void;
  /** Plain output for a screen reader: no alternate screen, no diffing. */
  readonly screenReader: boolean;
  readonly utcOffsetMinutes: number;
  /** What libraries write by `console` is kept off the screen; false where `console` is not Node's own. Default true. */
  readonly patchConsole?: boolean;
}

const beginSynchronized = '\u001B[?2026h';
const endSynchronized = '\u001B[?2026l';
/** Erased, since Ink's first frame only writes over what is there: shorter rows would leave the ends of longer ones. */
const enterAlternateScreen = '\u001B[?1049h\u001B[H\u001B[J';
const leaveAlternateScreen = '\u001B[?25h\u001B[?1049l';

/**
 * Shows the console until the person leaves it, a signal ends it or the terminal goes.
 * Rejects with what crashed it; the terminal is in order in every case.
 */
export async function runApp(context: AppContext, options: AppOptions): Promise<ExitReason> {
  const gate = createFrameGate(context.store, systemTimers(context));
  const end = createEnd();
  const stopListening: (() => void)[] = [];
  try {
    const instance = draw(<App context={context} options={options} gate={gate} end={end} />, options);
    stopListening.push(end.listen(instance, context, options));
    await instance.waitUntilExit();
    return end.result();
  } finally {
    for (const stop of stopListening) stop();
    gate.stop();
  }
}

function draw(app: ReactNode, { stdin, stdout, screenReader, patchConsole = true }: AppOptions): Instance {
  const interactive = stdout.isTTY && !screenReader;
  // Where the first frame is already painted, it stays until Ink's own replaces it in one go.
  if (interactive) stdout.write(beginSynchronized + enterAlternateScreen);
  try {
    return render(app, {
      stdin,
      stdout,
      exitOnCtrlC: false,
      patchConsole,
      // Ink takes `CI` in the environment for a sign that nobody looks.
      interactive: stdout.isTTY,
      alternateScreen: interactive,
      incrementalRendering: true,
      isScreenReaderEnabled: screenReader,
      // The gate decides how often; this only keeps a key from waiting for Ink's own clock.
      maxFps: 60,
    });
  } catch (error) {
    if (interactive) stdout.write(leaveAlternateScreen);
    throw error;
  } finally {
    if (interactive) stdout.write(endSynchronized);
  }
}

interface AppProps {
  readonly context: AppContext;
  readonly options: AppOptions;
  readonly gate: FrameGate;
  readonly end: End;
}

function App({ context, options, gate, end }: AppProps): ReactNode {
  const frame = useFrame(gate);
  const viewport = useViewport();
  const jobs = useJobControl(context, options, gate);
  const input: FrameInput = {
    state: frame.state,
    logs: context.logs,
    selectors: context.store.selectors,
    theme: options.theme,
    now: frame.now,
    utcOffsetMinutes: options.utcOffsetMinutes,
    ...viewport,
  };
  const current = (): FrameInput => ({ ...input, state: context.store.getState(), now: context.clock.now() });
  const say = (text: string, tone: 'info' | 'warn' | 'bad'): void =>
    context.store.dispatchUi({ type: 'message-shown', at: context.clock.now(), text, tone });
  const own: AppOptions['effects'] = {
    quit: () => end.leave({ kind: 'quit' }),
    // Whatever others have written over the screen goes, then everything is asked again.
    refresh: () => {
      end.wipe();
      gate.drawNow();
      return options.effects.refresh?.();
    },
    suspend: () => jobs.suspend(),
    open: () => {
      const chosen = markedCandidate(frame.state);
      if (chosen !== null) options.chooseStack(chosen.project);
    },
    'copy.summary': () => {
      options.copy(summaryText(current()));
      say('Summary copied', 'info');
    },
  };
  useKeymap({
    store: context.store,
    now: () => context.clock.now(),
    reach: action => frameReach(current(), action),
    effect: action => {
      const effect = own[action] ?? options.effects[action];
      if (effect !== undefined) void runEffect(effect, error => say(describe(error), 'bad'));
    },
  });
  return <FrameView input={input} />;
}

async function runEffect(effect: () => void | Promise<void>, onFailure: (error: unknown) => void): Promise<void> {
  try {
    await effect();
  } catch (error) {
    onFailure(error);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function useJobControl({ store, clock }: AppContext, { process }: AppOptions, gate: FrameGate): JobControl {
  const { suspendTerminal } = useApp();
  const jobs = useMemo(
    () =>
      createJobControl({
        process,
        suspendTerminal,
        onResumed: gate.drawNow,
        onNotStopped: () => {
          const text = 'There is no shell to go back to: the console goes on.';
          store.dispatchUi({ type: 'message-shown', at: clock.now(), text, tone: 'warn' });
        },
      }),
    [store, clock, process, gate, suspendTerminal],
  );
  useEffect(() => jobs.listen(), [jobs]);
  return jobs;
}

function systemTimers({ clock }: AppContext): Timers {
  return {
    now: () => clock.now(),
    after(ms, callback) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  };
}
