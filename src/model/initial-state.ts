import type { StackIdentity } from './compose-project.ts';
import type { Profile } from './profile.ts';
import { nameRecord } from './share.ts';
import type { StackState } from './stack-state.ts';

export interface InitialStateOptions {
  readonly identity: StackIdentity;
  readonly profile: Profile;
  /** For people: `unix:///var/run/docker.sock`. */
  readonly endpoint: string;
  /** False when the engine is on another machine. */
  readonly local: boolean;
  readonly demo: boolean;
  /** ms since the epoch: when the console began to connect. */
  readonly at: number;
}

/** What is known before the first answer: nothing but where to ask. */
export function createInitialState({ identity, profile, endpoint, local, demo, at }: InitialStateOptions): StackState {
  return {
    identity,
    candidates: null,
    profile,
    engine: {
      phase: 'connecting',
      endpoint,
      local,
      info: null,
      problem: null,
      since: at,
      lastContactAt: null,
      retryAt: null,
      demo,
    },
    containers: {},
    unreadable: {},
    listedAt: null,
    latestStats: {},
    lostStats: {},
    series: {},
    serviceSeries: nameRecord(),
    probes: nameRecord(),
    starts: nameRecord(),
    logStreams: {},
    logVersion: 0,
    host: null,
    cgroups: {},
    http: [],
    tls: null,
    remains: null,
    compose: null,
    composeProblem: null,
    configProblems: [],
    timeline: [],
  };
}
