import { describe, expect, it } from 'vitest';
import { assess } from '../../src/model/assess.ts';
import type { Container } from '../../src/model/container.ts';
import type { StackEvent } from '../../src/model/stack-event.ts';
import type { StackState } from '../../src/model/stack-state.ts';
import { verdictSentence, type Verdict } from '../../src/model/verdict.ts';
import {
  aContainer,
  aDisk,
  aHost,
  anExited,
  anHttpProbe,
  aState,
  aStateWith,
  depotixContainers,
  engineDown,
  minutes,
  now,
  probes,
  seconds,
} from '../helpers/stack-factory.ts';

const verdict = (state: StackState, strict = false): Verdict => assess(state, now, { strict }).verdict;
const probed = (...list: readonly boolean[]): StackEvent[] =>
  list.map((ok, index) => ({
    type: 'http-probed',
    at: now,
    probe: anHttpProbe({ ok, at: now - seconds((list.length - index) * 5), statusCode: ok ? 200 : 502 }),
  }));
const sickEdge = aContainer({
  service: 'caddy',
  health: { status: 'unhealthy', failingStreak: 4, probes: probes(4, { exitCode: 1 }) },
});
const stopped = (service: string): Container => anExited(0, { service });

describe('the verdict', () => {
  it('is ok when all is well', () => {
    expect(verdict(aState())).toEqual({ state: 'ok', reason: '4 of 4 services run', since: null });
  });

  it('is ok with warnings, unless they are to count', () => {
    const filling: StackEvent = {
      type: 'host-sampled',
      at: now,
      sample: aHost({ disks: { ok: true, value: [aDisk(85)] } }),
    };
    expect(verdict(aState({ later: [filling] })).state).toBe('ok');
    expect(verdict(aState({ later: [filling] }), true).state).toBe('degraded');
  });

  it('is degraded by a critical finding, since the trouble began, with the root as the reason', () => {
    expect(verdict(aStateWith([stopped('postgres')]))).toEqual({
      state: 'degraded',
      reason: 'postgres stopped (0) 3 min ago',
      since: now - minutes(3),
    });
  });

  it.each([
    ['stopped', stopped('caddy'), 'the edge is stopped (0): caddy'],
    ['paused', aContainer({ service: 'caddy', state: 'paused' }), 'the edge is paused: caddy'],
    ['unhealthy', sickEdge, 'the edge is unhealthy: caddy'],
  ])('is down when the edge is %s', (_, edge, reason) => {
    expect(verdict(aStateWith([edge]))).toMatchObject({ state: 'down', reason });
  });

  it('is not down when the edge only says it is unhealthy, but the public URL answers', () => {
    expect(verdict(aStateWith([sickEdge], { later: probed(true, true) })).state).toBe('degraded');
  });

  it('is not down when one of two edges works', () => {
    expect(verdict(aStateWith([stopped('caddy'), aContainer({ service: 'proxy' })])).state).toBe('degraded');
  });

  it('is not down while the edge starts', () => {
    const starting = aContainer({
      service: 'caddy',
      health: { status: 'starting' },
      detail: { startedAt: now - seconds(3) },
    });
    expect(verdict(aStateWith([starting])).state).toBe('ok');
  });

  it('is down when no service runs', () => {
    const all = depotixContainers().map(({ labels }) => stopped(labels.service ?? ''));
    expect(verdict(aState({ containers: all }))).toMatchObject({ state: 'down', reason: 'no service runs' });
    expect(verdict(aState({ containers: [] })).state).toBe('down');
  });

  it.each([
    ['twice in a row', [true, false, false], 'down'],
    ['the only time it was asked', [false], 'down'],
    ['once', [true, false], 'ok'],
    ['before, but no more', [false, false, true], 'ok'],
  ] as const)('with a public URL that failed %s', (_, answers, state) => {
    expect(verdict(aState({ later: probed(...answers) })).state).toBe(state);
  });

  it('forgets what the public URL answered a minute ago', () => {
    const old: StackEvent = { type: 'http-probed', at: now, probe: anHttpProbe({ ok: false, at: now - seconds(61) }) };
    expect(verdict(aState({ later: [old] })).state).toBe('ok');
  });

  it('is unknown without an engine, whatever was last seen', () => {
    const lost: StackEvent = { type: 'engine-lost', at: now - seconds(12), problem: engineDown, retryAt: null };
    expect(verdict(aStateWith([stopped('caddy')], { later: [lost] }))).toEqual({
      state: 'unknown',
      reason: engineDown.message,
      since: now - seconds(12),
    });
    expect(verdict({ ...aState(), listedAt: null }).state).toBe('unknown');
  });
});

describe('the sentence of the header', () => {
  it.each<[Verdict, string]>([
    [{ state: 'ok', reason: '', since: null }, 'OK'],
    [{ state: 'degraded', reason: '', since: now - minutes(6) }, 'DEGRADED for 6 min (since 01:01)'],
    [{ state: 'down', reason: '', since: null }, 'DOWN'],
  ])('%j', (given, sentence) => expect(verdictSentence(given, now)).toBe(sentence));
});

it('a service is as red as the worst finding about it', () => {
  const state = aState({
    later: [{ type: 'stats-lost', at: now - seconds(20), containerId: aContainer().id, reason: 'x' }],
  });
  const tones = assess(state, now).services.map(({ name, severity }) => [name, severity]);
  expect(tones).toEqual([
    ['caddy', 'good'],
    ['web', 'good'],
    ['api', 'warn'],
    ['postgres', 'good'],
  ]);
});
