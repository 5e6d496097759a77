/** Everything the adapters tell, in the past tense. The store reduces these and nothing else. */
import type { Container } from './container.ts';
import type { ComposeProject, StackCandidate, StackIdentity } from './compose-project.ts';
import type { EngineInfo, EngineProblem } from './engine-status.ts';
import type { ContainerCgroup, EngineRemains, HostSample, HttpProbe, TlsProbe } from './host-sample.ts';
import type { LogStreamStatus } from './log-line.ts';
import type { Profile } from './profile.ts';
import type { StatsSample } from './stats.ts';

/** A line of the engine's event stream, for the time axis. */
export interface EngineEvent {
  readonly at: number;
  readonly action: string;
  readonly containerId: string;
  readonly service: string | null;
  readonly name: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
}

export type StackEvent =
  /** It is settled which stack this is, and what its profile says. */
  | {
      readonly type: 'stack-identified';
      readonly at: number;
      readonly identity: StackIdentity;
      readonly profile: Profile;
    }
  /** The engine has several and nothing says which: the person chooses. */
  | { readonly type: 'stacks-offered'; readonly at: number; readonly candidates: readonly StackCandidate[] }
  | { readonly type: 'engine-connected'; readonly at: number; readonly info: EngineInfo }
  | {
      readonly type: 'engine-lost';
      readonly at: number;
      readonly problem: EngineProblem;
      readonly retryAt: number | null;
    }
  | { readonly type: 'engine-answered'; readonly at: number }
  /** The whole list of the project; containers not in it are gone. Details known before are kept by id. */
  | { readonly type: 'containers-listed'; readonly at: number; readonly containers: readonly Container[] }
  | { readonly type: 'container-inspected'; readonly at: number; readonly container: Container }
  /** It is there, but the engine can't tell more of it now: its inspect hangs or fails. */
  | { readonly type: 'inspect-failed'; readonly at: number; readonly containerId: string; readonly reason: string }
  | { readonly type: 'container-removed'; readonly at: number; readonly containerId: string }
  | { readonly type: 'engine-event-seen'; readonly at: number; readonly event: EngineEvent }
  | { readonly type: 'stats-sampled'; readonly at: number; readonly samples: readonly StatsSample[] }
  | { readonly type: 'stats-lost'; readonly at: number; readonly containerId: string; readonly reason: string }
  | { readonly type: 'log-stream-changed'; readonly at: number; readonly status: LogStreamStatus }
  | { readonly type: 'logs-appended'; readonly at: number; readonly version: number }
  | { readonly type: 'host-sampled'; readonly at: number; readonly sample: HostSample }
  | { readonly type: 'cgroups-read'; readonly at: number; readonly cgroups: readonly ContainerCgroup[] }
  | { readonly type: 'http-probed'; readonly at: number; readonly probe: HttpProbe }
  | { readonly type: 'tls-probed'; readonly at: number; readonly probe: TlsProbe }
  | { readonly type: 'remains-read'; readonly at: number; readonly remains: EngineRemains }
  | { readonly type: 'compose-read'; readonly at: number; readonly project: ComposeProject }
  | { readonly type: 'compose-failed'; readonly at: number; readonly reason: string }
  | { readonly type: 'config-rejected'; readonly at: number; readonly problems: readonly ConfigProblem[] };

/** A bad config line; the console opens on the defaults and shows this. */
export interface ConfigProblem {
  readonly path: string;
  readonly line: number | null;
  readonly reason: string;
}
