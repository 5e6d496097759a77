/** Reads the logs of the demo's containers as the engine does: history, `since`, `until`, `tail`, and what is new. */
import type { DemoContainer } from './container.ts';
import { linesOfSecond } from './log-lines.ts';
import type { DemoLine } from './log-text.ts';
import { requestsOfSecond, type DemoRequest } from './traffic.ts';
import type { World } from './world.ts';

export interface LogSource {
  /** Lines of (after, until], both in ms, without the flood's. */
  between(container: DemoContainer, after: number, until: number): readonly DemoLine[];
  /** The newest `count` lines up to `until`, oldest first. */
  newest(container: DemoContainer, count: number, until: number): readonly DemoLine[];
  /** Where this container's log begins, ms. */
  beginsAt(container: DemoContainer): number;
}

/** Older lines are rotated away. */
const retentionMs = 6 * 3_600_000;
const secondsCached = 64;

export function createLogSource(world: World): LogSource {
  const cache = new Map<number, readonly DemoRequest[]>();
  const requests = (second: number, now: number): readonly DemoRequest[] => {
    const known = cache.get(second);
    if (known !== undefined) return known;
    const made = requestsOfSecond(world.timeline, second);
    // What comes may still change the outcome of the second that is going on.
    if (second * 1000 + 1000 > now) return made;
    if (cache.size >= secondsCached) cache.delete(cache.keys().next().value ?? second);
    cache.set(second, made);
    return made;
  };
  const linesOf = (container: DemoContainer, second: number, now: number): readonly DemoLine[] => {
    const { role } = container.service;
    const hasTraffic = role !== 'worker' && role !== 'terminal';
    return linesOfSecond(world.timeline, container, second, hasTraffic ? requests(second, now) : []);
  };
  const beginsAt = (container: DemoContainer): number =>
    Math.max(world.timeline.beginsAt, container.createdAt, world.advance() - retentionMs);
  return {
    beginsAt,
    between(container, after, until) {
      const lines: DemoLine[] = [];
      for (let second = Math.floor(after / 1000); second * 1000 <= until; second++) {
        for (const item of linesOf(container, second, until)) if (item.at > after && item.at <= until) lines.push(item);
      }
      return lines;
    },
    newest(container, count, until) {
      const blocks: DemoLine[][] = [];
      let found = 0;
      const first = Math.floor(beginsAt(container) / 1000);
      for (let second = Math.floor(until / 1000); second >= first && found < count; second--) {
        const block = linesOf(container, second, until).filter(item => item.at <= until);
        blocks.push(block);
        found += block.length;
      }
      const lines = blocks.toReversed().flat();
      return lines.slice(Math.max(0, lines.length - count));
    },
  };
}
