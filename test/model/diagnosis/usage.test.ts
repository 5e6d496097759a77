import { describe, expect, it } from 'vitest';
import type { StackEvent } from '../../../src/model/stack-event.ts';
import {
  aContainer,
  aSample,
  aStateWith,
  mebibyte,
  now,
  seconds,
  type SampleParts,
} from '../../helpers/stack-factory.ts';
import { codesOf, findingOf } from './stage.ts';

const api = aContainer();
const readings = (list: readonly SampleParts[], step = seconds(2)): StackEvent[] =>
  list.map((parts, index): StackEvent => {
    const at = now - (list.length - 1 - index) * step;
    return { type: 'stats-sampled', at, samples: [aSample(api, { ...parts, at })] };
  });
const memory = (...list: readonly number[]): StackEvent[] =>
  readings(list.map(size => ({ memoryBytes: size * mebibyte })));

describe('memory near its limit', () => {
  it.each([
    [800, 'warning', 'api memory 78 % of its limit: 800 MiB of 1 GiB'],
    [950, 'critical', 'api memory 93 % of its limit: 950 MiB of 1 GiB'],
  ])('%i MiB of 1 GiB is %s', (size, severity, title) => {
    expect(findingOf('memory-high', aStateWith([api], { later: memory(size, size, size) }))).toMatchObject({
      severity,
      title,
    });
  });

  it('says when it will be full at this pace', () => {
    const climbing = Array.from({ length: 41 }, (_, index) => 600 + index * 5);
    expect(findingOf('memory-high', aStateWith([api], { later: memory(...climbing), samples: [] })).title).toContain(
      'full in about 1 min',
    );
  });

  it('does not reckon with the pace of the life before', () => {
    const again: StackEvent = {
      type: 'container-inspected',
      at: now,
      container: aContainer({ detail: { startedAt: now - 1 } }),
    };
    const climbing = Array.from({ length: 41 }, (_, index) => 600 + index * 5);
    const later = [...memory(...climbing), again, ...memory(790, 795, 800)];
    expect(findingOf('memory-high', aStateWith([api], { later, samples: [] })).title).toBe(
      'api memory 78 % of its limit: 800 MiB of 1 GiB',
    );
  });

  it('is not a single reading', () => {
    expect(codesOf(aStateWith([api], { later: memory(500, 500, 950) }))).toEqual([]);
  });

  it('is not without a limit', () => {
    expect(
      codesOf(
        aStateWith([api], {
          later: readings([
            { memoryBytes: 9e9, limitBytes: null },
            { memoryBytes: 9e9, limitBytes: null },
          ]),
        }),
      ),
    ).toEqual([]);
  });
});

const throttled = (share: number, cores: number, count = 5): StackEvent[] =>
  readings(Array.from({ length: count }, () => ({ throttledShare: share, cores })));

describe('throttling', () => {
  it('of a service that works at its limit', () => {
    expect(findingOf('cpu-throttled', aStateWith([api], { later: throttled(0.64, 0.98), samples: [] }))).toMatchObject({
      severity: 'warning',
      title: 'api throttled 64 % of the time at its limit of 1 core',
    });
  });

  it.each([
    ['a little', throttled(0.2, 0.98)],
    ['in bursts of a service that idles', throttled(0.4, 0.1)],
    ['of a container just seen, mildly', throttled(0.3, 0.98, 1)],
  ])('is nothing: %s', (_, later) => {
    expect(codesOf(aStateWith([api], { later, samples: [] }))).toEqual([]);
  });
});

const lost = (ago: number): StackEvent => ({
  type: 'stats-lost',
  at: now - ago,
  containerId: api.id,
  reason: 'the engine did not answer in 5 s',
});

describe('figures that do not come', () => {
  it('are told after ten seconds, with the reason', () => {
    expect(findingOf('stats-lost', aStateWith([api], { later: [lost(seconds(12))] }))).toMatchObject({
      severity: 'warning',
      title: 'api no usage figures for 12 s: the engine did not answer in 5 s',
    });
  });

  it('are not told in the moment a container is replaced', () => {
    expect(codesOf(aStateWith([api], { later: [lost(seconds(3))] }))).toEqual([]);
  });
});

const stream = (phase: 'unreadable' | 'lost' | 'following', ago: number): StackEvent => ({
  type: 'log-stream-changed',
  at: now,
  status: {
    containerId: api.id,
    service: 'api',
    phase,
    reason: 'logging driver none can’t be read',
    since: now - ago,
    received: 0,
  },
});

describe('logs', () => {
  it('O-LOGS-2: that can’t be read are said to be so', () => {
    expect(findingOf('log-unreadable', aStateWith([api], { later: [stream('unreadable', seconds(1))] }))).toMatchObject(
      {
        severity: 'info',
        title: 'api log can’t be read: logging driver none can’t be read',
      },
    );
  });

  it('that are lost are a warning after ten seconds', () => {
    expect(findingOf('log-unreadable', aStateWith([api], { later: [stream('lost', seconds(12))] })).severity).toBe(
      'warning',
    );
    expect(codesOf(aStateWith([api], { later: [stream('lost', seconds(5))] }))).toEqual([]);
    expect(codesOf(aStateWith([api], { later: [stream('following', seconds(50))] }))).toEqual([]);
  });
});
