/**
 * When a frame is drawn. A key at once; what happened to the stack and new log lines at most five times a second; figures
 * and the clock every two seconds, and every five when no key has come for a while, since then they are also read no more
 * often: a frame costs 12 ms of CPU and up to 3.6 KB over somebody's SSH line.
 */
import type { ConsoleState } from '../store/create-stack-store.ts';

/** One moment that is drawn. */
export interface Frame {
  readonly state: ConsoleState;
  readonly now: number;
}

export interface FrameSource {
  getState(): ConsoleState;
  subscribe(listener: () => void): () => void;
}

export interface Timers {
  now(): number;
  /** Calls back once after `ms`; returns the way to call it off. */
  after(ms: number, callback: () => void): () => void;
}

export interface FrameGate {
  /** The frame to draw; the same reference until the next one is due. */
  readonly get: () => Frame;
  readonly subscribe: (listener: () => void) => () => void;
  /** Draws now, whatever has changed; nothing any more after `stop`. */
  readonly drawNow: () => void;
  readonly stop: () => void;
}

/** ms between frames while logs scroll or containers come and go. */
const busyFrameMs = 200;
/** ms between frames when only figures and the clock move. */
const calmFrameMs = 2000;
/**
 * The same when nobody has pressed a key for `idleAfterMs`. A little more than the five seconds at which a quiet stack's
 * probes write a line: the frame that shows the line brings the figures too, instead of one frame for each.
 */
const idleFrameMs = 6000;
const idleAfterMs = 30_000;

export function createFrameGate(source: FrameSource, timers: Timers): FrameGate {
  let frame: Frame = { state: source.getState(), now: timers.now() };
  let due = frame.now + calmWait(frame);
  let callOff: (() => void) | null = null;
  let stopped = false;
  const listeners = new Set<() => void>();

  const schedule = (at: number): void => {
    callOff?.();
    due = at;
    callOff = timers.after(Math.max(0, at - timers.now()), draw);
  };
  const draw = (): void => {
    // A timer that is set after the end would keep the process alive.
    if (stopped) return;
    frame = { state: source.getState(), now: timers.now() };
    schedule(frame.now + calmWait(frame));
    for (const listener of listeners) listener();
  };
  const unsubscribe = source.subscribe(() => {
    const wait = waitFor(frame, source.getState());
    if (wait === 0) draw();
    else if (frame.now + wait < due) schedule(frame.now + wait);
  });
  schedule(due);
  return {
    get: () => frame,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    drawNow: draw,
    stop: () => {
      stopped = true;
      callOff?.();
      unsubscribe();
      listeners.clear();
    },
  };
}

/** How long after the last frame a change may wait, ms. */
function waitFor(frame: Frame, next: ConsoleState): number {
  if (frame.state.ui !== next.ui) return 0;
  const [a, b] = [frame.state.stack, next.stack];
  const happened =
    a.containers !== b.containers ||
    a.engine.phase !== b.engine.phase ||
    a.engine.problem !== b.engine.problem ||
    (a.listedAt === null) !== (b.listedAt === null) ||
    a.logStreams !== b.logStreams ||
    a.lostStats !== b.lostStats ||
    a.compose !== b.compose ||
    a.composeProblem !== b.composeProblem ||
    a.configProblems !== b.configProblems;
  if (happened) return busyFrameMs;
  return a.logVersion === b.logVersion ? calmWait(frame) : logsWait(frame, next);
}

function calmWait(frame: Frame): number {
  return isIdle(frame) ? idleFrameMs : calmFrameMs;
}

/** A scrolled pane is rewritten whole. On the overview of a console that nobody touches its lines come every two seconds. */
function logsWait(frame: Frame, { ui }: ConsoleState): number {
  if (ui.screen === 'logs') return busyFrameMs;
  if (ui.screen !== 'overview') return calmWait(frame);
  return isIdle(frame) ? calmFrameMs : busyFrameMs;
}

function isIdle({ state, now }: Frame): boolean {
  return now - state.ui.lastKeyAt > idleAfterMs;
}
