import { expect, test } from 'vitest';
import { drawFrame, noColor, plainFrame } from '../helpers/frame.ts';
import { noEngineState } from '../helpers/state-factory.ts';
import { survivorRows, unitRows } from '../../src/screens/remains-rows.ts';
import type { EngineRemains } from '../../src/model/host-sample.ts';
import type { ScreenInput } from '../../src/screens/screen-input.ts';

function input(remains: EngineRemains | null): ScreenInput {
  const { stack } = noEngineState();
  return {
    stack: { ...stack, remains, identity: { ...stack.identity, project: 'shop' } },
    theme: noColor,
  } as ScreenInput;
}

const survivor = (name: string, project: string | null, processes = 1) => ({
  containerId: name,
  name,
  project,
  service: null,
  processes,
  command: 'run',
});
const known = <T>(value: T) => ({ ok: true, value }) as const;
const unknown = { ok: false, reason: 'not available: the engine is elsewhere' } as const;

test('without an engine the screen shows the next steps, what lives, the host and the units', () => {
  const frame = plainFrame(noEngineState(), '120x36');
  for (const text of [
    'systemctl status docker',
    'depotix-api-1  3 processes',
    'memory',
    'docker.service failed (failed)',
    'no space left on device',
  ]) {
    expect(frame).toContain(text);
  }
  expect(drawFrame(noEngineState(), '60x16')).toHaveLength(16);
});

test('containers of this stack come first, the others too, in columns', () => {
  const rows = survivorRows(
    input({
      at: 0,
      units: known([]),
      survivors: known([survivor('blog', 'blog'), survivor('shop-api', 'shop', 2), survivor('a1b2', null)]),
    }),
  );
  expect(rows).toEqual([
    '✔ shop-api  2 processes  run',
    '✔ blog      1 process    run',
    '✔ a1b2      1 process    run',
  ]);
});

test('no living container is said, and so is what can not be known', () => {
  expect(survivorRows(input({ at: 0, units: known([]), survivors: known([]) }))).toEqual([
    'No process of any container is alive.',
  ]);
  expect(survivorRows(input({ at: 0, units: unknown, survivors: unknown }))).toEqual([
    "Can't tell: not available: the engine is elsewhere",
  ]);
  expect(unitRows(input({ at: 0, units: unknown, survivors: unknown }))).toEqual([
    "Can't tell: not available: the engine is elsewhere",
  ]);
  expect(unitRows(input({ at: 0, units: known([]), survivors: known([]) }))[0]).toContain(
    'Neither docker nor containerd',
  );
  expect(unitRows(input(null))).toEqual(['Looking …']);
});
