/** The host over time, as events. */
import type { ContainerCgroup, HostSample, HttpProbe, TlsProbe } from '../model/host-sample.ts';
import type { StackEvent } from '../model/stack-event.ts';
import type { Clock } from '../system/clock.ts';
import type { HostFiles } from './host-files.ts';
import { probeHttp } from './probe-http.ts';
import { probeTls } from './probe-tls.ts';
import { readCgroups, type CgroupSubject } from './read-cgroups.ts';
import { readRemains } from './read-without-engine.ts';
import { hostElsewhere, readHost } from './read-host.ts';

export interface HostWatch {
  readonly files: HostFiles;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** False: the engine is on another machine, so of the host nothing is known; the public URL is probed all the same. */
  readonly local: boolean;
  /** Said in place of the figures where `local` is false; default: the engine is elsewhere. */
  readonly whyElsewhere?: string;
  /** Asked at each look: Docker's data folder is known only once the engine has told it. */
  readonly diskPaths: () => readonly string[];
  /** Running containers with their pids, asked at each look. */
  readonly subjects: () => readonly CgroupSubject[];
  /** Asked at each look: the profile is known only once the stack is. */
  readonly publicUrl: () => string | null;
  /** Asked at each look: while it holds, Docker's units and the surviving containers are read too. Default: never. */
  readonly engineLost?: () => boolean;
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
/** Reading all processes and asking systemd costs more than the rest together. */
const remainsIntervalMs = 10_000;

/** Ends when the signal fires; never throws: what can't be read is told inside the events. */
export async function* watchHost(watch: HostWatch): AsyncGenerator<StackEvent, void> {
  const { clock, signal } = watch;
  const looked = { http: -Infinity, tls: -Infinity, remains: -Infinity, tlsFailed: false };
  while (!signal.aborted) {
    for (const look of [lookAtHost, lookAtCgroups, lookAtRemains, lookAtUrl, lookAtCertificate]) {
      const event = await look(watch, looked);
      if (signal.aborted) return;
      if (event !== null) yield event;
    }
    await clock.sleep(watch.interval?.() ?? defaultIntervalMs, signal);
  }
}

/** When each was looked at last, ms. */
interface Looked {
  http: number;
  tls: number;
  remains: number;
  tlsFailed: boolean;
}

/** A clock that was set back must not stop the looking until it is there again. */
function isEarly(lookedAt: number, intervalMs: number, now: number): boolean {
  return lookedAt <= now && now < lookedAt + intervalMs;
}

async function lookAtHost(watch: HostWatch): Promise<StackEvent> {
  const at = watch.clock.now();
  return hostSampled(
    watch.local
      ? await readHost(watch.files, { diskPaths: watch.diskPaths() }, at)
      : hostElsewhere(at, watch.whyElsewhere),
  );
}

function lookAtCgroups({ files, clock, local, subjects }: HostWatch): StackEvent | null {
  const cgroups = local ? readCgroups(files, subjects()) : [];
  return cgroups.length === 0 ? null : cgroupsRead(clock.now(), cgroups);
}

async function lookAtRemains(
  { files, clock, signal, local, engineLost }: HostWatch,
  looked: Looked,
): Promise<StackEvent | null> {
  if (!local || engineLost?.() !== true || isEarly(looked.remains, remainsIntervalMs, clock.now())) return null;
  const remains = await readRemains(files, clock, signal);
  looked.remains = clock.now();
  return { type: 'remains-read', at: remains.at, remains };
}

async function lookAtUrl(watch: HostWatch, looked: Looked): Promise<StackEvent | null> {
  const { clock, signal } = watch;
  const url = watch.publicUrl();
  if (url === null || isEarly(looked.http, httpIntervalMs, clock.now())) return null;
  const probe = await probeHttp({ url, timeoutMs: watch.probeTimeoutMs ?? defaultProbeTimeoutMs }, clock, signal);
  looked.http = clock.now();
  return httpProbed(probe);
}

async function lookAtCertificate(watch: HostWatch, looked: Looked): Promise<StackEvent | null> {
  const { clock, signal } = watch;
  const target = tlsTarget(watch.publicUrl() ?? '');
  const interval = looked.tlsFailed ? tlsRetryMs : tlsIntervalMs;
  if (target === null || isEarly(looked.tls, interval, clock.now())) return null;
  const probe = await probeTls({ ...target, timeoutMs: watch.probeTimeoutMs ?? defaultProbeTimeoutMs }, clock, signal);
  looked.tls = clock.now();
  looked.tlsFailed = probe.validTo === 0;
  return tlsProbed(probe);
}

/** Where to make the handshake for a public URL; null for one without TLS. */
export function tlsTarget(url: string): { readonly host: string; readonly port: number } | null {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'https:') return null;
  return { host: parsed.hostname.replace(/^\[|\]$/g, ''), port: parsed.port === '' ? 443 : Number(parsed.port) };
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
