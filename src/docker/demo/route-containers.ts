/** The list with its filters, statistics, processes. */
import { isUp, type DemoContainer, type Run } from './container.ts';
import { listItem } from './payload-container.ts';
import { stats } from './payload-stats.ts';
import { memoryProfile } from './load-profile.ts';
import type { Call } from './call.ts';
import { DemoHttpError, flag, hasLabels, parseFilters, type Filters } from './request-query.ts';
import { sendJson, sendStream } from './respond.ts';

export function listContainers(call: Call, now: number): void {
  const { room, response, url } = call;
  const filters = parseFilters(url.query);
  const all = flag(url.query, 'all') || filters.has('status');
  const found = room.world
    .containers()
    .filter(item => (all || isUp(item) || item.state === 'restarting') && fits(item, filters))
    .toSorted((a, b) => b.createdAt - a.createdAt);
  const limit = Number(url.query.get('limit') ?? 0);
  sendJson(
    response,
    (limit > 0 ? found.slice(0, limit) : found).map(item => listItem(room.world, item, now)),
  );
}

function fits(container: DemoContainer, filters: Filters): boolean {
  for (const [name, wanted] of filters) {
    if (!fitsOne(container, name, wanted)) return false;
  }
  return true;
}

function fitsOne(container: DemoContainer, name: string, wanted: readonly string[]): boolean {
  switch (name) {
    case 'label':
      return hasLabels(container.labels, wanted);
    case 'status':
      return wanted.includes(container.state);
    case 'health':
      return wanted.includes(container.health.status);
    case 'id':
      return wanted.some(id => container.id.startsWith(id));
    case 'name':
      return wanted.some(part => container.name.includes(part.replace(/^\//, '')));
    default:
      throw new DemoHttpError(400, `invalid filter '${name}'`);
  }
}

const streamEveryMs = 1_000;

/** One reading (`stream=false`), without the wait for a predecessor if `one-shot`; or one a second. */
export async function sendStats(call: Call, container: DemoContainer, now: number): Promise<void> {
  const { room, response, url, signal } = call;
  const streams = url.query.get('stream') === null || flag(url.query, 'stream');
  if (!streams && (flag(url.query, 'one-shot') || !isUp(container))) {
    return sendJson(response, stats(room.world, container, now, null));
  }
  if (!streams) {
    await room.clock.sleep(streamEveryMs, signal);
    return sendJson(response, stats(room.world, container, room.world.advance(), now));
  }
  if (flag(url.query, 'one-shot')) throw new DemoHttpError(400, 'cannot have stream=true and one-shot=true');
  room.streams.stats += 1;
  try {
    await sendStream(response, 'application/json', statsStream(call, container), signal);
  } finally {
    room.streams.stats -= 1;
  }
}

async function* statsStream(call: Call, container: DemoContainer): AsyncGenerator<string> {
  const { world, clock } = call.room;
  let before: number | null = null;
  while (!call.signal.aborted && world.find(container.id) !== undefined) {
    const now = world.advance();
    yield `${JSON.stringify(stats(world, container, now, before))}\n`;
    before = now;
    await clock.sleep(streamEveryMs, call.signal);
  }
}

/** `ps -ef` of the container. @throws DemoHttpError 409 when it does not run */
export function topOf(container: DemoContainer, run: Run, now: number): object {
  if (!isUp(container)) throw new DemoHttpError(409, `container ${container.id} is not running`);
  const { service } = container;
  const user = service.user === '' ? 'root' : service.user.split(':')[0];
  const command = [...(service.entrypoint ?? []), ...service.command].join(' ');
  const started = new Date(run.startedAt).toISOString().slice(11, 16);
  const used = new Date(Math.min(now - run.startedAt, 86_399_000) / 50).toISOString().slice(11, 19);
  const count = service.role === 'api' || service.role === 'postgres' ? memoryProfile(service.role).processes : 1;
  return {
    Titles: ['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD'],
    Processes: Array.from({ length: count }, (_, index) => [
      user,
      String(run.pid + index * 19),
      String(index === 0 ? run.pid - 21 : run.pid),
      '0',
      started,
      '?',
      used,
      index === 0 || service.role === 'api' ? command : `postgres: ${backends[index % backends.length] ?? 'idle'}`,
    ]),
  };
}

const backends = [
  'checkpointer',
  'background writer',
  'walwriter',
  'autovacuum launcher',
  'depotix depotix 172.18.0.3(41822) idle',
];
