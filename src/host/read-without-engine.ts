/** What the host itself can tell when its engine does not answer (design §7). */
import type { HostSample, HttpProbe, Known } from '../model/host-sample.ts';
import type { Clock } from '../system/clock.ts';
import type { HostFiles } from './host-files.ts';
import { probeHttp } from './probe-http.ts';
import { elsewhere, hostElsewhere, readHost } from './read-host.ts';
import { readDataRoot, readSurvivors, type Survivor } from './read-survivors.ts';
import { readUnits, type UnitsReport } from './units.ts';

export interface WithoutEngine {
  readonly sample: HostSample;
  readonly units: UnitsReport;
  readonly survivors: Known<readonly Survivor[]>;
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
  /** Docker's data folder; default: what daemon.json says. */
  readonly rootDir?: string;
}

const probeLimitMs = 5_000;

/** Never throws; each part says why it is unknown. */
export async function readWithoutEngine(query: WithoutEngineQuery): Promise<WithoutEngine> {
  const { files, clock, signal, local, publicUrl } = query;
  const rootDir = query.rootDir ?? readDataRoot(files);
  const http = publicUrl === null ? null : probeHttp({ url: publicUrl, timeoutMs: probeLimitMs }, clock, signal);
  if (!local) {
    const unknown = { ok: false, reason: elsewhere } as const;
    return { sample: hostElsewhere(clock.now()), units: unknown, survivors: unknown, http: await http };
  }
  const diskPaths = query.backupDir === null ? [rootDir] : [rootDir, query.backupDir];
  const [sample, units, probe] = await Promise.all([
    readHost(files, { diskPaths }, clock.now()),
    readUnits(signal),
    http,
  ]);
  return { sample, units, survivors: readSurvivors(files, rootDir), http: probe };
}
