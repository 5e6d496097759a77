import { afterEach, describe, expect, it } from 'vitest';
import { runApp, type AppOptions } from '../src/app.tsx';
import type { AppContext } from '../src/context.ts';
import type { ExitReason } from '../src/hooks/app-end.ts';
import { createStackStore, type ConsoleState, type StackStore } from '../src/store/create-stack-store.ts';
import { createLogStore } from '../src/store/log-store.ts';
import { createTheme } from '../src/ui/theme.ts';
import { createFakeTerminal, FakeProcess, type FakeTerminal } from './helpers/fake-terminal.ts';
import { choosingState, healthyState, incidentState, now } from './helpers/state-factory.ts';

interface Running {
  readonly terminal: FakeTerminal;
  readonly process: FakeProcess;
  readonly store: StackStore;
  readonly copied: string[];
  readonly chosen: string[];
  readonly abort: AbortController;
  readonly ended: Promise<ExitReason>;
  /** Waits until the screen shows it. */
  see(what: string | RegExp): Promise<void>;
}

const open: Running[] = [];

async function start(state: ConsoleState, size = '100x30', changes: Partial<AppOptions> = {}): Promise<Running> {
  const [columns = 0, rows = 0] = size.split('x').map(Number);
  const terminal = createFakeTerminal(columns, rows);
  const fake = new FakeProcess();
  const store = createStackStore(state);
  const abort = new AbortController();
  const copied: string[] = [];
  const chosen: string[] = [];
  const clock = { now: () => now, sleep: async () => {} };
  // Only what the app itself reads of the context.
  const context = { store, clock, logs: createLogStore({ clock }), signal: abort.signal } as unknown as AppContext;
  const ended = runApp(context, {
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    process: fake as unknown as AppOptions['process'],
    theme: createTheme({ color: true, ascii: false }),
    effects: {},
    copy: text => copied.push(text),
    chooseStack: project => chosen.push(project),
    screenReader: false,
    patchConsole: false,
    utcOffsetMinutes: 0,
    ...changes,
  });
  // A rejection is looked at where the test expects it.
  ended.catch(() => undefined);
  const running: Running = {
    terminal,
    process: fake,
    store,
    copied,
    chosen,
    abort,
    ended,
    see: async what => {
      await expect.poll(() => terminal.screen(), { timeout: 5000 }).toMatch(what);
    },
  };
  open.push(running);
  await running.see(/SERVICE|Marked/);
  await expect.poll(() => terminal.rawMode()).toBe(true);
  return running;
}

afterEach(async () => {
  for (const { abort, ended } of open.splice(0)) {
    abort.abort();
    await ended.catch(() => undefined);
  }
});

