/** Log text is hostile (design §5): nothing of it reaches the terminal as control, and no line tears the frame. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeEngine, useSharedStack } from '../engine/describe-engine.ts';
import { openExtraContainers, type ExtraContainers } from '../engine/extra-containers.ts';
import type { PrivateEngine } from '../engine/private-engine.ts';
import { isWhole, paneRows } from '../helpers/console-screen.ts';
import { openConsole } from '../helpers/open-console.ts';
import type { Terminal } from '../helpers/terminal.ts';

const escape = '\u001B';

/** Each line again and again: the console that opens later sees them live too. For printf, so in octal. */
const hostileLines = [
  String.raw`osc52 \033]52;c;ZXZpbA==\007 after`,
  String.raw`osc8 \033]8;;http://evil.example/\033\\link\033]8;;\033\\ after`,
  String.raw`title \033]0;owned\007 after`,
  String.raw`alternate \033[?1049l\033[?47l after`,
  String.raw`clear \033[2J\033[3J\033[H\033c after`,
  String.raw`scroll \033[5;10r\033[10S\033D\033M after`,
  String.raw`cursor \033[1;1Hover\033[?25h\033[s\033[u after`,
  String.raw`query \033[6n\033[c\033]11;?\007 after`,
  String.raw`mouse \033[?1000h\033[?2004l\033[?2026h after`,
  String.raw`c1 \302\233\062J \302\235\060;owned\302\234 after`,
  String.raw`dcs \033P+q544e\033\\ \033_apc\033\\ \033^pm\033\\ after`,
  String.raw`conceal \033[8mhidden\033[0m after`,
  String.raw`charset \033(0lqk\016\017 after`,
  String.raw`bidi \342\200\256gnp.exe\342\200\254 ad\342\200\213min after`,
  String.raw`invalid \377\376\300\257 after`,
  String.raw`wide \346\227\245\346\234\254\350\252\236 \360\237\221\251\342\200\215\360\237\222\273 \360\237\207\251\360\237\207\252 after`,
  String.raw`hebrew \327\251\327\222\327\231\327\220\327\224 500 after`,
  String.raw`tabs \ta\tb after \007\010\013\014`,
  String.raw`progress 10%%\rprogress 55%%\rprogress 100%% after`,
  String.raw`colour \033[31mred\033[0m after`,
];

/** What a program that draws may send: cursor moves, erasing, colours, its own modes. */
const allowed =
  // oxlint-disable-next-line no-control-regex -- control sequences are looked for
  /\u001B\[(?:\d*(?:;\d+)*m|\d*[ABCDEFGJKHf]|\d+;\d+H|\?(?:25|1049|2004|2026)[hl])/g;

/** Everything the program sent that a terminal would obey, besides what it needs for drawing. */
function forbiddenIn(output: string): string[] {
  // oxlint-disable-next-line no-control-regex -- control characters are looked for
  return (
    output
      .replaceAll(allowed, '')
      .match(/[\u0000-\u0009\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069].{0,12}/g) ?? []
  );
}

describeEngine('containers that print what they should not', () => {
  let engine: PrivateEngine;
  let extra: ExtraContainers;
  let console: Terminal;

  beforeAll(async () => {
    const shared = await useSharedStack();
    engine = shared.engine;
    extra = await openExtraContainers(shared.host, engine);
    const print = hostileLines.map(line => `printf '${line.replaceAll("'", '')}\\n'`).join('; ');
    await extra.run({ service: 'hostile', command: `while :; do ${print}; sleep 1; done` });
    const long = `head -c 90000 /dev/zero | tr '\\0' x; echo`;
    await extra.run({ service: 'long', command: `while :; do printf 'long line '; ${long}; sleep 2; done` });
    await extra.run({ service: 'terminal', tty: true, command: `while :; do ${print}; sleep 1; done` });
  });

  afterAll(async () => {
    await extra?.removeAll();
  });

  beforeEach(async () => {
    console = openConsole({ engine, args: ['-p', extra.project] });
    await console.waitFor(text => /▸\S all services/.test(text) && text.includes(' after') && isWhole(console));
  });

  afterEach(async () => {
    await console.dispose();
  });

  /** At the end of each test: what came through, and that the screen is still ours. */
  async function expectNoControl(): Promise<void> {
    expect(console.output()).toMatch(/osc52|long line/);
    expect(forbiddenIn(console.output())).toEqual([]);
    expect(console.output()).not.toContain(`${escape}[8m`);
    expect(console.alternate()).toBe(true);
    console.type('q');
    expect(await console.exited).toMatchObject({ exitCode: 0 });
  }

  async function openLogOf(service: string): Promise<void> {
    const place = ['hostile', 'long', 'terminal'].indexOf(service) + 1;
    console.type('j'.repeat(place));
    await console.waitFor(new RegExp(`▸\\S ${service}`));
    console.type('l');
    await console.waitFor(text => text.includes(`┌ Log: ${service}`) && /after|long line/.test(text));
  }

  test.each(['hostile', 'terminal'])('every line of %s is a row of its own, in a whole frame', async service => {
    await openLogOf(service);
    const screen = await console.waitFor(
      text => hostileLines.every(line => text.includes(` ${line.split(' ')[0] ?? ''} `)) && isWhole(console),
    );
    const rows = paneRows(screen, 'Log');
    for (const name of ['osc52', 'clear', 'c1', 'bidi', 'wide', 'hebrew', 'colour'])
      expect(rows.find(row => row.includes(` ${name} `))).toMatch(/after/);
    expect(rows.find(row => row.includes(' osc52 '))).toContain('␛');
    expect(rows.find(row => row.includes(' bidi '))).toMatch(/admin/);
    // Only what the bar showed at last.
    expect(screen).toMatch(/progress 100% after/);
    expect(screen).not.toMatch(/progress 10%.*progress 55%/);
    await expectNoControl();
  });

  test('a line of 90,000 characters is one row, with what is missing told, and wraps on request', async () => {
    await openLogOf('long');
    const screen = await console.waitFor(text => /long line x{60,}/.test(text) && isWhole(console));
    const row = paneRows(screen, 'Log').find(each => each.includes('long line')) ?? '';
    const shown = row.split('x').length - 1;
    const missing = Number((/\+([\d,]+)$/.exec(row)?.[1] ?? '0').replaceAll(',', ''));
    expect(shown + missing).toBe(90_000);
    console.type('w');
    const isWrapped = (each: string): boolean => each.includes('x'.repeat(60)) && !each.includes('long line');
    await console.waitFor(text => text.split('\n').filter(isWrapped).length > 5 && isWhole(console));
    await expectNoControl();
  });

  test('all of them merged, at other sizes, on every screen: the frame stays whole', async () => {
    for (const [columns, rows] of [
      [80, 24],
      [47, 20],
      [120, 36],
    ] as const) {
      console.resize(columns, rows);
      await console.waitFor(() => isWhole(console));
      console.type('2');
      await console.waitFor(
        text => text.includes('┌ Log: all serv') && /after|long line/.test(text) && isWhole(console),
      );
      console.type('1');
      await console.waitFor(text => /^┌ (What|Services)/m.test(text) && isWhole(console));
    }
    await expectNoControl();
  });
});
