import { expect, test } from 'vitest';
import { parseEvent, signalName } from '../../../src/docker/parse/event.ts';

const event = (action: string, attributes: Record<string, string> = {}) => ({
  Type: 'container',
  Action: action,
  Actor: { ID: 'c1', Attributes: { name: 'shop-api-1', 'com.docker.compose.service': 'api', ...attributes } },
  time: 1_795_574_482,
  timeNano: Number('1795574482537123456'),
});

test('a death tells its exit code, at the ms of the engine', () => {
  expect(parseEvent(event('die', { exitCode: '137' }))).toEqual({
    at: 1_795_574_482_537,
    action: 'die',
    containerId: 'c1',
    service: 'api',
    name: 'shop-api-1',
    exitCode: 137,
    signal: null,
  });
});

test.each([
  ['health_status: unhealthy', 'health_status: unhealthy'],
  ['exec_create: /bin/sh -c curl', 'exec_create'],
  ['kill', 'kill'],
])('the action %s is told as %s', (action, told) => {
  expect(parseEvent(event(action))?.action).toBe(told);
});

test.each([
  ['15', 'SIGTERM'],
  ['9', 'SIGKILL'],
  ['37', '37'],
  ['SIGINT', 'SIGINT'],
  ['quit', 'SIGQUIT'],
  ['', null],
])('the signal "%s" is %s', (word, name) => {
  expect(signalName(word)).toBe(name);
});

test('what is about no container is none of ours', () => {
  expect(parseEvent({ Type: 'network', Action: 'connect', Actor: { ID: 'n1' } })).toBeNull();
  expect(parseEvent({})).toBeNull();
});
