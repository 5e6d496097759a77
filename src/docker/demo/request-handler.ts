/** One request of the Engine API: finds its route, and words failures as the engine does. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Call } from './call.ts';
import { isUp, lastRun, type DemoContainer } from './container.ts';
import { DemoHttpError, flag, parseUrl } from './request-query.ts';
import { closedSignal, sendError, sendJson, sendNothing, setCommonHeaders } from './respond.ts';
import { runAction } from './route-actions.ts';
import { createExec, inspectExec, startExec } from './route-exec.ts';
import { listContainers, sendStats, topOf } from './route-containers.ts';
import { sendEvents } from './route-events.ts';
import { sendLogs } from './route-logs.ts';
import { answerDemo } from './route-demo.ts';
import { findImage } from './images.ts';
import { inspect } from './payload-container.ts';
import { diskUsage, imageInspect, imageList, info, version } from './payload-system.ts';
import type { DemoRoom } from './room.ts';

/** Never throws: what goes wrong becomes an answer. */
export async function handleRequest(room: DemoRoom, request: IncomingMessage, response: ServerResponse): Promise<void> {
  setCommonHeaders(response);
  try {
    const url = parseUrl(request.url ?? '/');
    const signal = AbortSignal.any([closedSignal(response), room.signal]);
    await route({ room, request, response, url, signal, method: request.method ?? 'GET' });
  } catch (error) {
    if (error instanceof DemoHttpError) sendError(response, error.statusCode, error.message);
    else sendError(response, 500, `demo: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function route(call: Call): Promise<void> {
  const { room, response, url } = call;
  const [area, name, verb] = url.path;
  const now = room.world.advance();
  if (area === '_ping') return ping(call);
  if (area === 'version') return sendJson(response, version());
  if (area === 'info') return sendJson(response, info(room.world, now));
  if (area === 'events') return sendEvents(call);
  if (area === 'system' && name === 'df') return sendJson(response, diskUsage(room.world, now));
  if (area === 'images') return images(call);
  if (area === 'demo') return answerDemo(call);
  if (area === 'exec' && name !== undefined) {
    if (verb === 'json') return inspectExec(call, name);
    if (verb === 'start' && call.method === 'POST') return startExec(call, name);
  }
  if (area === 'containers' && name === 'json') return listContainers(call, now);
  if (area === 'containers' && name !== undefined) return ofContainer(call, findOrFail(room, name), verb, now);
  throw new DemoHttpError(404, 'page not found');
}

function ping(call: Call): void {
  const body = call.method === 'HEAD' ? '' : 'OK';
  call.response.writeHead(200, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': body.length,
    'Cache-Control': 'no-cache, no-store, must-revalidate',
    Pragma: 'no-cache',
    'Builder-Version': '2',
    Swarm: 'inactive',
  });
  call.response.end(body);
}

async function ofContainer(call: Call, container: DemoContainer, verb: string | undefined, now: number): Promise<void> {
  const { room, response, url } = call;
  if (call.method === 'DELETE' && verb === undefined) {
    if (isUp(container) && !flag(url.query, 'force')) {
      throw new DemoHttpError(
        409,
        `cannot remove container "/${container.name}": container is ${container.state}: stop the container before removing or force remove`,
      );
    }
    room.remove(container, now);
    return sendNothing(response, 204);
  }
  if (call.method === 'POST') {
    if (verb === 'exec') return createExec(call, container);
    return runAction(call, container, verb ?? '');
  }
  if (verb === 'json') return sendJson(response, inspect(room.world, container));
  if (verb === 'stats') return sendStats(call, container, now);
  if (verb === 'logs') return sendLogs(call, container);
  if (verb === 'top') {
    const processes = topOf(container, lastRun(container), now);
    room.world.tell(now, container, 'top');
    return sendJson(response, processes);
  }
  throw new DemoHttpError(404, 'page not found');
}

function findOrFail(room: DemoRoom, reference: string): DemoContainer {
  const container = room.world.find(reference);
  if (container === undefined) throw new DemoHttpError(404, `No such container: ${reference}`);
  return container;
}

function images(call: Call): void {
  const { room, response, url } = call;
  if (url.path[1] === 'json') return sendJson(response, imageList(room.world));
  if (url.path.at(-1) !== 'json') throw new DemoHttpError(404, 'page not found');
  // A name may have slashes of its own.
  const reference = url.path.slice(1, -1).join('/');
  const image = findImage(room.world.images, reference);
  if (image === undefined)
    throw new DemoHttpError(404, `No such image: ${reference.includes(':') ? reference : `${reference}:latest`}`);
  return sendJson(response, imageInspect(room.world, image));
}
