/** What `docker compose config` says the stack should be. */

export interface ComposeService {
  readonly name: string;
  readonly image: string | null;
  readonly builds: boolean;
  /** Containers wanted: `scale` or `deploy.replicas`, 1 by default. */
  readonly wanted: number;
  readonly dependsOn: readonly string[];
  readonly containerName: string | null;
  readonly publishes: boolean;
}

export interface ComposeProject {
  readonly name: string;
  /** Absolute, in the order of the label or of `-f`. */
  readonly files: readonly string[];
  readonly workingDir: string;
  readonly services: readonly ComposeService[];
}

/** Which stack this console is about and where its files are; found by src/config/discover-stack.ts. */
export interface StackIdentity {
  readonly project: string;
  readonly workingDir: string | null;
  readonly files: readonly string[];
  /** Said before any action: missing files, containers made from differing file sets. */
  readonly warnings: readonly string[];
}

/** Before anything tells which stack it is. */
export const unknownStack: StackIdentity = { project: '', workingDir: null, files: [], warnings: [] };

/** A Compose project that an engine has, where nothing says which one is meant. */
export interface StackCandidate {
  readonly project: string;
  readonly services: number;
  readonly running: number;
  readonly workingDir: string | null;
}
