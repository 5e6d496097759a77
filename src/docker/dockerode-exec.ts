/** A command in a container: create, start, collect, ask for its exit code. */
import type Docker from 'dockerode';
import type { DockerodeClient } from './dockerode-client.ts';
import type { CallOptions, ExecQuery, ExecResult } from './engine.ts';
import { createFrameReader } from './parse/log-frame.ts';
import { asRaw, numberAt } from './parse/raw.ts';

/** Bytes kept of each stream; probes and queries say less. */
const outputLimit = 1024 * 1024;

export async function execute(
  client: DockerodeClient,
  id: string,
  query: ExecQuery,
  options: CallOptions,
): Promise<ExecResult> {
  const exec = asRaw(await client.ask(docker => docker.getContainer(id).exec(createOptions(query)), options));
  const execId = String(exec['id']);
  const output = { stdout: createOutput(), stderr: createOutput() };
  const frames = createFrameReader();
  for await (const bytes of client.bytes(
    docker => docker.getExec(execId).start({ Detach: false, Tty: false }),
    options,
  )) {
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
