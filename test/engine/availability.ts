import { existsSync, readFileSync } from 'node:fs';
import { missingHostPackages } from './debian.ts';
import { hasPrefix, type EngineVersion } from './prefix.ts';
import { findProcesses } from './processes.ts';
import { isPrivateMachine, type TestHost } from './test-host.ts';

export type EngineAvailability = { readonly available: true } | { readonly available: false; readonly reason: string };

/** CAP_SYS_ADMIN, without which nothing can be mounted. */
const mountCapability = 21n;

/**
 * Whether a private engine can run on this machine, without trying. With `CI=true` the caller has to treat "no" as a
 * failure; elsewhere its tests are reported as skipped, with this reason.
 */
export function engineAvailability(host: TestHost, version: EngineVersion = '26.1'): EngineAvailability {
  for (const reason of obstacles(host, version)) {
    if (reason !== undefined) return { available: false, reason };
  }
  return { available: true };
}

function* obstacles(host: TestHost, version: EngineVersion): Generator<string | undefined> {
  yield process.platform === 'linux' ? undefined : `it needs Linux, and this is ${process.platform}`;
  yield process.getuid?.() === 0 ? undefined : 'it needs root';
  yield mayMount() ? undefined : 'this process may not mount (CAP_SYS_ADMIN is missing, as in an ordinary container)';
  yield existsSync('/etc/debian_version') ? undefined : "its packages are Debian's, and this is another system";
  yield host.mayInstall || hasPrefix(host, version)
    ? undefined
    : 'it has to be downloaded first: run `npm run stack:up` once, or set DEPOTIX_TEST_ENGINE=private';
  const missing = host.mayInstall ? [] : missingHostPackages(host.env);
  yield missing.length === 0 ? undefined : `these packages are missing: ${missing.join(', ')}`;
  const foreign = isPrivateMachine(host.env) ? undefined : findForeignEngine(host);
  yield foreign === undefined
    ? undefined
    : `a Docker Engine of somebody else runs here (pid ${foreign}), and a second one would rewrite its firewall rules; ` +
      'set DEPOTIX_TEST_ENGINE=private if it may';
}

function mayMount(): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return ((BigInt(`0x${effective}`) >> mountCapability) & 1n) === 1n;
}

/** A dockerd whose command line does not name our runtime folder. */
function findForeignEngine(host: TestHost): number | undefined {
  const isForeign = (argv: readonly string[]) =>
    /(?:^|\/)dockerd$/.test(argv[0] ?? '') && !argv.some(word => word.includes(host.runtime));
  return findProcesses(isForeign)[0]?.pid;
}