describe('the app', () => {
  it('draws on the alternate screen and gives the terminal back on q', async () => {
    const { terminal, ended, see } = await start(incidentState());
    await see('api OOM-killed');
    expect(await terminal.alternate()).toBe(true);
    expect(terminal.written()).toContain('\u001B[?2004h');
    terminal.type('q');
    expect(await ended).toEqual({ kind: 'quit' });
    expect(await terminal.alternate()).toBe(false);
    expect(terminal.rawMode()).toBe(false);
    expect(terminal.written()).toContain('\u001B[?2004l');
    expect(terminal.written().lastIndexOf('\u001B[?25h')).toBeGreaterThan(
      terminal.written().lastIndexOf('\u001B[?25l'),
    );
  });

  it('draws a key at once', async () => {
    const { terminal, see } = await start(healthyState());
    terminal.type('3');
    await see('Health checks');
    terminal.type('?');
    await see('Keys on this screen: health');
    terminal.type('\u001B');
    await expect.poll(() => terminal.screen()).not.toMatch('Keys on this screen');
  });

  it.each(['\u001B[200~D\rq\r\u001B[201~', 'r\nq\nshop\n'])('never acts on pasted text: %j', async pasted => {
    const { terminal, see } = await start(healthyState());
    terminal.type(pasted);
    await see('Pasted text was ignored');
    terminal.type('3');
    await see('Health checks');
  });

  it('takes a bracketed paste into a prompt as text', async () => {
    const { terminal, see } = await start(healthyState());
    terminal.type('/');
    await see('filter:');
    terminal.type('\u001B[200~web\u001B[201~');
    await see('match "web"');
  });

  it('copies the summary and says so', async () => {
    const { terminal, see, copied } = await start(incidentState());
    terminal.type('c');
    await see('Summary copied');
    expect(copied[0]?.split('\n')).toHaveLength(5);
    expect(copied[0]).toContain('Wrong: api OOM-killed');
  });

  it('draws everything anew on Ctrl-L, whatever was written over it', async () => {
    const { terminal, see } = await start(healthyState());
    const before = await terminal.screen();
    terminal.stdout.write('\u001B[5;5H(node:4711) Warning: somebody else writes here\n\n');
    await see('somebody else');
    terminal.type('\u000C');
    await expect.poll(() => terminal.screen()).toBe(before);
  });

  it('shows why an effect failed', async () => {
    const { terminal, see } = await start(healthyState(), '100x30', {
      effects: {
        refresh: async () => {
          throw new Error("Can't ask the engine: it is gone");
        },
      },
    });
    terminal.type('\u000C');
    await see("Can't ask the engine: it is gone");
  });

  it.each(['120x36', '80x24', '60x16', '40x10', '20x5', '10x3'])(
    'follows a resize to %s without a leftover',
    async size => {
      const [columns = 0, rows = 0] = size.split('x').map(Number);
      const { terminal } = await start(incidentState(), '100x30');
      terminal.resize(columns, rows);
      const { drawFrame } = await import('./helpers/frame.ts');
      const expected = drawFrame(incidentState(), size, { utcOffsetMinutes: 0 }).map(row =>
        row.replaceAll(/\u001B\[2?7m/g, '').trimEnd(),
      );
      await expect.poll(() => terminal.screen()).toBe(expected.join('\n'));
    },
  );

  it('loads the settings of a health check into the dialog', async () => {
    const { terminal, see } = await start(healthyState());
    terminal.type('3');
    await see('Health checks');
    terminal.type('j');
    await see('▸✔ caddy');
    terminal.type('\r');
    await see(/every │ time limit │ start period │ retries/);
  });
});

describe('a screen reader', () => {
  it('gets sentences on the main screen', async () => {
    const { terminal, see } = await start(incidentState(), '100x30', { screenReader: true });
    await see('critical: api OOM-killed');
    expect(terminal.written()).not.toContain('\u001B[?1049h');
  });
});

describe('several stacks', () => {
  it('Enter takes the marked one', async () => {
    const { terminal, see, chosen } = await start(choosingState());
    await see('▸ depotix');
    terminal.type('j');
    await see('▸ shop');
    terminal.type('\r');
    await expect.poll(() => chosen).toEqual(['shop']);
  });
});

describe('however it ends, the terminal comes back', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('on %s', async signal => {
    const { terminal, process, ended } = await start(healthyState());
    process.emit(signal);
    expect(await ended).toEqual({ kind: 'signal', signal });
    expect(await terminal.alternate()).toBe(false);
    await expect.poll(() => terminal.rawMode()).toBe(false);
  });

  it.each(['uncaughtException', 'unhandledRejection'])('on a crash (%s), which is told to the caller', async event => {
    const { terminal, process, ended } = await start(healthyState());
    process.emit(event, new Error('boom'));
    await expect(ended).rejects.toThrow('boom');
    expect(await terminal.alternate()).toBe(false);
  });

  it('when the terminal closes', async () => {
    const { terminal, ended } = await start(healthyState());
    terminal.stdin.emit('end');
    expect(await ended).toEqual({ kind: 'closed' });
  });

  it('when the context is aborted', async () => {
    const { abort, ended, process } = await start(healthyState());
    abort.abort();
    expect(await ended).toEqual({ kind: 'closed' });
    expect(process.eventNames()).toEqual([]);
  });
});
