/** What all handlers of one demo server share. */
import type { Clock } from '../../system/clock.ts';
import type { DemoContainer } from './container.ts';
import type { ExecAnswer } from './exec.ts';
import { createFlood } from './flood.ts';
import { createLogSource } from './log-source.ts';
import type { LogRoom } from './log-stream.ts';
import type { ScenarioName } from './scenario.ts';
import { createTicker } from './ticker.ts';
import { kill } from './transitions.ts';
import { createWorld, type WorldOptions } from './world.ts';

export interface DemoExec {
  readonly id: string;
  readonly container: DemoContainer;
  readonly command: readonly string[];
  readonly tty: boolean;
  running: boolean;
  answer: ExecAnswer | null;
}

export interface DemoRoom extends LogRoom {
  readonly clock: Clock;
  /** Fires when the server closes. */
  readonly signal: AbortSignal;
  /** Open streams by kind, for `/demo/stats`. */
  readonly streams: { logs: number; events: number; stats: number };
  readonly counts: { requests: number };
  /** The newest 100. */
  readonly execs: Map<string, DemoExec>;
  setScenario(name: ScenarioName): void;
  remove(container: DemoContainer, at: number): void;
}

export interface RoomOptions extends WorldOptions {
  readonly floodRate: number;
  readonly signal: AbortSignal;
}

const tickMs = 250;

export function createRoom(options: RoomOptions): DemoRoom {
  const world = createWorld(options);
  const flood = createFlood(options.floodRate);
  const ticker = createTicker(options.clock, tickMs);
  options.signal.addEventListener('abort', () => ticker.close(), { once: true });
  const followScenario = (): void => {
    const wanted = world.scenario().name === 'log-flood';
    if (wanted && !flood.isRunning()) flood.start(world.advance());
    if (!wanted && flood.isRunning()) flood.stop(world.advance());
  };
  followScenario();
  return {
    world,
    flood,
    ticker,
    clock: options.clock,
    source: createLogSource(world),
    sent: { lines: 0, floodLines: 0 },
    streams: { logs: 0, events: 0, stats: 0 },
    counts: { requests: 0 },
    execs: new Map(),
    signal: options.signal,
    setScenario(name) {
      world.setScenario(name);
      followScenario();
    },
    remove(container, at) {
      if (container.state === 'running' || container.state === 'paused') kill(world, container, at);
      world.remove(container);
      world.tell(at, container, 'destroy');
    },
  };
}
