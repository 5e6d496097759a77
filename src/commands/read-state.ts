/** One observation of the stack, through the same readers and the same reducer as the live console. */
import { EngineError } from '../docker/engine-error.ts';
import type { Raw } from '../docker/engine.ts';
import { parseInspect } from '../docker/parse/container.ts';
import { parseEngineInfo } from '../docker/parse/info.ts';
import { readPastEvents } from '../docker/read-past-events.ts';
import { createHostFiles, type HostFiles } from '../host/host-files.ts';
import { probeHttp } from '../host/probe-http.ts';
import { probeTls } from '../host/probe-tls.ts';
import { readCgroups } from '../host/read-cgroups.ts';
import { hostElsewhere, readHost, simulated } from '../host/read-host.ts';
import { cgroupsRead, hostSampled, httpProbed, tlsProbed, tlsTarget } from '../host/watch-host.ts';
import type { Container } from '../model/container.ts';
import { serviceNameOf } from '../model/group-services.ts';
import { createInitialState } from '../model/initial-state.ts';
import { reduceStack } from '../model/reduce-stack.ts';
import type { StackEvent } from '../model/stack-event.ts';
import type { StackState } from '../model/stack-state.ts';
import { UserError } from '../model/user-error.ts';
import { EngineDownError } from './engine-down-error.ts';
import { askEach } from './ask-each.ts';
import { readUsage } from './read-usage.ts';
import type { FoundStack } from './require-stack.ts';
import type { Session } from './session.ts';

export interface Observation {
  /** `twice` gives CPU and rates, for the time between two readings; `once` gives memory and pids. */
  readonly stats: 'none' | 'once' | 'twice';
  /** Host, control groups, public URL. */
  readonly host: boolean;
  /** What the compose file wants: costs a run of `docker compose config`. */
  readonly compose: boolean;
  /** What the engine remembers of the last ten minutes: tells an out-of-memory kill whose container runs again. */
  readonly past?: boolean;
  /** Only these services' containers are asked for figures; absent: all. */
  readonly services?: readonly string[];
  readonly files?: HostFiles;
}

const composeLimitMs = 10_000;
const probeLimitMs = 5_000;
const pastMs = 10 * 60_000;
/** Nobody waits longer for it: without it there is only less to say. */
const pastLimitMs = 1_500;

/** @throws EngineDownError when the engine is lost in between. */
export async function readState(
  session: Session,
  stack: FoundStack,
  wanted: Observation,
  signal: AbortSignal,
): Promise<StackState> {
  const { engine, clock } = session;
  const { identity, profile } = stack;
  const at = clock.now();
  const initial = createInitialState({
    identity,
    profile,
    endpoint: engine.endpoint,
    local: engine.local,
    demo: session.demo !== null,
    at,
  });
  try {
    const compose = wanted.compose ? readCompose(session, stack, signal) : Promise.resolve([]);
    const http = wanted.host ? probePublicUrl(session, stack, signal) : Promise.resolve([]);
    const past = wanted.past === true ? readPast(session, stack, signal) : Promise.resolve([]);
    // They are waited for below; failing before that must not end the process.
    for (const early of [compose, http, past]) early.catch(() => {});
    const [described, containers] = await Promise.all([
      describeEngine(session, signal),
      inspectAll(session, stack, signal),
    ]);
    const events: StackEvent[] = [...described, ...containers.events];
    const asked = containers.running.filter(container => wanted.services?.includes(serviceNameOf(container)) ?? true);
    const rootDir = described.map(event => event.info.rootDir).find(dir => dir !== null) ?? null;
    const [stats, host, wish, probes, told] = await Promise.all([
      wanted.stats === 'none' ? [] : readUsage(session, asked, wanted.stats, signal),
      wanted.host ? readHostEvents(session, stack, containers.running, rootDir, wanted.files ?? createHostFiles()) : [],
      compose,
      http,
      past,
    ]);
    events.push(...told, ...stats, ...host, ...wish, ...probes);
    if (stack.configProblems.length > 0)
      events.push({ type: 'config-rejected', at: clock.now(), problems: stack.configProblems });
    return events.reduce(reduceStack, initial);
  } catch (error) {
    if (error instanceof EngineError) throw new EngineDownError(error.problem, stack);
    throw error;
  }
}

