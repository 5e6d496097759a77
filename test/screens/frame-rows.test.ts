import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { ScreenId } from '../../src/model/actions.ts';
import type { ConsoleState } from '../../src/store/create-stack-store.ts';
import type { Dialog } from '../../src/store/ui-state.ts';
import { createTheme } from '../../src/ui/theme.ts';
import { drawFrame, plainFrame } from '../helpers/frame.ts';
import {
  choosingState,
  connectingState,
  healthyState,
  incidentState,
  lostState,
  noEngineState,
  now,
  withStack,
  withUi,
} from '../helpers/state-factory.ts';

const states: Readonly<Record<string, () => ConsoleState>> = {
  connecting: connectingState,
  healthy: healthyState,
  incident: incidentState,
  lost: lostState,
  'without an engine': noEngineState,
  'with two stacks to choose from': choosingState,
  'with hostile names': hostileState,
};
const screens: readonly ScreenId[] = ['overview', 'logs', 'health', 'resources'];
const sizes = [
  '120x36',
  '80x24',
  '60x16',
  '59x15',
  '40x10',
  '20x5',
  '10x4',
  '3x3',
  '2x2',
  '1x1',
  '200x60',
  '500x3',
  '1x40',
];
const dialogs: readonly (Dialog | null)[] = [
  { kind: 'help', scroll: 0 },
  { kind: 'palette', query: 'lo', index: 1 },
  { kind: 'finding', key: 'oom-killed:api', scroll: 0 },
  { kind: 'finding', key: 'gone:api', scroll: 3 },
  { kind: 'probes', service: 'api', scroll: 0 },
  { kind: 'probes', service: 'gone', scroll: 0 },
  { kind: 'prompt', purpose: 'log-search', text: 'x'.repeat(150) },
  { kind: 'prompt', purpose: 'service-filter', text: '日本語' },
];

/** Names as a stranger could choose them: wide, empty, with a direction and with controls in them. */
function hostileState(): ConsoleState {
  const state = incidentState();
  const names = ['日本語サービス', '👩‍💻', 'user \u202Egnp.exe\u202C ok', 'a\u001B[2Jb\nc'];
  const renamed = Object.entries(state.stack.containers).map(([id, container], index) => {
    const service = names[index] ?? '';
    return [id, { ...container, image: `registry.example/${service}:1`, labels: { ...container.labels, service } }];
  });
  return withStack(state, {
    containers: Object.fromEntries(renamed),
    identity: { ...state.stack.identity, project: 'e\u0301 ⚠️ \u001B]0;x\u0007' },
  });
}

function expectExact(rows: readonly string[], size: string): void {
  const [columns, height] = size.split('x').map(Number);
  expect(rows).toHaveLength(height ?? 0);
  for (const row of rows) expect([row, stringWidth(row)]).toEqual([row, columns]);
}

