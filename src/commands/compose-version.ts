import { runCommand } from '../system/run-command.ts';

export interface ComposeVersion {
  /** "2.26.1" */
  readonly version: string | null;
  /** Why there is none. */
  readonly problem: string | null;
}

const limitMs = 5_000;

/** Asks `docker compose`; never throws. */
export async function readComposeVersion(signal: AbortSignal): Promise<ComposeVersion> {
  const result = await runCommand(['docker', 'compose', 'version', '--short'], { signal, timeoutMs: limitMs });
  if (result.notFound) return { version: null, problem: 'there is no docker command' };
  const version = /\d+\.\d+\.\d+\S*/.exec(result.stdout)?.[0] ?? null;
  // Without the plug-in the CLI prints its own help or complains of the word "compose".
  if (result.exitCode !== 0 || version === null)
    return { version: null, problem: result.timedOut ? result.problem : 'docker has no compose plug-in' };
  return { version, problem: null };
}
