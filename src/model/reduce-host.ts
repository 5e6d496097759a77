/** The host under the engine, and what the public address answers. */
import { appendBounded, share } from './share.ts';
import type { StackEvent } from './stack-event.ts';
import type { StackState } from './stack-state.ts';

type HostEvent = Extract<
  StackEvent,
  { type: 'host-sampled' | 'cgroups-read' | 'http-probed' | 'tls-probed' | 'remains-read' }
>;

export const httpProbesKept = 60;

export function reduceHost(state: StackState, event: HostEvent): StackState {
  switch (event.type) {
    case 'host-sampled': {
      const host = share(state.host, event.sample);
      return host === state.host ? state : { ...state, host };
    }
    case 'cgroups-read': {
      const known = event.cgroups.filter(({ containerId }) => Object.hasOwn(state.containers, containerId));
      const read = Object.fromEntries(known.map(cgroup => [cgroup.containerId, cgroup]));
      const cgroups = share(state.cgroups, { ...state.cgroups, ...read });
      return cgroups === state.cgroups ? state : { ...state, cgroups };
    }
    case 'http-probed':
      return { ...state, http: appendBounded(state.http, event.probe, httpProbesKept) };
    case 'tls-probed': {
      const tls = share(state.tls, event.probe);
      return tls === state.tls ? state : { ...state, tls };
    }
    case 'remains-read': {
      const remains = share(state.remains, event.remains);
      return remains === state.remains ? state : { ...state, remains };
    }
  }
}
