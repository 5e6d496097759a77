/** The log screen in a real terminal, on the simulator: what a reader does while lines pour in. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { frameFaults, logCounters, paneRows } from '../helpers/console-screen.ts';
import { withConsole } from '../helpers/open-console.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const escape = '\u001B';
const control = (letter: string): string => String.fromCodePoint((letter.codePointAt(0) ?? 0) % 32);

function logRows(screen: string): string[] {
  return paneRows(screen, 'Log: ').filter(row => /^[▸*]?\s?\d\d:\d\d:\d\d/.test(row));
}

/** The second row of a wrapped line: neither a time nor a note's rule at its beginning. */
function isContinued(row: string): boolean {
  return row !== '' && !/^[▸*]?\s?(?:\d\d:\d\d|──)/.test(row);
}

test('what a person reads stays while 50,000 lines a second come, and G goes back to the newest', () =>
  withConsole({ args: ['demo', '--scenario', 'log-flood'] }, async console => {
    await console.waitFor(text => (logCounters(text)?.trimmed ?? 0) > 20_000, 30_000);
    console.type('2');
    await console.waitFor(/^┌ Log/m);
    console.type('k');
    const paused = await console.waitFor(text => logCounters(text)?.mode === 'paused' && text.includes('▸'));
    const later = await console.waitFor(text => (logCounters(text)?.fresh ?? 0) > 60_000, 20_000);
    // What came late from another service, and the note on what was not kept, may push a line or two out at the top.
    expect(logRows(paused)).toEqual(expect.arrayContaining(logRows(later)));
    expect(logRows(later).length).toBeGreaterThan(25);
    expect(frameFaults(console)).toEqual([]);
    console.type('G');
    await console.waitFor(text => logCounters(text)?.mode === 'following' && logCounters(text)?.fresh === 0);
  }));

test('a search shows its matches in reverse and n goes through them; a wrong or endless one is told', () =>
  withConsole({ args: ['demo', '--scenario', 'db-down'] }, async console => {
    await console.waitFor('postgres stopped');
    console.type('2');
    await console.waitFor(/^┌ Log: postgres/m);
    console.type('/');
    await console.waitFor(/!text: hide/);
    console.type('fast shutdown');
    await console.waitFor(/\/fast shutdown: 1 match/);
    console.type('\r');
    await console.waitFor(text => !text.includes('!text: hide'));
    console.type('n');
    const found = await console.waitFor(/▸.*received fast shutdown request/);
    const row = found.split('\n').findIndex(line => line.includes('received fast shutdown'));
    const column = (found.split('\n')[row] ?? '').indexOf('fast shutdown');
    expect(console.highlighted(row, column)).toBe(true);
    expect(console.highlighted(row, column + 'fast shutdown'.length - 1)).toBe(true);
    expect(console.highlighted(row, column - 1)).toBe(false);

    console.type('/');
    await console.waitFor(/^ \/fast shutdown/m);
    console.type(control('u'));
    await console.waitFor(text => !/^ \/fast/m.test(text));
    console.type('(unclosed');
    await console.waitFor('unterminated group');
    console.type(control('u'));
    await console.waitFor(text => !text.includes('unclosed'));
    console.type('(\\w+\\s?)+!$');
    await console.waitFor(/the pattern takes too long/);
    console.type(escape);
    await console.waitFor(text => !text.includes('Esc: back'));
    console.type('1');
    await console.waitFor('What is wrong');
  }));

test('marked lines go into the clipboard, all shown ones into a file that only their owner can read', () => {
  const folder = tempDir();
  return withConsole(
    { args: ['demo', '--scenario', 'db-down'], env: { XDG_STATE_HOME: folder }, columns: 160 },
    async console => {
      await console.waitFor('postgres stopped');
      console.type('2');
      await console.waitFor(/^┌ Log: postgres/m);
      console.type('e');
      await console.waitFor(/▸.*FATAL/);
      console.type('m');
      await console.waitFor(/1 marked/);
      console.type('c');
      await console.waitFor('Copied 1 marked line');
      const encoded = /\u001B\]52;c;([A-Za-z0-9+/=]+)\u0007/.exec(console.output())?.[1] ?? '';
      const copied = Buffer.from(encoded, 'base64').toString('utf8');
      expect(copied).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z postgres .*FATAL: {2}terminating connection/);

      console.type(control('s'));
      await console.waitFor(/Saved to .*logs-postgres-/);
      const saved = path.join(folder, 'depotix/logs');
      const [file = ''] = readdirSync(saved);
      expect(statSync(path.join(saved, file)).mode & 0o777).toBe(0o600);
      expect(statSync(saved).mode & 0o777).toBe(0o700);
      const text = readFileSync(path.join(saved, file), 'utf8');
      expect(text).toContain(copied);
      expect(text).toMatch(/ postgres -- died [\d:]+, exit 0 --\n$/);
      expect(text.split('\n')).toHaveLength((logCounters(console.screen().join('\n'))?.held ?? 0) + 2);
    },
  );
});

test('levels, wrap, time and full screen change the pane and nothing tears', () =>
  withConsole({ args: ['demo', '--scenario', 'crash-loop'], columns: 80, rows: 24 }, async console => {
    await console.waitFor('crash loop');
    console.type('2');
    await console.waitFor(/^┌ Log: api/m);
    console.type('L');
    await console.waitFor(text => /^┌ Log: all services/m.test(text) && logRows(text).length > 10);
    for (const level of ['info', 'warn', 'error']) {
      console.type('v');
      await console.waitFor(`only ${level} and worse`);
    }
    const errors = await console.waitFor(text => logRows(text).length > 5);
    expect(logRows(errors).filter(row => / [IWDT] /.test(row.slice(0, 22)))).toEqual([]);
    console.type('w');
    await console.waitFor(text => paneRows(text, 'Log: ').slice(1).some(isContinued));
    console.type('t');
    await console.waitFor(text => logRows(text).length === 0);
    console.type('z');
    await console.waitFor(text => text.split('\n')[1]?.startsWith('┌ Log') === true);
    expect(frameFaults(console)).toEqual([]);
    console.type(escape);
    await console.waitFor('1 Overview');
  }));
