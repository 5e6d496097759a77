/**
 * What events tell of a container and no payload does: that a stop is under way, and since when health is stale.
 *
 * Event sequences as engines 20.10 and 26.1 emit them (seen on both, `docker events`):
 *   exit by itself            die(exitCode)
 *   restart policy            die, start              (state `restarting` in between, the pause doubles from 100 ms to 1 min)
 *   docker stop               kill(15), [kill(9) after the grace period], die, stop
 *   docker kill               kill(9), die
 *   docker restart            kill(15), [kill(9)], die, stop, start, restart
 *   out of memory             oom, die(137)           (cgroup v1; with v2 `oom` comes only when a process in it was killed, and
 *                                                      may come without a die, when the killed one is not the first process)
 *   docker rm -f              kill(9), die, destroy   (network disconnect in between, of another type)
 *   pause / unpause           pause / unpause         (no health event, but the health becomes `unhealthy`: moby/moby#36233)
 *   compose up, recreated     create (new), kill, die, stop, destroy (old), rename, start
 * Guaranteed is only the order per container. `die` may come before inspect tells `exited` and `stop` after it; a daemon
 * that is restarted emits nothing for what happened while it was down. So an event is a reason to inspect, never a state.
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
