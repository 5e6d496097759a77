/** `/demo/…`: what no engine has. The console's palette changes the scenario here; the bench counts lines here. */
import type { Call } from './call.ts';
import { DemoHttpError } from './request-query.ts';
import { sendJson } from './respond.ts';
import type { DemoRoom } from './room.ts';
import { isScenario, listScenarios } from './scenario.ts';

export interface DemoStats {
  readonly scenario: string;
  /** ms; null: from the beginning. */
  readonly since: number | null;
  readonly requests: number;
  readonly streams: { readonly logs: number; readonly events: number; readonly stats: number };
  readonly sent: { readonly lines: number; readonly floodLines: number };
  readonly flood: { readonly rate: number; readonly written: number; readonly blockedMs: number };
}

export function answerDemo(call: Call): void {
  const { room, response, url, method } = call;
  const [, what] = url.path;
  if (what === 'stats') return sendJson(response, statsOf(room));
  if (what === 'scenarios') return sendJson(response, listScenarios());
  if (what !== 'scenario') throw new DemoHttpError(404, 'page not found');
  if (method === 'POST') changeScenario(room, url.query.get('name') ?? '');
  return sendJson(response, { name: room.world.scenario().name });
}

function changeScenario(room: DemoRoom, name: string): void {
  if (!isScenario(name)) {
    const known = listScenarios().map(item => item.name);
    throw new DemoHttpError(400, `there is no scenario "${name}": ${known.join(', ')}`);
  }
  room.setScenario(name);
}

export function statsOf(room: DemoRoom): DemoStats {
  const { name, from } = room.world.scenario();
  return {
    scenario: name,
    since: Number.isFinite(from) ? from : null,
    requests: room.counts.requests,
    streams: { ...room.streams },
    sent: { ...room.sent },
    flood: { rate: room.flood.rate, written: room.flood.produced(), blockedMs: room.flood.blockedMs() },
  };
}
