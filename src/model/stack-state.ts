/** The whole domain state; reduced by src/model/reduce-stack.ts, held by src/store. */
import type { ComposeProject, StackCandidate, StackIdentity } from './compose-project.ts';
import type { Container, Probe } from './container.ts';
import type { EngineStatus } from './engine-status.ts';
import type { ContainerCgroup, EngineRemains, HostSample, HttpProbe, TlsProbe } from './host-sample.ts';
import type { LogStreamStatus } from './log-line.ts';
import type { ConfigProblem, EngineEvent } from './stack-event.ts';
import type { Profile } from './profile.ts';
import type { SeriesPoint, StatsSample } from './stats.ts';

export interface StackState {
  readonly identity: StackIdentity;
  /** Stacks to choose from; null once it is settled. */
  readonly candidates: readonly StackCandidate[] | null;
  readonly profile: Profile;
  readonly engine: EngineStatus;
  readonly containers: Readonly<Record<string, Container>>;
  /** Those of which only the list tells, since when and why: their inspect fails. */
  readonly unreadable: Readonly<Record<string, { readonly at: number; readonly reason: string }>>;
  /** When the list was last complete, ms; null before the first. */
  readonly listedAt: number | null;
  readonly latestStats: Readonly<Record<string, StatsSample>>;
  readonly lostStats: Readonly<Record<string, { readonly at: number; readonly reason: string }>>;
  /** By container id, newest last, bounded (10 minutes). */
  readonly series: Readonly<Record<string, readonly SeriesPoint[]>>;
  /** By service: outlives its containers; each change of container is a gap (null values). Bounded. */
  readonly serviceSeries: Readonly<Record<string, readonly SeriesPoint[]>>;
  /** By service, newest last, at most 50: more than the engine's five. */
  readonly probes: Readonly<Record<string, readonly Probe[]>>;
  /** Starts that this console saw or the engine remembered when it was opened, by service, newest last, at most 50 (ms). */
  readonly starts: Readonly<Record<string, readonly number[]>>;
  readonly logStreams: Readonly<Record<string, LogStreamStatus>>;
  /** Grows when the log rings (outside the state) have changed. */
  readonly logVersion: number;
  readonly host: HostSample | null;
  readonly cgroups: Readonly<Record<string, ContainerCgroup>>;
  readonly http: readonly HttpProbe[];
  readonly tls: TlsProbe | null;
  /** Read while the engine does not answer; the last reading, null before the first. */
  readonly remains: EngineRemains | null;
  readonly compose: ComposeProject | null;
  readonly composeProblem: string | null;
  readonly configProblems: readonly ConfigProblem[];
  /** Newest last, at most 1,000. */
  readonly timeline: readonly EngineEvent[];
}
