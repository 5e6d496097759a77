/**
 * The port to a Docker Engine: one method = one API call, raw payloads out. Parsing is in `parse/`, behaviour over time
 * in `watch-stack.ts`, `follow-logs.ts`, `sample-stats.ts`. Implementations: `dockerode-engine.ts`; the simulator speaks
 * HTTP, so the same implementation runs against it. Every method throws `EngineError` and nothing else.
 */

export interface CallOptions {
  readonly signal: AbortSignal;
  /** ms until the call fails with `not-answering`; streams: until the first answer. */
  readonly timeoutMs?: number;
  /** Streams: the engine has answered, even if nothing has come yet. */
  readonly onOpen?: () => void;
}

/** A JSON payload of the engine, known only by its readers in `parse/`. */
export type Raw = Readonly<Record<string, unknown>>;

export interface ListQuery {
  /** Containers of this Compose project; absent: all. */
  readonly project?: string;
}

export interface EventsQuery {
  readonly project?: string;
  /** Actions to hear; probe executions are left out by naming the others. */
  readonly actions?: readonly string[];
  /** Seconds with up to nine decimals. */
  readonly since?: string;
  /** The stream ends there; absent: it goes on. */
  readonly until?: string;
}

export interface LogsQuery {
  readonly follow: boolean;
  readonly tail: number | 'all';
  /** `seconds.nanoseconds`; the engine's `since` is inclusive. */
  readonly since?: string;
  readonly until?: string;
}

export interface ExecQuery {
  readonly command: readonly string[];
  readonly environment?: readonly string[];
  readonly user?: string;
}

export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StopQuery {
  /** Seconds; absent: the container's own StopTimeout. */
  readonly timeoutSeconds?: number;
}

export interface Engine {
  /** For people: `unix:///var/run/docker.sock`. */
  readonly endpoint: string;
  readonly local: boolean;
  /** Cheap sign of life: `{ApiVersion, Date}` from the headers (Date: the engine's clock); starts no process in the engine, as `version` does. */
  ping(options: CallOptions): Promise<Raw>;
  version(options: CallOptions): Promise<Raw>;
  info(options: CallOptions): Promise<Raw>;
  list(query: ListQuery, options: CallOptions): Promise<readonly Raw[]>;
  inspect(id: string, options: CallOptions): Promise<Raw>;
  /** One reading without a predecessor (`one-shot`); the caller keeps the one before. */
  stats(id: string, options: CallOptions): Promise<Raw>;
  events(query: EventsQuery, options: CallOptions): AsyncIterable<Raw>;
  /** Bytes as they come; framed unless the container has a TTY. Always asked with timestamps. */
  logs(id: string, query: LogsQuery, options: CallOptions): AsyncIterable<Uint8Array>;
  exec(id: string, query: ExecQuery, options: CallOptions): Promise<ExecResult>;
  images(options: CallOptions): Promise<readonly Raw[]>;
  /** `system df`; slow on big hosts, so with a time limit of its own. */
  diskUsage(options: CallOptions): Promise<Raw>;
  top(id: string, options: CallOptions): Promise<Raw>;
  start(id: string, options: CallOptions): Promise<void>;
  stop(id: string, query: StopQuery, options: CallOptions): Promise<void>;
  restart(id: string, query: StopQuery, options: CallOptions): Promise<void>;
  pause(id: string, options: CallOptions): Promise<void>;
  unpause(id: string, options: CallOptions): Promise<void>;
  /** Ends idle connections; calls under way fail with `aborted`. */
  close(): void;
}
