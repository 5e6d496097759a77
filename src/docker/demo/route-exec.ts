/** `/containers/{id}/exec`, `/exec/{id}/start`, `/exec/{id}/json`: with and without the hijacked connection. */
import type { IncomingMessage } from 'node:http';
import type { DemoContainer } from './container.ts';
import { answerExec, type ExecAnswer } from './exec.ts';
import { frame } from './log-frames.ts';
import { hexOf } from './random.ts';
import type { Call } from './call.ts';
import { DemoHttpError } from './request-query.ts';
import { sendJson } from './respond.ts';
import type { DemoExec, DemoRoom } from './room.ts';

const execsKept = 100;
const bodyLimitBytes = 64 * 1024;

export async function createExec(call: Call, container: DemoContainer): Promise<void> {
  const { room } = call;
  if (container.state === 'paused') {
    throw new DemoHttpError(409, `Container ${call.url.path[1] ?? ''} is paused, unpause the container before exec`);
  }
  if (container.state !== 'running') throw new DemoHttpError(409, `container ${container.id} is not running`);
  const body = await readBody(call.request);
  const command = Array.isArray(body['Cmd']) ? body['Cmd'].map(String) : [];
  if (command.length === 0) throw new DemoHttpError(400, 'No exec command specified');
  const id = hexOf(room.world.seed + room.world.advance(), `exec ${room.counts.requests} ${container.name}`, 64);
  room.execs.set(id, { id, container, command, tty: body['Tty'] === true, running: false, answer: null });
  if (room.execs.size > execsKept) room.execs.delete(room.execs.keys().next().value ?? id);
  room.world.tell(room.world.advance(), container, `exec_create: ${command.join(' ')}`, { execID: id });
  sendJson(call.response, { Id: id }, 201);
}

export async function startExec(call: Call, id: string): Promise<void> {
  const { room, request, response } = call;
  const exec = findExec(room, id);
  await readBody(request);
  if (exec.running || exec.answer !== null) throw new DemoHttpError(409, `Error: Exec command ${id} has already run`);
  const isHijacked = request.headers.upgrade === 'tcp';
  // Only a hijacked answer says that it is framed, though both are.
  const type =
    isHijacked && !exec.tty ? 'application/vnd.docker.multiplexed-stream' : 'application/vnd.docker.raw-stream';
  exec.running = true;
  room.world.tell(room.world.advance(), exec.container, `exec_start: ${exec.command.join(' ')}`, { execID: id });
  const answer = answerExec(room.world, exec.container, exec.command, room.world.advance());
  await room.clock.sleep(answer.durationMs, room.signal);
  exec.running = false;
  exec.answer = answer;
  room.world.tell(room.world.advance(), exec.container, 'exec_die', { execID: id, exitCode: String(answer.exitCode) });
  const bytes = bytesOf(exec, answer);
  if (!isHijacked) {
    response.writeHead(200, { 'Content-Type': type });
    response.end(bytes);
    return;
  }
  const socket = response.socket;
  if (socket === null) return;
  // From here the connection is no HTTP any more: the engine's own head, then the raw bytes, then the end.
  response.detachSocket(socket);
  socket.end(
    Buffer.concat([
      Buffer.from(`HTTP/1.1 101 UPGRADED\r\nContent-Type: ${type}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`),
      bytes,
    ]),
  );
}

export function inspectExec(call: Call, id: string): void {
  const exec = findExec(call.room, id);
  const [entrypoint = '', ...args] = exec.command;
  sendJson(call.response, {
    ID: id,
    Running: exec.running,
    ExitCode: exec.answer?.exitCode ?? null,
    ProcessConfig: { tty: exec.tty, entrypoint, arguments: args, privileged: false },
    OpenStdin: false,
    OpenStderr: true,
    OpenStdout: true,
    CanRemove: false,
    ContainerID: exec.container.id,
    DetachKeys: '',
    Pid: 0,
  });
}

function bytesOf(exec: DemoExec, answer: ExecAnswer): Buffer {
  if (exec.tty) return Buffer.from(`${answer.stdout}${answer.stderr}`.replaceAll('\n', '\r\n'));
  const frames: Buffer[] = [];
  if (answer.stdout !== '') frames.push(frame(1, answer.stdout));
  if (answer.stderr !== '') frames.push(frame(2, answer.stderr));
  return Buffer.concat(frames);
}

function findExec(room: DemoRoom, id: string): DemoExec {
  const exec = room.execs.get(id);
  if (exec === undefined) throw new DemoHttpError(404, `No such exec instance: ${id}`);
  return exec;
}

/** @throws DemoHttpError 400 when it is no JSON object or too long */
async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const part of request) {
    text += String(part);
    if (text.length > bodyLimitBytes) throw new DemoHttpError(400, 'request body too large');
  }
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below, in the same words as for a value that is no object.
  }
  throw new DemoHttpError(400, 'invalid JSON: got EOF while reading request body');
}
