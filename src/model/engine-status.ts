/** What the console knows of the engine itself, and why it can't reach it. */

export type EngineProblemCode =
  | 'no-permission'
  | 'no-socket'
  | 'refused'
  | 'not-answering'
  | 'died'
  | 'api-too-old'
  | 'api-too-new'
  | 'tls'
  | 'ssh'
  | 'name-unknown'
  | 'not-found'
  | 'conflict'
  | 'server-error'
  | 'unreadable-answer'
  | 'aborted'
  | 'unknown';

/** A failure as a value; built in one place, `src/docker/engine-error.ts`. */
export interface EngineProblem {
  readonly code: EngineProblemCode;
  /** One sentence in the present tense: "Can't open /var/run/docker.sock: permission denied". */
  readonly message: string;
  /** What to do next, each a sentence or a shell command. */
  readonly nextSteps: readonly string[];
  readonly statusCode: number | null;
}

export interface EngineInfo {
  readonly version: string;
  readonly apiVersion: string;
  readonly os: string;
  readonly kernel: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly name: string;
  readonly cgroupVersion: 1 | 2;
  readonly rootDir: string | null;
}

type EnginePhase = 'connecting' | 'connected' | 'lost';

export interface EngineStatus {
  readonly phase: EnginePhase;
  /** Where: `unix:///var/run/docker.sock`, `ssh://host` …, for people. */
  readonly endpoint: string;
  /** False when the engine is on another machine: nothing of this host belongs to it. */
  readonly local: boolean;
  readonly info: EngineInfo | null;
  readonly problem: EngineProblem | null;
  /** When the phase began, ms. */
  readonly since: number;
  /** Last answer of any kind, ms. */
  readonly lastContactAt: number | null;
  /** When the next attempt is due, ms; null while connected. */
  readonly retryAt: number | null;
  readonly demo: boolean;
}
