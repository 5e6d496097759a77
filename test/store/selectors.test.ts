import { describe, expect, it } from 'vitest';
import { reduceStack } from '../../src/model/reduce-stack.ts';
import { createSelectors } from '../../src/store/selectors.ts';
import {
  aContainer,
  aHost,
  anExited,
  aSample,
  aState,
  aStateWith,
  aDisk,
  mebibyte,
  now,
  seconds,
} from '../helpers/stack-factory.ts';

describe('selectors', () => {
  it('give the same reference for the same input', () => {
    const selectors = createSelectors();
    const state = aStateWith([anExited(1)]);
    for (const select of [
      selectors.assessment,
      selectors.services,
      selectors.findings,
      selectors.verdict,
      selectors.counts,
      selectors.uiFacts,
    ]) {
      expect(select(state, now)).toBe(select(state, now));
    }
  });

  it('judge not again for heartbeats and log lines', () => {
    const selectors = createSelectors();
    const state = aState();
    const before = selectors.assessment(state, now);
    const beat = reduceStack(state, { type: 'engine-answered', at: now + 1 });
    const logged = reduceStack(beat, { type: 'logs-appended', at: now, version: 9 });
    expect(logged).not.toBe(state);
    expect(selectors.assessment(logged, now)).toBe(before);
  });

  it('keep what is equal when the figures move and when time goes on', () => {
    const selectors = createSelectors();
    const state = aState();
    const before = selectors.assessment(state, now);
    const moved = reduceStack(state, {
      type: 'stats-sampled',
      at: now,
      samples: [aSample(aContainer(), { at: now, memoryBytes: 5 * mebibyte })],
    });
    expect(selectors.assessment(moved, now + seconds(2))).toBe(before);
  });

  it('see what changed', () => {
    const selectors = createSelectors();
    const state = aState();
    expect(selectors.counts(state, now)).toEqual({ incidents: 0, warnings: 0, infos: 0 });
    const stopped = reduceStack(state, { type: 'container-inspected', at: now, container: anExited(1) });
    expect(selectors.counts(stopped, now)).toEqual({ incidents: 1, warnings: 0, infos: 0 });
    expect(selectors.verdict(stopped, now).state).toBe('degraded');
    expect(selectors.services(stopped, now).find(({ name }) => name === 'web')).toBe(
      selectors.services(state, now).find(({ name }) => name === 'web'),
    );
  });

  it('see the engine lost', () => {
    const selectors = createSelectors();
    const state = aState();
    expect(selectors.verdict(state, now).state).toBe('ok');
    const problem = { code: 'refused', message: 'down', nextSteps: [], statusCode: null } as const;
    expect(
      selectors.verdict(reduceStack(state, { type: 'engine-lost', at: now, problem, retryAt: null }), now).state,
    ).toBe('unknown');
  });

  it('tell the UI its rows, and which service a finding is about', () => {
    const disks = { ok: true, value: [aDisk(99)] } as const;
    const odd = anExited(1, { service: 'odd\u200Bname' });
    const state = aStateWith([odd], { later: [{ type: 'host-sampled', at: now, sample: aHost({ disks }) }] });
    expect(createSelectors().uiFacts(state, now)).toEqual({
      choosing: false,
      services: ['caddy', 'web', 'api', 'odd\u200Bname', 'postgres'],
      findings: [
        { key: 'disk-full:/', service: null, remark: false },
        { key: 'exited:oddname', service: 'odd\u200Bname', remark: false },
        { key: 'no-limit:depotix', service: null, remark: true },
      ],
    });
  });
});
