/** `/containers/{id}/logs`: reads the parameters, sends the stream. */
import type { DemoContainer } from './container.ts';
import { logBytes, type LogRequest } from './log-stream.ts';
import type { Call } from './call.ts';
import { DemoHttpError, flag, parseMoment } from './request-query.ts';
import { sendStream } from './respond.ts';

export async function sendLogs(call: Call, container: DemoContainer): Promise<void> {
  const { room, response, signal } = call;
  const request = readRequest(call, container);
  const type = container.service.tty
    ? 'application/vnd.docker.raw-stream'
    : 'application/vnd.docker.multiplexed-stream';
  room.streams.logs += 1;
  try {
    await sendStream(response, type, logBytes(room, container, request, signal), signal);
  } finally {
    room.streams.logs -= 1;
  }
}

function readRequest({ url: { query } }: Call, container: DemoContainer): LogRequest {
  const stdout = flag(query, 'stdout');
  const stderr = flag(query, 'stderr');
  if (!stdout && !stderr) throw new DemoHttpError(400, 'Bad parameters: you must choose at least one stream');
  const tail = query.get('tail') ?? 'all';
  return {
    stdout,
    stderr,
    timestamps: flag(query, 'timestamps'),
    follow: flag(query, 'follow'),
    tty: container.service.tty,
    // As the engine: what is no number means all.
    tail: /^\d+$/.test(tail) ? Number(tail) : null,
    since: parseMoment(query, 'since'),
    until: parseMoment(query, 'until'),
  };
}
