/** A command in a container: create, start, collect, ask for its exit code. */
import type Docker from 'dockerode';
import type { Ask, DockerodeClient } from './dockerode-client.ts';
import type { CallOptions, ExecQuery, ExecResult } from './engine.ts';
import { EngineError, makeProblem } from './engine-error.ts';
import { createFrameReader } from './parse/log-frame.ts';
import { asRaw, numberAt } from './parse/raw.ts';

/** Bytes kept of each stream; probes and queries say less. */
const outputLimit = 1024 * 1024;

/** ms for the whole, where the caller gives no limit: a probe that hangs must not hang its reader. */
const defaultLimitMs = 30_000;

/** Runs the command to its end. Throws `not-answering` where that takes longer than the limit; the command itself goes on. */
export async function execute(
  client: DockerodeClient,
  id: string,
  query: ExecQuery,
  options: CallOptions,
): Promise<ExecResult> {
  const limitMs = options.timeoutMs ?? defaultLimitMs;
  const limit = AbortSignal.timeout(limitMs);
  try {
    return await runToEnd(client, id, query, { signal: AbortSignal.any([options.signal, limit]), timeoutMs: limitMs });
  } catch (error) {
    if (!limit.aborted || options.signal.aborted) throw error;
    const words = `The command ${query.command[0] ?? ''} did not end within ${limitMs / 1000} s`;
    throw new EngineError(
      makeProblem('not-answering', words, ['Is the container itself stuck? docker top CONTAINER']),
      error,
    );
  }
}

async function runToEnd(
  client: DockerodeClient,
  id: string,
  query: ExecQuery,
  options: CallOptions,
): Promise<ExecResult> {
  const exec = asRaw(await client.ask(docker => docker.getContainer(id).exec(createOptions(query)), options));
  const execId = String(exec['id']);
  const output = { stdout: createOutput(), stderr: createOutput() };
  const frames = createFrameReader();
  const start = (docker: Parameters<Ask>[0]): Promise<unknown> =>
    docker.getExec(execId).start({ Detach: false, Tty: false });
  for await (const bytes of client.bytes(start, options)) {
    for (const frame of frames.push(bytes)) output[frame.stream === 'stderr' ? 'stderr' : 'stdout'].add(frame.bytes);
  }
  const ended = asRaw(await client.ask(docker => docker.getExec(execId).inspect(), options));
  return { exitCode: numberAt(ended, 'ExitCode') ?? -1, stdout: output.stdout.text(), stderr: output.stderr.text() };
}

function createOptions(query: ExecQuery): Docker.ExecCreateOptions {
  return {
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
    Cmd: [...query.command],
    ...(query.environment === undefined ? {} : { Env: [...query.environment] }),
    ...(query.user === undefined ? {} : { User: query.user }),
  };
}

function createOutput(): { add(bytes: Uint8Array): void; text(): string } {
  const chunks: Uint8Array[] = [];
  let size = 0;
  return {
    add(bytes) {
      // Read on, so that the command is not blocked by a full pipe; only the beginning is kept.
      if (size >= outputLimit) return;
      // A copy: the frame is a view into a chunk that may be much larger.
      chunks.push(new Uint8Array(bytes.subarray(0, outputLimit - size)));
      size += bytes.length;
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}
