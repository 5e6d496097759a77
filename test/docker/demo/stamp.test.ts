import { expect, test } from 'vitest';
import { goTime, humanDuration, stamp } from '../../../src/docker/demo/stamp.ts';

const second = 1_000;
const hour = 3_600 * second;

test.each([
  [999, 'Less than a second'],
  [second, '1 second'],
  [59 * second, '59 seconds'],
  [60 * second, 'About a minute'],
  [120 * second, '2 minutes'],
  [59 * 60 * second, '59 minutes'],
  [hour, 'About an hour'],
  [1.6 * hour, '2 hours'],
  [47 * hour, '47 hours'],
  [48 * hour, '2 days'],
  [13 * 24 * hour, '13 days'],
  [14 * 24 * hour, '2 weeks'],
  [60 * 24 * hour, '2 months'],
  [730 * 24 * hour, '2 years'],
])('%d ms are told as "%s"', (ms, text) => {
  expect(humanDuration(ms)).toBe(text);
});

test.each([
  [1_795_574_946_185, 442_661, '2026-11-25T02:49:06.185442661Z', '2026-11-25T02:49:06.185442661Z'],
  [1_795_574_946_100, 0, '2026-11-25T02:49:06.100000000Z', '2026-11-25T02:49:06.1Z'],
  [1_795_574_946_000, 0, '2026-11-25T02:49:06.000000000Z', '2026-11-25T02:49:06Z'],
  [1_795_574_946_007, 5, '2026-11-25T02:49:06.007000005Z', '2026-11-25T02:49:06.007000005Z'],
])('%d ms + %d ns: logs pad to nine digits, an inspect leaves zeros out', (ms, nanos, padded, short) => {
  expect(stamp(ms, nanos)).toBe(padded);
  expect(goTime(ms, nanos)).toBe(short);
});
