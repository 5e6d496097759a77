/** What the host itself can tell when its engine does not answer (design §7). */
import type { EngineRemains, HostSample, HttpProbe } from '../model/host-sample.ts';
import type { Clock } from '../system/clock.ts';
import type { HostFiles } from './host-files.ts';
import { probeHttp } from './probe-http.ts';
import { elsewhere, hostElsewhere, readHost } from './read-host.ts';
import { readDataRoot, readSurvivors } from './read-survivors.ts';
import { readUnits } from './units.ts';

export interface WithoutEngine {
  readonly sample: HostSample;
  readonly remains: EngineRemains;
  /** null: no public URL is known. */
  readonly http: HttpProbe | null;
}

export interface WithoutEngineQuery {
  readonly files: HostFiles;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** False: the engine that does not answer is on another machine. */
  readonly local: boolean;
  readonly publicUrl: string | null;
  readonly backupDir: string | null;
}

const probeLimitMs = 5_000;

/** Never throws; each part says why it is unknown. */
export async function readWithoutEngine(query: WithoutEngineQuery): Promise<WithoutEngine> {
  const { files, clock, signal, local, publicUrl } = query;
  const http = publicUrl === null ? null : probeHttp({ url: publicUrl, timeoutMs: probeLimitMs }, clock, signal);
  if (!local) {
    const unknown = { ok: false, reason: elsewhere } as const;
    const at = clock.now();
    return { sample: hostElsewhere(at), remains: { at, units: unknown, survivors: unknown }, http: await http };
  }
  const diskPaths = [readDataRoot(files), query.backupDir].filter(dir => dir !== null);
  const [sample, remains, probe] = await Promise.all([
    readHost(files, { diskPaths }, clock.now()),
    readRemains(files, clock, signal),
    http,
  ]);
  return { sample, remains, http: probe };
}

/** Docker's units and the containers that live on. Never throws. */
export async function readRemains(files: HostFiles, clock: Clock, signal: AbortSignal): Promise<EngineRemains> {
  const units = await readUnits(signal);
  return { at: clock.now(), units, survivors: readSurvivors(files, readDataRoot(files)) };
}