describe('frameRows', () => {
  it.each(screens)('hints only at keys that do something where there is no stack yet, on %s', screen => {
    const footer = (state: ConsoleState): string =>
      plainFrame(withUi(state, { screen }), '120x36').split('\n').at(-1)?.trim() ?? '';
    expect(footer(choosingState())).toBe('Enter open  j down  k up  q quit  : all actions  ? help');
    expect(footer(noEngineState())).toBe('q quit  : all actions  ? help');
  });

  describe.each(Object.entries(states))('%s', (_name, makeState) => {
    it.each(sizes)('fills %s exactly on every screen with every pane focused', size => {
      for (const screen of screens) {
        for (const pane of [0, 1, 2]) expectExact(drawFrame(withUi(makeState(), { screen, pane }), size), size);
      }
    });

    it.each(sizes)('fills %s exactly with every dialog open', size => {
      for (const dialog of dialogs) expectExact(drawFrame(withUi(makeState(), { dialog }), size), size);
    });
  });

  it('uses no colour where none is wanted, only reverse video', () => {
    for (const makeState of Object.values(states)) {
      for (const screen of screens) {
        const frame = drawFrame(withUi(makeState(), { screen }), '120x36').join('\n');
        expect(frame.replaceAll(/\u001B\[2?7m/g, '')).not.toContain('\u001B');
      }
    }
  });

  it('draws in ASCII alone where UTF-8 is not to be had', () => {
    const theme = createTheme({ color: false, ascii: true });
    for (const makeState of [connectingState, healthyState, incidentState, lostState, noEngineState]) {
      for (const screen of screens) {
        for (const size of ['120x36', '60x16', '20x5']) {
          for (const dialog of [null, ...dialogs.slice(0, 6)]) {
            const frame = drawFrame(withUi(makeState(), { screen, dialog }), size, { theme }).join('\n');
            // oxlint-disable-next-line no-control-regex
            expect(frame).toMatch(/^[\u0000-\u007F]*$/);
          }
        }
      }
    }
  });

  it('uses sixteen colours at most', () => {
    const theme = createTheme({ color: true, ascii: false });
    const frame = drawFrame(incidentState(), '120x36', { theme }).join('\n');
    expect(frame).toMatch(/\u001B\[31m/);
    expect(frame).not.toMatch(/\u001B\[[34]8;/);
  });

  it('lets nothing out of a name that moves the cursor or turns the line round', () => {
    for (const screen of screens) {
      const frame = drawFrame(withUi(hostileState(), { screen }), '120x36')
        .join('\n')
        .replaceAll(/\u001B\[2?7m/g, '');
      expect(frame).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
    }
  });
});

function header(state: ConsoleState, size = '120x36'): string {
  return plainFrame(state, size).split('\n')[0] ?? '';
}

describe('the header', () => {
  it('says that all is well, in UTC and in the person’s own time', () => {
    expect(header(healthyState())).toBe(
      ' depotix · server   ✔ all is well   UTC 01:07:12 (yours 03:07)   engine <1 s ago   READ-ONLY',
    );
  });

  it('keeps the verdict however narrow it gets', () => {
    expect(header(incidentState(), '60x16')).toContain('✖ DEGRADED 14 s');
    expect(header(incidentState(), '20x5')).toContain('✖ DEGRADED');
    expect(header(incidentState(), '10x1')).toContain('✖ DEGRADE');
  });

  it('says since when the engine is lost and how old the data is', () => {
    expect(header(lostState())).toContain('✖ ENGINE LOST 42 s (since 01:06)');
    expect(header(lostState())).toContain('data 42 s old');
  });

  it('says DEMO on the simulator, at every size', () => {
    const state = healthyState();
    const demo = withStack(state, { engine: { ...state.stack.engine, demo: true } });
    for (const size of ['120x36', '80x24', '60x16', '40x10', '20x5']) expect(header(demo, size)).toContain('DEMO');
  });

  it('leaves the own time out where it is UTC', () => {
    expect(plainFrame(healthyState(), '120x36', { utcOffsetMinutes: 0 })).not.toContain('yours');
  });
});

describe('the overview', () => {
  it('puts the cursor on the culprit until it is moved', () => {
    expect(plainFrame(incidentState(), '120x36')).toMatch(/▸✖ api /);
    expect(plainFrame(withUi(incidentState(), { cursorMoved: true, cursor: 'web' }), '120x36')).toMatch(/▸✔ web /);
    expect(plainFrame(healthyState(), '120x36')).toMatch(/▸✔ all services /);
  });

  it('shows the finding with its evidence and the key that goes on', () => {
    const frame = plainFrame(incidentState(), '120x36');
    expect(frame).toContain('What is wrong: 1 incident');
    expect(frame).toMatch(/✖ api OOM-killed 14 s ago/);
    expect(frame).toMatch(/seen {3}01:06:58 exit 137, OOMKilled/);
    expect(frame).toMatch(/▸ l {5}read its log/);
  });

  it('is one calm line when all is well', () => {
    expect(plainFrame(healthyState(), '120x36')).toContain('✔ All 4 services are well.');
  });

  it('shows the state in words at 80 columns, never half of an exit code', () => {
    expect(plainFrame(incidentState(), '80x24')).toContain('exited (137, OOM)');
  });

  it('says since when restarts were counted', () => {
    expect(plainFrame(incidentState(), '120x36')).toContain('7 since 01:01');
    expect(plainFrame(withStack(incidentState(), { starts: {} }), '120x36')).toContain('7 since created');
  });

  it('lists only the services that the filter leaves, and says so', () => {
    const frame = plainFrame(withUi(healthyState(), { filter: 'PO' }), '120x36');
    expect(frame).toContain('Services: 1 of 4 match "PO"');
    expect(frame).not.toMatch(/✔ web /);
  });

  it('shows one pane at a time where there is no room for more', () => {
    const panes = [0, 1, 2].map(pane => plainFrame(withUi(incidentState(), { pane }), '50x12'));
    expect(panes[0]).toContain('What is wrong');
    expect(panes[0]).not.toContain('SERVICE');
    expect(panes[1]).toContain('SERVICE');
    expect(panes[2]).toContain('Log: api');
  });

  it('keeps old data in sight when the engine is lost', () => {
    const frame = plainFrame(lostState(), '120x36');
    expect(frame).toContain('engine lost 42 s ago');
    expect(frame).toMatch(/postgres +healthy/);
  });

  it('shows 60 services in a window round the cursor', () => {
    const state = healthyState();
    const model = Object.values(state.stack.containers)[0];
    if (model === undefined) throw new Error('there is a container');
    const many = Array.from({ length: 60 }, (_, index) => {
      const service = `worker-${String(index).padStart(2, '0')}`;
      return { ...model, id: service, name: service, labels: { ...model.labels, service } };
    });
    const containers = Object.fromEntries(many.map(container => [container.id, container]));
    const frame = plainFrame(
      withUi(withStack(state, { containers }), { cursor: 'worker-40', cursorMoved: true }),
      '80x24',
    );
    expect(frame).toMatch(/▸✔ worker-40/);
    expect(frame).not.toContain('worker-00');
  });
});

describe('the other screens', () => {
  it('health: command, interval, streak and what the last probe said', () => {
    const frame = plainFrame(withUi(incidentState(), { screen: 'health', pane: 0 }), '120x36');
    expect(frame).toMatch(/not checked: exited +3 /);
    expect(frame).toContain('curl -fsS http://127.0.0.1:8000/healthz');
    expect(frame).toMatch(/✖ exit 1 +3\.0 s {2}curl: \(7\) Failed to connect/);
  });

  it('resources: used, limit and percent, curves and the host', () => {
    const frame = plainFrame(withUi(healthyState(), { screen: 'resources', pane: 0 }), '120x36');
    expect(frame).toMatch(/caddy .*15 % .*38 MiB\/256M/);
    expect(frame).toMatch(/memory +\d.* GiB .*█/);
    expect(frame).toContain('1.9 GiB free of 3.8 GiB');
  });

  it('several stacks: a list to choose from', () => {
    const frame = plainFrame(withUi(choosingState(), { scroll: 1 }), '80x24');
    expect(frame).toContain('Which stack?');
    expect(frame).toMatch(/▸ shop +3 +1 +\/srv\/shop/);
  });

  it('without an engine: what failed, what to do next, and what the host tells', () => {
    const frame = plainFrame(noEngineState(), '80x24');
    expect(frame).toContain("Can't reach the engine at /var/run/docker.sock: connection refused");
    expect(frame).toContain('next attempt in 4 s');
    expect(frame).toContain('systemctl status docker');
    expect(frame).toContain('/: 15 GiB free');
  });

  it('help: the keys of this screen', () => {
    const frame = plainFrame(
      withUi(healthyState(), { screen: 'logs', pane: 0, dialog: { kind: 'help', scroll: 0 } }),
      '120x60',
    );
    expect(frame).toContain('Keys on this screen: logs');
    expect(frame).toMatch(/Ctrl-s +Save the shown lines/);
  });

  it('a finding that has gone says so', () => {
    const frame = plainFrame(
      withUi(healthyState(), { dialog: { kind: 'finding', key: 'oom-killed:api', scroll: 0 } }),
      '80x24',
    );
    expect(frame).toContain('This is over');
  });

  it('a message stands in the footer for six seconds', () => {
    const state = withUi(healthyState(), { message: { text: 'Summary copied', tone: 'info', at: now - 5000 } });
    expect(plainFrame(state, '80x24')).toContain('Summary copied');
    expect(plainFrame(state, '80x24', { now: now + 2000 })).not.toContain('Summary copied');
  });
});

describe('golden frames', () => {
  it.each([
    ['overview-incident', '120x36', incidentState],
    ['overview-incident', '80x24', incidentState],
    ['overview-incident', '60x16', incidentState],
    ['overview-incident', '40x10', incidentState],
    ['overview-healthy', '120x36', healthyState],
    ['overview-lost', '80x24', lostState],
    ['no-engine', '80x24', noEngineState],
    ['health-incident', '120x36', () => withUi(incidentState(), { screen: 'health', pane: 0 })],
    ['resources-healthy', '120x36', () => withUi(healthyState(), { screen: 'resources', pane: 0 })],
    ['resources-healthy', '80x24', () => withUi(healthyState(), { screen: 'resources', pane: 0 })],
    [
      'finding',
      '100x30',
      () => withUi(incidentState(), { dialog: { kind: 'finding', key: 'oom-killed:api', scroll: 0 } }),
    ],
  ] as const)('%s at %s', async (name, size, makeState) => {
    await expect(`${plainFrame(makeState(), size)}\n`).toMatchFileSnapshot(`./__frames__/${name}-${size}.txt`);
  });
});
