import { cleanup, render } from 'ink-testing-library';
import { afterEach, describe, expect, it } from 'vitest';
import { useKeymap } from '../../src/hooks/use-keymap.ts';
import { useFrame } from '../../src/hooks/use-frame.ts';
import { createFrameGate } from '../../src/hooks/frame-gate.ts';
import type { ActionId } from '../../src/model/actions.ts';
import { FrameView } from '../../src/screens/frame-view.tsx';
import { createStackStore, type StackStore } from '../../src/store/create-stack-store.ts';
import { useViewport, ViewportProvider } from '../../src/ui/viewport.tsx';
import { frameInput } from '../helpers/frame.ts';
import { incidentState, now } from '../helpers/state-factory.ts';

afterEach(cleanup);

function start(columns: number, rows: number) {
  const store: StackStore = createStackStore(incidentState());
  const gate = createFrameGate(store, { now: () => now, after: () => () => {} });
  const effects: ActionId[] = [];
  const Desk = () => {
    const { state } = useFrame(gate);
    const size = useViewport();
    useKeymap({
      store,
      now: () => now,
      reach: () => ({ page: 3, extent: 9 }),
      effect: action => effects.push(action),
    });
    return <FrameView input={frameInput(state, `${size.columns}x${size.rows}`)} />;
  };
  const { stdin, lastFrame: rawFrame } = render(
    <ViewportProvider value={{ columns, rows }}>
      <Desk />
    </ViewportProvider>,
  );
  const lastFrame = (): string => (rawFrame() ?? '').replaceAll(/\u001B\[2?7m/g, '');
  /** One chunk each, and what it did is on the screen before the next. */
  const press = async (keys: string, seen: string | RegExp): Promise<void> => {
    stdin.write(keys);
    await expect.poll(() => lastFrame()).toMatch(seen);
    // Another chunk comes in another turn of the loop.
    await new Promise(setImmediate);
  };
  return { press, lastFrame, effects, store, gate };
}

describe('useKeymap', () => {
  it('turns what a terminal sends into actions', async () => {
    const { press, effects } = start(90, 30);
    await press('2', 'Log: api');
    await press('\u001B[Z', 'Log: api');
    await press('1', 'What is wrong');
    await press('\u001B[B', '▸✔ postgres');
    await press('g', '▸✖ all services');
    await press('\u001B[6~', '▸✖ api');
    await press('\r', 'critical: service api');
    await press('\u001B', /^(?![^]*critical: service)/);
    await press('\u001A', 'api');
    expect(effects).toEqual([
      'screen.logs',
      'pane.previous',
      'screen.overview',
      'cursor.down',
      'cursor.top',
      'cursor.page-down',
      'open',
      'back',
      'suspend',
    ]);
  });

  it('draws in the size it is given', async () => {
    const { lastFrame } = start(60, 16);
    expect(lastFrame().split('\n')).toHaveLength(16);
    expect(lastFrame()).toContain('✖ DEGRADED');
  });

  it('hears nothing of the chunk in which a dialog was opened', async () => {
    const { press, store, effects } = start(90, 30);
    await press(':\u001B[B\u001B[B', 'All actions');
    expect(store.getState().ui.dialog).toEqual({ kind: 'palette', query: '', index: 0 });
    await press('\u001B[B', /▸ Logs: all/);
    expect(store.getState().ui.dialog).toEqual({ kind: 'palette', query: '', index: 1 });
    expect(effects).toEqual(['palette', 'cursor.down']);
  });
});
