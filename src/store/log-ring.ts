/** The held lines of one container: bounded by lines and bytes, countable, and able to stand still for a reader. */
import type { LogCounters } from '../model/log-line.ts';
import { LogSegment, type SegmentLine } from './log-segment.ts';

export interface RingBounds {
  readonly lines: number;
  readonly bytes: number;
}

/** Notes are the console's own: not counted among the lines, and kept apart so that a flood does not push them out. */
const mostNotes = 100;

export class LogRing {
  readonly containerId: string;
  readonly service: string;
  /** ms: what is older was written before the console looked, so it can't be late. */
  readonly openedAt: number;
  readonly notes: LogSegment;
  live: LogSegment;
  /** What was held when the reader paused; nothing of it is trimmed until he goes on. */
  frozen: LogSegment | null = null;
  /** What was read again from the engine because the reader looks farther back; older than all else. */
  #history: LogSegment | null = null;
  /** Trimmed when the history was read: what was trimmed since is missing behind it. */
  #trimmedBefore = 0;
  /** Lines trimmed between `frozen` and `live`. */
  gap = 0;
  lastAppend = 0;
  #received = 0;
  #late = 0;

  constructor(containerId: string, service: string, openedAt: number) {
    this.containerId = containerId;
    this.service = service;
    this.openedAt = openedAt;
    this.live = new LogSegment(containerId, service);
    this.notes = new LogSegment(containerId, service);
  }

  get held(): number {
    return this.live.size + (this.frozen?.size ?? 0);
  }

  get bytes(): number {
    return this.live.bytes;
  }

  get history(): LogSegment | null {
    return this.#history;
  }

  set history(segment: LogSegment | null) {
    this.#history = segment;
    this.#trimmedBefore = this.counters().trimmed - this.gap;
  }

  /** A line that stands where lines are missing between what was held for the reader and what came since; null: none are. */
  gapNote(): LogSegment | null {
    return this.#missingNote(this.frozen, this.live, this.gap);
  }

  /** The same between the history and what is held. */
  historyNote(): LogSegment | null {
    const held = this.frozen !== null && this.frozen.size > 0 ? this.frozen : this.live;
    return this.#missingNote(this.#history, held, this.counters().trimmed - this.gap - this.#trimmedBefore);
  }

  #missingNote(before: LogSegment | null, after: LogSegment, count: number): LogSegment | null {
    if (count <= 0 || before === null || after.size === 0) return null;
    const note = new LogSegment(this.containerId, this.service, 1);
    // Right behind the last line before the gap: its place and its number are the same as long as the gap is there.
    const { atMs, nanos, sequence } = before.size > 0 ? before.at(before.size - 1) : { ...after.at(0), sequence: 0 };
    const text = `${count.toLocaleString('en-US')} lines came too fast and are not kept`;
    note.insert({ sequence: sequence + 0.5, atMs, nanos, stream: 'stdout', text, late: false, kind: 'note' });
    return note;
  }

  counters(): LogCounters {
    return { received: this.#received, trimmed: this.#received - this.held, late: this.#late };
  }

  add(line: SegmentLine, bounds: RingBounds): void {
    if (line.kind === 'note') {
      this.notes.insert(line);
      if (this.notes.size > mostNotes) this.notes.dropFirst();
      return;
    }
    this.#received += 1;
    if (line.late) this.#late += 1;
    this.live.insert(line);
    // The newest line stays even where it alone is larger than the bound.
    while (this.live.size > bounds.lines || (this.live.bytes > bounds.bytes && this.live.size > 1)) this.trimFirst();
  }

  trimFirst(): void {
    this.live.dropFirst();
    if (this.frozen !== null) this.gap += 1;
  }

  hold(): void {
    if (this.frozen !== null) return;
    this.frozen = this.live;
    this.live = new LogSegment(this.containerId, this.service);
    this.gap = 0;
  }

  /** Lets go of what was held for the reader, as far as it does not fit any more. */
  release({ lines, bytes }: RingBounds): void {
    const { frozen, live } = this;
    if (frozen === null) return;
    this.frozen = null;
    // Where lines between the two are gone, the older ones would look like their neighbours.
    const joins = this.gap === 0;
    this.gap = 0;
    if (!joins) return;
    while (frozen.size > 0 && (frozen.size + live.size > lines || frozen.bytes + live.bytes > bytes))
      frozen.dropFirst();
    for (let index = 0; index < live.size; index += 1) frozen.insert(live.at(index));
    this.live = frozen;
  }
}
