import { describe, expect, it } from 'vitest';
import { withoutOwnTime } from '../../src/model/log-own-time.ts';

const at = Date.parse('2026-11-25T01:06:44.871Z');

describe("a logger's own time", () => {
  it.each([
    ['2026-11-25 01:06:44,871 WARNING app: slow', 'WARNING app: slow'],
    ['[2026-11-25 01:06:44 +0000] [1] [INFO] Booting', '[1] [INFO] Booting'],
    ['2026-11-25 01:06:44.900 UTC [77] LOG:  checkpoint', '[77] LOG:  checkpoint'],
    ['2026-11-25T01:06:44.871123Z info x', 'info x'],
    ['2026/11/25 01:06:43 [warn] x', '[warn] x'],
  ])('%s is told once', (text, rest) => {
    expect(withoutOwnTime(text, at)).toBe(rest);
  });

  it.each([
    ['2026-11-25 01:06:40 a line that was kept back'],
    ['2026-11-25 03:06:44 +0200 in another zone'],
    ['2026-11-25 03:06:44 in another zone, unsaid'],
    ['25/Nov/2026 01:06:44 x'],
    ['2026-99-25 01:06:44 x'],
    ['started at 2026-11-25 01:06:44'],
    [''],
  ])('%j stays', text => {
    expect(withoutOwnTime(text, at)).toBe(text);
  });
});
