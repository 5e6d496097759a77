import { describe, expect, it } from 'vitest';
import { plainLines } from '../../src/screens/plain-lines.ts';
import { frameInput } from '../helpers/frame.ts';
import { choosingState, healthyState, incidentState, noEngineState, now, withUi } from '../helpers/state-factory.ts';

describe('plainLines', () => {
  it('says what is wrong and what to do, in sentences', () => {
    const lines = plainLines(frameInput(incidentState(), '80x24'));
    expect(lines[0]).toMatch(/^depotix: degraded since 01:06 UTC, api OOM-killed/);
    expect(lines).toContain('Next: read its log, key l');
    expect(lines).toContain('web: healthy, memory about 40 % of its limit.');
    expect(lines).toContain('api: exited (137, OOM), 7 restarts.');
  });

  it('has no frames, no marks and no colours', () => {
    for (const state of [healthyState(), incidentState(), noEngineState(), choosingState()]) {
      expect(plainLines(frameInput(state, '80x24')).join('\n')).not.toMatch(/[\u001B\u2500-\u25FF✔✖]/);
    }
  });

  it('stays the same while only time goes by', () => {
    expect(plainLines(frameInput(incidentState(), '80x24', { now: now + 2000 }))).toEqual(
      plainLines(frameInput(incidentState(), '80x24')),
    );
  });

  it('reads the open dialog instead of the screen', () => {
    const lines = plainLines(frameInput(withUi(healthyState(), { dialog: { kind: 'help', scroll: 0 } }), '80x24'));
    expect(lines[1]).toBe('Keys on this screen: overview');
  });

  it('names the stacks to choose from, and what to do without an engine', () => {
    expect(plainLines(frameInput(choosingState(), '80x24'))).toContain('Marked: depotix, 4 containers run');
    expect(plainLines(frameInput(noEngineState(), '80x24'))).toContain('systemctl status docker');
  });
});
