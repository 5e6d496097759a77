/** start, stop, restart, pause, unpause, kill: each answers when it has happened, with the engine's refusals. */
import { isUp, lastRun, type DemoContainer } from './container.ts';
import type { Call } from './call.ts';
import { DemoHttpError } from './request-query.ts';
import { sendNothing } from './respond.ts';
import { kill, pause, requestStop, resume, startRun } from './transitions.ts';

const done = 204;
const alreadySo = 304;

/** @throws DemoHttpError 404 for an unknown verb, 409 where the state does not allow it */
export async function runAction(call: Call, container: DemoContainer, verb: string): Promise<void> {
  const { world } = call.room;
  const now = world.advance();
  sendNothing(call.response, await act(call, container, verb, now));
}

async function act(call: Call, container: DemoContainer, verb: string, now: number): Promise<number> {
  const { world } = call.room;
  switch (verb) {
    case 'start':
      return start(call, container, now);
    case 'stop':
      return stop(call, container, now);
    case 'restart':
      return restart(call, container, now);
    case 'pause':
      refuseUnlessRunning(container);
      if (container.state === 'paused') throw new DemoHttpError(409, `Container ${container.id} is already paused`);
      if (container.state === 'restarting') {
        throw new DemoHttpError(409, `Container ${container.id} is restarting, wait until the container is running`);
      }
      pause(world, container, now);
      return done;
    case 'unpause':
      if (container.state !== 'paused') throw new DemoHttpError(500, `Container ${container.id} is not paused`);
      resume(world, container, now);
      return done;
    case 'kill':
      return sendSignal(call, container, now);
    default:
      throw new DemoHttpError(404, 'page not found');
  }
}

function start(call: Call, container: DemoContainer, now: number): number {
  if (container.state === 'paused')
    throw new DemoHttpError(409, 'cannot start a paused container, try unpause instead');
  if (container.state === 'running') return alreadySo;
  startRun(call.room.world, container, now, false);
  return done;
}

async function stop(call: Call, container: DemoContainer, now: number): Promise<number> {
  if (container.state === 'exited' || container.state === 'created') return alreadySo;
  requestStop(call.room.world, container, now, 'stopped');
  await settled(call, container);
  return done;
}

async function restart(call: Call, container: DemoContainer, now: number): Promise<number> {
  const { world } = call.room;
  if (container.state === 'exited' || container.state === 'created') {
    startRun(world, container, now, false);
    world.tell(now, container, 'restart');
    return done;
  }
  requestStop(world, container, now, 'start');
  await settled(call, container);
  return done;
}

function sendSignal(call: Call, container: DemoContainer, now: number): number {
  refuseUnlessRunning(container, `cannot kill container: ${call.url.path[1] ?? ''}: `);
  const { world } = call.room;
  const signal = (call.url.query.get('signal') ?? 'KILL').toUpperCase().replace(/^SIG/, '');
  if (signal === 'KILL' || signal === '9') kill(world, container, now);
  else if (signal === 'TERM' || signal === '15' || signal === 'INT' || signal === '2')
    requestStop(world, container, now, 'killed');
  else world.tell(now, container, 'kill', { signal });
  return done;
}

function refuseUnlessRunning(container: DemoContainer, lead = ''): void {
  if (isUp(container) || container.state === 'restarting') return;
  throw new DemoHttpError(409, `${lead}container ${container.id} is not running`);
}

/** The stop that is under way has come to its end. */
async function settled(call: Call, container: DemoContainer): Promise<void> {
  const { world, clock } = call.room;
  const run = lastRun(container);
  while (run.endedAt === null && container.end !== null && !call.room.signal.aborted) {
    await clock.sleep(Math.max(1, container.end.at - world.advance()), call.room.signal);
    world.advance();
  }
}
