/**
 * The lines of one container in the order of their time, in columns: an object a line would cost three times the memory
 * and, at 50,000 lines a second, most of the time would go into collecting them. Texts stay as they came; they are made
 * safe when they are looked at, since of a flood a person sees one line in a thousand.
 */
import type { LogLevel, LogStream } from '../model/log-line.ts';

export interface SegmentLine {
  readonly sequence: number;
  readonly atMs: number;
  readonly nanos: number;
  readonly stream: LogStream;
  readonly text: string;
  readonly late: boolean;
  readonly kind: 'line' | 'note';
}

/** What is known of a line without reading it again, as bits. */
const lateBit = 1;
const stderrBit = 2;
const noteBit = 4;
const levelShift = 3;
const levelMask = 0b111 << levelShift;
const matchKnownBit = 1 << 6;
const matchBit = 1 << 7;

/** By number, as kept in a line's bits; 0 = not looked at yet. */
const levelNumbers: readonly LogLevel[] = ['unknown', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** Bytes that a line costs beside its text: its columns and the string's own head. */
const lineOverhead = 56;

export class LogSegment {
  readonly containerId: string;
  readonly service: string;
  #mask: number;
  #head = 0;
  #size = 0;
  #bytes = 0;
  #texts: (string | undefined)[];
  #atMs: Float64Array<ArrayBuffer>;
  #nanos: Uint32Array<ArrayBuffer>;
  #sequences: Float64Array<ArrayBuffer>;
  #bits: Uint8Array<ArrayBuffer>;

  /** @param room lines before it first grows; a power of two. */
  constructor(containerId: string, service: string, room = 256) {
    this.containerId = containerId;
    this.service = service;
    this.#mask = room - 1;
    this.#texts = Array.from({ length: room });
    this.#atMs = new Float64Array(room);
    this.#nanos = new Uint32Array(room);
    this.#sequences = new Float64Array(room);
    this.#bits = new Uint8Array(room);
  }

  get size(): number {
    return this.#size;
  }

  /** What the lines cost in memory, about: a text of wide characters may cost twice as much. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Puts the line in its place by time, behind those of the same time. */
  insert({ sequence, atMs, nanos, stream, text, late, kind }: SegmentLine): void {
    if (this.#size > this.#mask) this.#grow();
    let index = this.#size;
    while (index > 0 && this.#isAfter(index - 1, atMs, nanos)) index -= 1;
    if (index < this.#size) this.#makeRoom(index);
    const slot = (this.#head + index) & this.#mask;
    this.#texts[slot] = text;
    this.#atMs[slot] = atMs;
    this.#nanos[slot] = nanos;
    this.#sequences[slot] = sequence;
    this.#bits[slot] = (late ? lateBit : 0) | (stream === 'stderr' ? stderrBit : 0) | (kind === 'note' ? noteBit : 0);
    this.#size += 1;
    this.#bytes += text.length + lineOverhead;
  }

  /** Forgets the oldest line. */
  dropFirst(): void {
    if (this.#size === 0) return;
    this.#bytes -= (this.#texts[this.#head]?.length ?? 0) + lineOverhead;
    this.#texts[this.#head] = undefined;
    this.#head = (this.#head + 1) & this.#mask;
    this.#size -= 1;
  }

  at(index: number): SegmentLine {
    const slot = this.#slot(index);
    const bits = this.#bits[slot] ?? 0;
    return {
      sequence: this.#sequences[slot] ?? 0,
      atMs: this.#atMs[slot] ?? 0,
      nanos: this.#nanos[slot] ?? 0,
      stream: (bits & stderrBit) === 0 ? 'stdout' : 'stderr',
      text: this.#texts[slot] ?? '',
      late: (bits & lateBit) !== 0,
      kind: (bits & noteBit) === 0 ? 'line' : 'note',
    };
  }

  text(index: number): string {
    return this.#texts[this.#slot(index)] ?? '';
  }

  atMs(index: number): number {
    return this.#atMs[this.#slot(index)] ?? 0;
  }

  nanos(index: number): number {
    return this.#nanos[this.#slot(index)] ?? 0;
  }

  sequence(index: number): number {
    return this.#sequences[this.#slot(index)] ?? 0;
  }

  isNote(index: number): boolean {
    return ((this.#bits[this.#slot(index)] ?? 0) & noteBit) !== 0;
  }

  /** The level of the line, by `detect` at the first time. */
  level(index: number, detect: (text: string) => LogLevel): LogLevel {
    const slot = this.#slot(index);
    const bits = this.#bits[slot] ?? 0;
    const known = (bits & levelMask) >> levelShift;
    if (known > 0) return levelNumbers[known - 1] ?? 'unknown';
    const level = detect(this.#texts[slot] ?? '');
    this.#bits[slot] = bits | ((levelNumbers.indexOf(level) + 1) << levelShift);
    return level;
  }

  knowsLevel(index: number): boolean {
    return ((this.#bits[this.#slot(index)] ?? 0) & levelMask) !== 0;
  }

  /** Whether the line was found to match the search of now; null: not looked at yet. */
  match(index: number): boolean | null {
    const bits = this.#bits[this.#slot(index)] ?? 0;
    return (bits & matchKnownBit) === 0 ? null : (bits & matchBit) !== 0;
  }

  setMatch(index: number, matches: boolean): void {
    const slot = this.#slot(index);
    this.#bits[slot] = ((this.#bits[slot] ?? 0) & ~matchBit) | matchKnownBit | (matches ? matchBit : 0);
  }

  /** For another search. */
  forgetMatches(): void {
    for (let slot = 0; slot <= this.#mask; slot += 1) {
      this.#bits[slot] = (this.#bits[slot] ?? 0) & ~(matchBit | matchKnownBit);
    }
  }

  /** Index of the line with this sequence; -1 where it is not held. Sequences are not in order: a late line has a high one. */
  indexOfSequence(sequence: number): number {
    const slot = this.#sequences.indexOf(sequence);
    if (slot < 0) return -1;
    const index = (slot - this.#head) & this.#mask;
    return index < this.#size ? index : -1;
  }

  /** Index of the first line that comes after the time and, at the same time, after the sequence. */
  firstAfter(atMs: number, nanos: number, sequence: number): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compareTo(middle, atMs, nanos, sequence) > 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Below 0: the line comes before that place in the merged order. Ties keep the order of arrival. */
  compareTo(index: number, atMs: number, nanos: number, sequence: number): number {
    const slot = this.#slot(index);
    return (
      (this.#atMs[slot] ?? 0) - atMs || (this.#nanos[slot] ?? 0) - nanos || (this.#sequences[slot] ?? 0) - sequence
    );
  }

  #slot(index: number): number {
    return (this.#head + index) & this.#mask;
  }

  #isAfter(index: number, atMs: number, nanos: number): boolean {
    const slot = this.#slot(index);
    const at = this.#atMs[slot] ?? 0;
    return at > atMs || (at === atMs && (this.#nanos[slot] ?? 0) > nanos);
  }

  #makeRoom(index: number): void {
    for (let to = this.#size; to > index; to -= 1) {
      const target = this.#slot(to);
      const source = this.#slot(to - 1);
      this.#texts[target] = this.#texts[source];
      this.#atMs[target] = this.#atMs[source] ?? 0;
      this.#nanos[target] = this.#nanos[source] ?? 0;
      this.#sequences[target] = this.#sequences[source] ?? 0;
      this.#bits[target] = this.#bits[source] ?? 0;
    }
  }

  #grow(): void {
    const room = (this.#mask + 1) * 2;
    const split = this.#head;
    const rotate = <Column extends Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(
      from: Column,
      to: Column,
    ): Column => {
      to.set(from.subarray(split));
      to.set(from.subarray(0, split), from.length - split);
      return to;
    };
    this.#texts = [...this.#texts.slice(split), ...this.#texts.slice(0, split)];
    this.#texts.length = room;
    this.#texts.fill(undefined, room / 2);
    this.#atMs = rotate(this.#atMs, new Float64Array(room));
    this.#nanos = rotate(this.#nanos, new Uint32Array(room));
    this.#sequences = rotate(this.#sequences, new Float64Array(room));
    this.#bits = rotate(this.#bits, new Uint8Array(room));
    this.#head = 0;
    this.#mask = room - 1;
  }
}