type Connected = Extract<StackEvent, { type: 'engine-connected' }>;

async function describeEngine(session: Session, signal: AbortSignal): Promise<readonly Connected[]> {
  const [version, info] = await Promise.all([
    session.engine.version({ signal }),
    // `info` walks the plug-ins and may fail alone on a sick host: the version is enough then.
    session.engine.info({ signal }).catch((error: unknown): Raw => {
      if (error instanceof EngineError && !signal.aborted) return {};
      throw error;
    }),
  ]);
  return [{ type: 'engine-connected', at: session.clock.now(), info: parseEngineInfo(version, info) }];
}

interface Inspected {
  readonly events: readonly StackEvent[];
  readonly running: readonly Container[];
}

async function inspectAll(session: Session, stack: FoundStack, signal: AbortSignal): Promise<Inspected> {
  const { engine, clock } = session;
  const listed = stack.containers.filter(({ labels }) => labels.project === stack.identity.project);
  const answers = await askEach(
    listed.map(({ id }) => id),
    id => engine.inspect(id, { signal }),
    signal,
  );
  const events: StackEvent[] = [{ type: 'containers-listed', at: stack.listedAt ?? clock.now(), containers: listed }];
  const running: Container[] = [];
  for (const [index, answer] of answers.entries()) {
    const containerId = listed[index]?.id ?? '';
    const at = clock.now();
    if (answer.kind === 'failed') {
      events.push({ type: 'inspect-failed', at, containerId, reason: answer.reason });
      continue;
    }
    const container = answer.kind === 'gone' ? null : parseInspect(answer.raw);
    if (container === null) {
      events.push({ type: 'container-removed', at, containerId });
      continue;
    }
    events.push({ type: 'container-inspected', at, container });
    if (container.state === 'running') running.push(container);
  }
  return { events, running };
}

async function readPast(session: Session, stack: FoundStack, signal: AbortSignal): Promise<readonly StackEvent[]> {
  const { engine, clock } = session;
  const limits = { signal, clock, backMs: pastMs, limitMs: pastLimitMs };
  const events = await readPastEvents(engine, { project: stack.identity.project }, limits);
  return events.map(event => ({ type: 'engine-event-seen', at: clock.now(), event }));
}

async function readCompose(session: Session, stack: FoundStack, signal: AbortSignal): Promise<readonly StackEvent[]> {
  if (stack.identity.files.length === 0 && session.demo === null) return [];
  try {
    const project = await session.compose.config(stack.identity, { signal, timeoutMs: composeLimitMs });
    return [{ type: 'compose-read', at: session.clock.now(), project }];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ type: 'compose-failed', at: session.clock.now(), reason: error.message }];
  }
}

async function readHostEvents(
  session: Session,
  stack: FoundStack,
  running: readonly Container[],
  rootDir: string | null,
  files: HostFiles,
): Promise<readonly StackEvent[]> {
  const at = session.clock.now();
  if (!session.engine.local || session.demo !== null)
    return [hostSampled(hostElsewhere(at, session.demo === null ? undefined : simulated))];
  const diskPaths = [rootDir, stack.profile.backupDir].filter(dir => dir !== null);
  const subjects = running.flatMap(({ id, detail }) => {
    const pid = detail?.pid ?? null;
    return pid === null ? [] : [{ containerId: id, pid }];
  });
  const sample = await readHost(files, { diskPaths }, at);
  return [hostSampled(sample), cgroupsRead(at, readCgroups(files, subjects))];
}

async function probePublicUrl(
  session: Session,
  stack: FoundStack,
  signal: AbortSignal,
): Promise<readonly StackEvent[]> {
  const url = stack.profile.publicUrl;
  if (url === null || session.demo !== null) return [];
  const tls = tlsTarget(url);
  const [http, handshake] = await Promise.all([
    probeHttp({ url, timeoutMs: probeLimitMs }, session.clock, signal),
    tls === null ? null : probeTls({ ...tls, timeoutMs: probeLimitMs }, session.clock, signal),
  ]);
  return [httpProbed(http), ...(handshake === null ? [] : [tlsProbed(handshake)])];
}
