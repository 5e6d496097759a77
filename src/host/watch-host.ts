/** The host over time, as events. */
import type { ContainerCgroup, HostSample, HttpProbe, TlsProbe } from '../model/host-sample.ts';
import type { StackEvent } from '../model/stack-event.ts';
import type { Clock } from '../system/clock.ts';
import type { HostFiles } from './host-files.ts';
import { probeHttp } from './probe-http.ts';
import { probeTls } from './probe-tls.ts';
import { readCgroups, type CgroupSubject } from './read-cgroups.ts';
import { hostElsewhere, readHost } from './read-host.ts';

export interface HostWatch {
  readonly files: HostFiles;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** False: the engine is on another machine, so of the host nothing is known; the public URL is probed all the same. */
  readonly local: boolean;
  /** Asked at each look: Docker's data folder is known only once the engine has told it. */
  readonly diskPaths: () => readonly string[];
  /** Running containers with their pids, asked at each look. */
  readonly subjects: () => readonly CgroupSubject[];
  readonly publicUrl: string | null;
  readonly probeTimeoutMs?: number;
  /** ms between two looks; default 5 s. Asked each time, so that an idle console looks less often. */
  readonly interval?: () => number;
}

const defaultIntervalMs = 5_000;
const defaultProbeTimeoutMs = 5_000;
/** Each probe is a line in the edge's access log: not more often than a monitoring service would. */
const httpIntervalMs = 10_000;
const tlsIntervalMs = 3_600_000;
/** A handshake that failed says nothing of the certificate: ask again soon. */
const tlsRetryMs = 60_000;

/** Ends when the signal fires; never throws: what can't be read is told inside the events. */
export async function* watchHost(watch: HostWatch): AsyncGenerator<StackEvent, void> {
  const { clock, signal } = watch;
  let httpDue = 0;
  let tlsDue = 0;
  while (!signal.aborted) {
    yield hostSampled(await sampleHost(watch));
    if (watch.local && !isStopped(signal)) {
      const cgroups = readCgroups(watch.files, watch.subjects());
      if (cgroups.length > 0) yield cgroupsRead(clock.now(), cgroups);
    }
    if (watch.publicUrl !== null && clock.now() >= httpDue && !signal.aborted) {
      const probe = await probeHttp(
        { url: watch.publicUrl, timeoutMs: watch.probeTimeoutMs ?? defaultProbeTimeoutMs },
        clock,
        signal,
      );
      if (isStopped(signal)) return;
      httpDue = clock.now() + httpIntervalMs;
      yield httpProbed(probe);
    }
    const tls = watch.publicUrl === null ? null : tlsTarget(watch.publicUrl);
    if (tls !== null && clock.now() >= tlsDue && !signal.aborted) {
      const probe = await probeTls({ ...tls, timeoutMs: watch.probeTimeoutMs ?? defaultProbeTimeoutMs }, clock, signal);
      if (isStopped(signal)) return;
      tlsDue = clock.now() + (probe.validTo === 0 ? tlsRetryMs : tlsIntervalMs);
      yield tlsProbed(probe);
    }
    await clock.sleep(watch.interval?.() ?? defaultIntervalMs, signal);
  }
}

/** Where to make the handshake for a public URL; null for one without TLS. */
export function tlsTarget(url: string): { readonly host: string; readonly port: number } | null {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'https:') return null;
  return { host: parsed.hostname.replace(/^\[|\]$/g, ''), port: parsed.port === '' ? 443 : Number(parsed.port) };
}

function sampleHost(watch: HostWatch): Promise<HostSample> {
  const at = watch.clock.now();
  return watch.local ? readHost(watch.files, { diskPaths: watch.diskPaths() }, at) : Promise.resolve(hostElsewhere(at));
}

// A function, since the type checker takes `signal.aborted` for unchanged across an await.
function isStopped(signal: AbortSignal): boolean {
  return signal.aborted;
}

export function hostSampled(sample: HostSample): StackEvent {
  return { type: 'host-sampled', at: sample.at, sample };
}

export function cgroupsRead(at: number, cgroups: readonly ContainerCgroup[]): StackEvent {
  return { type: 'cgroups-read', at, cgroups };
}

export function httpProbed(probe: HttpProbe): StackEvent {
  return { type: 'http-probed', at: probe.at, probe };
}

export function tlsProbed(probe: TlsProbe): StackEvent {
  return { type: 'tls-probed', at: probe.at, probe };
}
