import { expect, it } from 'vitest';
import type { StackEvent } from '../../../src/model/stack-event.ts';
import { aContainer, aStateWith, minutes, now, seconds } from '../../helpers/stack-factory.ts';
import { codesOf, findingOf } from './stage.ts';

const api = aContainer({ service: 'api' });
const failed = (at: number): StackEvent => ({ type: 'inspect-failed', at, containerId: api.id, reason: 'no answer' });

it('a container whose inspect fails is said to be known by half, since the first failure', () => {
  const state = aStateWith([api], { later: [failed(now - minutes(2)), failed(now - seconds(3))] });
  expect(findingOf('inspect-failed', state)).toMatchObject({
    severity: 'warning',
    title: 'api can’t be inspected for 2 min: its restarts, limits and health log are old',
    since: now - minutes(2),
    evidence: [{ text: `${api.name}: no answer` }],
    nextSteps: [{ command: `docker inspect ${api.name}` }, { action: 'logs.of-service' }],
  });
});

it('a single slow inspect is none', () => {
  expect(codesOf(aStateWith([api], { later: [failed(now - seconds(3))] }))).toEqual([]);
});

it('it is over with the next inspect, and with the container', () => {
  const read: StackEvent = { type: 'container-inspected', at: now, container: api };
  const removed: StackEvent = { type: 'container-removed', at: now, containerId: api.id };
  for (const end of [read, removed]) {
    const { unreadable } = aStateWith([api], { later: [failed(now - minutes(2)), end] });
    expect(unreadable).toEqual({});
  }
});
