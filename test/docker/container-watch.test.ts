import { expect, test } from 'vitest';
import { EngineError, notAnswering } from '../../src/docker/engine-error.ts';
import { createContainerWatch } from '../../src/docker/container-watch.ts';
import { parseEvent } from '../../src/docker/parse/event.ts';
import type { StackEvent } from '../../src/model/stack-event.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createScriptedEngine, notFound, rawEvent, rawInspect, rawListItem } from '../helpers/scripted-engine.ts';

function stage(isThere: (id: string) => boolean) {
  const clock = createFakeClock();
  const seen: StackEvent[] = [];
  const watch = createContainerWatch({
    engine: createScriptedEngine({
      inspect: async id => {
        if (isThere(id)) return rawInspect(id);
        throw notFound(id);
      },
    }),
    call: { signal: new AbortController().signal },
    clock,
    send: event => Promise.resolve(void seen.push(event)),
    fail: error => {
      throw error;
    },
  });
  /** Ids as whoever reduces the events knows them. */
  const present = (): readonly string[] => {
    const ids = new Set<string>();
    for (const event of seen) {
      if (event.type === 'containers-listed') {
        ids.clear();
        for (const { id } of event.containers) ids.add(id);
      }
      if (event.type === 'container-inspected') ids.add(event.container.id);
      if (event.type === 'container-removed') ids.delete(event.containerId);
    }
    return [...ids];
  };
  return { clock, watch, seen, present };
}

test('a container made while a sick engine took its time for the list does not vanish with that list', async () => {
  const { clock, watch, seen, present } = stage(() => true);
  void watch.listed([rawListItem('api')]);
  await clock.advance(100);
  const created = parseEvent(rawEvent('web', 'start'));
  if (created === null) throw new Error('no event');
  await watch.happened(created);
  await clock.advance(100);
  void watch.listed([rawListItem('api')]);
  await clock.advance(100);
  expect(present()).toEqual(['api', 'web']);
  expect(seen.some(({ type }) => type === 'container-removed')).toBe(false);
});

test('a container whose end no event told is gone with the next list', async () => {
  const there = new Set(['api', 'web']);
  const { clock, watch, present } = stage(id => there.has(id));
  void watch.listed([rawListItem('api'), rawListItem('web')]);
  await clock.advance(100);
  there.delete('web');
  void watch.listed([rawListItem('api')]);
  await clock.advance(100);
  expect(present()).toEqual(['api']);
});

test('a container whose inspect hangs is told as such, and still listed', async () => {
  const { clock, watch, seen, present } = stage(() => {
    throw new EngineError(notAnswering({ endpoint: 'unix:///test.sock', timeoutMs: 5_000 }));
  });
  void watch.listed([rawListItem('api')]);
  await clock.advance(100);
  expect(present()).toEqual(['api']);
  expect(seen.find(event => event.type === 'inspect-failed')).toMatchObject({
    containerId: 'api',
    reason: 'Docker Engine is not answering at /test.sock: no answer within 5 s',
  });
});
