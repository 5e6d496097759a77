import { describe, expect, it } from 'vitest';
import { createFrameGate, type FrameGate } from '../../src/hooks/frame-gate.ts';
import type { ConsoleState } from '../../src/store/create-stack-store.ts';
import { healthyState, makeSample, withStack, withUi } from '../helpers/state-factory.ts';

interface Bench {
  readonly gate: FrameGate;
  /** Times at which a frame was drawn. */
  readonly frames: number[];
  change(make: (state: ConsoleState) => ConsoleState): void;
  /** Lets time go by, calling what falls due. */
  pass(ms: number): void;
  readonly pending: () => number;
}

function setUp(): Bench {
  let time = 0;
  let state = healthyState();
  let timers: { at: number; callback: () => void }[] = [];
  const listeners = new Set<() => void>();
  const frames: number[] = [];
  const gate = createFrameGate(
    {
      getState: () => state,
      subscribe: listener => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    {
      now: () => time,
      after(ms, callback) {
        const timer = { at: time + ms, callback };
        timers.push(timer);
        return () => {
          timers = timers.filter(other => other !== timer);
        };
      },
    },
  );
  gate.subscribe(() => frames.push(time));
  return {
    gate,
    frames,
    change(make) {
      state = make(state);
      for (const listener of listeners) listener();
    },
    pass(ms) {
      const end = time + ms;
      for (;;) {
        const next = timers.toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined || next.at > end) break;
        time = next.at;
        timers = timers.filter(timer => timer !== next);
        next.callback();
      }
      time = end;
    },
    pending: () => timers.length,
  };
}

const figures = (state: ConsoleState): ConsoleState =>
  withStack(state, { latestStats: { 'api-id': makeSample('api-id') } });
const logs = (state: ConsoleState): ConsoleState => withStack(state, { logVersion: state.stack.logVersion + 1 });

describe('the frame gate', () => {
  it('draws a key at once', () => {
    const { change, frames, pass } = setUp();
    pass(17);
    change(state => withUi(state, { screen: 'health' }));
    change(state => withUi(state, { screen: 'logs' }));
    expect(frames).toEqual([17, 17]);
  });

  it('draws moving figures and the clock every two seconds', () => {
    const { change, frames, pass } = setUp();
    for (let at = 0; at < 10_000; at += 500) {
      change(figures);
      pass(500);
    }
    expect(frames).toEqual([2000, 4000, 6000, 8000, 10_000]);
  });

  it('draws them every six seconds when no key has come for half a minute', () => {
    const { change, frames, pass } = setUp();
    change(state => withUi(state, { lastKeyAt: 0 }));
    for (let at = 0; at < 45_000; at += 500) {
      change(figures);
      pass(500);
    }
    expect(frames.filter(at => at > 30_000)).toEqual([32_000, 38_000, 44_000]);
  });

  it('draws a flood of log lines five times a second', () => {
    const { change, frames, pass } = setUp();
    for (let at = 0; at < 1000; at += 10) {
      change(logs);
      pass(10);
    }
    expect(frames).toEqual([200, 400, 600, 800, 1000]);
  });

  it('draws them every two seconds on the overview that nobody touches, and as soon as ever on the log screen', () => {
    for (const [screen, distance] of [
      ['overview', 2000],
      ['logs', 200],
    ] as const) {
      const { change, frames, pass } = setUp();
      change(state => withUi(state, { lastKeyAt: 0, screen }));
      for (let at = 0; at < 36_000; at += 100) {
        change(logs);
        pass(100);
      }
      const idle = frames.filter(at => at > 31_000);
      expect((idle[1] ?? 0) - (idle[0] ?? 0)).toBe(distance);
    }
  });

  it('draws log lines only where they can be seen', () => {
    const { change, frames, pass } = setUp();
    change(state => withUi(state, { screen: 'resources' }));
    for (let at = 0; at < 1000; at += 10) {
      change(logs);
      pass(10);
    }
    expect(frames).toEqual([0]);
  });

  it('draws what happens to a container within 200 ms', () => {
    const { change, frames, pass } = setUp();
    pass(1000);
    change(state => withStack(state, { containers: {} }));
    pass(199);
    expect(frames).toEqual([1000]);
  });

  it('gives the newest state, and the same frame until the next', () => {
    const { gate, change, pass } = setUp();
    const first = gate.get();
    change(figures);
    expect(gate.get()).toBe(first);
    pass(2000);
    expect(gate.get()).not.toBe(first);
    expect(Object.keys(gate.get().state.stack.latestStats)).toEqual(['api-id']);
  });

  it('leaves no timer behind when it is stopped', () => {
    const { gate, change, pending } = setUp();
    change(figures);
    gate.stop();
    change(logs);
    expect(pending()).toBe(0);
  });

  it('draws nothing any more after that, and sets no timer, whoever asks for it', () => {
    const { gate, frames, pending } = setUp();
    gate.stop();
    gate.drawNow();
    expect(frames).toEqual([]);
    expect(pending()).toBe(0);
  });
});
