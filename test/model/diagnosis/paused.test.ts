import { expect, it } from 'vitest';
import { aContainer, aStateWith, minutes, now } from '../../helpers/stack-factory.ts';
import { codesOf, engineEvent, findingOf, severityOf } from './stage.ts';

const frozen = aContainer({ state: 'paused', health: { status: 'unhealthy', meaningful: false, failingStreak: 3 } });

it('O-STATUS-1: is paused, amber, and what helps is unpause', () => {
  const state = aStateWith([frozen], { later: [engineEvent('pause', now - minutes(4))] });
  expect(codesOf(state)).toEqual(['paused']);
  expect(findingOf('paused', state)).toMatchObject({
    title: 'api paused for 4 min: its processes are frozen and answer nothing',
    severity: 'critical',
    since: now - minutes(4),
  });
  expect(findingOf('paused', state).nextSteps[0]?.command).toMatch(/unpause api$/);
  expect(severityOf('api', state)).toBe('warn');
});

it('is told without a time by a console that was not there', () => {
  expect(findingOf('paused', aStateWith([frozen]))).toMatchObject({
    title: 'api paused: its processes are frozen and answer nothing',
    since: null,
  });
});

it('is a warning for a service without a role', () => {
  expect(findingOf('paused', aStateWith([aContainer({ service: 'worker', state: 'paused' })])).severity).toBe(
    'warning',
  );
});
