/**
 * What events tell of a container and no payload does: that a stop is under way, and since when health is stale.
 *
 * Event sequences as the engines 20.10.24 and 26.1.5 emit them (each seen on both; network and exec events left out):
 *   exit by itself            die(exit code)
 *   restart policy            die, start, die, start …   (state `restarting` in between, the pause doubles up to 1 min)
 *   docker stop, 20.10        kill(TERM), [kill(KILL) after the grace period], die, stop
 *   docker stop, 26.1         kill(TERM), [kill(KILL)], [health_status: unhealthy], stop, die
 *   docker restart            as stop, then start, restart
 *   docker kill               kill(KILL), die(137)
 *   out of memory             oom, die(137)   (without a `die` where the killed one is not the first process)
 *   docker rm -f              kill(KILL), die(137), destroy; of a container between two runs only destroy
 *   pause, unpause            pause, unpause  (no health event, though the health becomes `unhealthy` at once and stays so
 *                             until the next probe after the unpause: https://github.com/moby/moby/issues/36233)
 * Guaranteed is only the order per container, and not that of `stop` and `die`. An engine that is restarted emits nothing
 * for what happened while it was down. So an event is a reason to inspect, never a state.
 */
import type { Container } from '../model/container.ts';
import type { EngineEvent } from '../model/stack-event.ts';
import type { ContainerFacts } from './parse/container.ts';
import { signalName } from './parse/event.ts';

export interface ContainerTracker {
  /** The container as known before the event; undefined when it is new. */
  saw(event: EngineEvent, known: Container | undefined): void;
  facts(id: string): ContainerFacts;
  /** Ids whose stop did not come about in time: the signal was not meant as one, or the process ignores it. */
  expire(now: number): readonly string[];
  /** Forgets all but these. */
  keep(ids: ReadonlySet<string>): void;
}

/** Beyond the grace period: the kill, the clean-up, a slow disk. */
const stopMarginMs = 30_000;

export function createContainerTracker(): ContainerTracker {
  /** id → ms until when a stop is believed. */
  const stopping = new Map<string, number>();
  const unpausedAt = new Map<string, number>();
  return {
    saw(event, known) {
      const id = event.containerId;
      switch (event.action) {
        case 'kill': {
          const stopSignal = signalName(known?.detail?.stopSignal ?? '') ?? 'SIGTERM';
          const graceMs = (known?.detail?.stopTimeoutSeconds ?? 10) * 1000;
          if (event.signal === stopSignal || event.signal === 'SIGKILL')
            stopping.set(id, event.at + graceMs + stopMarginMs);
          break;
        }
        case 'unpause':
          unpausedAt.set(id, event.at);
          break;
        case 'start':
          stopping.delete(id);
          unpausedAt.delete(id);
          break;
        case 'die':
        case 'stop':
          stopping.delete(id);
          break;
        case 'destroy':
          stopping.delete(id);
          unpausedAt.delete(id);
          break;
        default:
          break;
      }
    },
    facts: id => ({ stopping: stopping.has(id), staleUntil: unpausedAt.get(id) ?? null }),
    expire(now) {
      const late = [...stopping].filter(([, until]) => until < now).map(([id]) => id);
      for (const id of late) stopping.delete(id);
      return late;
    },
    keep(ids) {
      for (const map of [stopping, unpausedAt]) for (const id of map.keys()) if (!ids.has(id)) map.delete(id);
    },
  };
}
