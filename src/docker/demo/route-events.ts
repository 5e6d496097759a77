/** `/events`: what is remembered since a moment, then what happens, until a moment or for ever. */
import { attributesOf, eventJson, type DemoEvent } from './event.ts';
import type { Call } from './call.ts';
import { hasLabels, parseFilters, parseMoment, type Filters } from './request-query.ts';
import { sendStream } from './respond.ts';

/** Events a client may be behind before it is cut off; the engine's own limit is 1,024. */
const queueLimit = 1_024;

export async function sendEvents(call: Call): Promise<void> {
  const { room, response, url, signal } = call;
  const filters = parseFilters(url.query);
  const since = parseMoment(url.query, 'since')?.ms ?? null;
  const until = parseMoment(url.query, 'until')?.ms ?? null;
  room.streams.events += 1;
  try {
    await sendStream(response, 'application/json', eventStream(call, filters, since, until), signal);
  } finally {
    room.streams.events -= 1;
  }
}

async function* eventStream(
  call: Call,
  filters: Filters,
  since: number | null,
  until: number | null,
): AsyncGenerator<string> {
  const { world, ticker } = call.room;
  const queue: DemoEvent[] = [];
  const stopListening = world.listen(event => {
    if (queue.length < queueLimit) queue.push(event);
  });
  const wanted = (event: DemoEvent): boolean => (until === null || event.at <= until) && fits(event, filters);
  try {
    if (since !== null) yield textOf(world.events().filter(event => event.at >= since && wanted(event)));
    while (!call.signal.aborted) {
      const now = world.advance();
      const text = textOf(queue.splice(0).filter(wanted));
      if (text !== '') yield text;
      if (until !== null && now >= until) return;
      await ticker.next(call.signal);
    }
  } finally {
    stopListening();
  }
}

function textOf(events: readonly DemoEvent[]): string {
  return events.map(eventJson).join('');
}

function fits(event: DemoEvent, filters: Filters): boolean {
  for (const [name, wanted] of filters) {
    if (!fitsOne(event, name, wanted)) return false;
  }
  return true;
}

function fitsOne(event: DemoEvent, name: string, wanted: readonly string[]): boolean {
  const { container } = event;
  switch (name) {
    case 'type':
      return wanted.includes('container');
    case 'event':
      // `health_status` stands for `health_status: healthy` too (https://github.com/moby/moby/issues/25798).
      return wanted.includes(event.action) || wanted.includes(event.action.split(':')[0] ?? '');
    case 'container':
      return wanted.some(item => item === container.name || (item !== '' && container.id.startsWith(item)));
    case 'image':
      return wanted.includes(container.service.image);
    case 'label':
      return hasLabels(attributesOf(event), wanted);
    default:
      return true;
  }
}
