import { describe, expect, it } from 'vitest';
import type { StackEvent } from '../../../src/model/stack-event.ts';
import { aState, aStateWith, anExited, anHttpProbe, now, seconds } from '../../helpers/stack-factory.ts';
import { codesOf, findingOf } from './stage.ts';

const answers = (...codes: readonly (number | null)[]): StackEvent[] =>
  codes.map((statusCode, index) => {
    const ok = statusCode !== null && statusCode < 400;
    const at = now - seconds((codes.length - index) * 10);
    const detail = statusCode === null ? 'connect ECONNREFUSED 127.0.0.1:443' : '';
    return {
      type: 'http-probed',
      at,
      probe: anHttpProbe({ ok, at, statusCode, detail, url: 'https://shop.example/' }),
    };
  });

describe('the public URL', () => {
  it.each([
    ['answers', [200, 200], []],
    ['failed once', [200, 502], []],
    ['fails twice in a row', [200, 502, 502], ['public-url-fails']],
    ['failed the only time', [null], ['public-url-fails']],
    ['answers again', [502, 502, 200], []],
  ] as const)('that %s', (_, codes, found) => {
    expect(codesOf(aState({ later: answers(...codes) }))).toEqual(found);
  });

  it('that fails says how, since when, and what to ask by hand', () => {
    expect(findingOf('public-url-fails', aState({ later: answers(200, 502, null) }))).toMatchObject({
      severity: 'critical',
      title: 'https://shop.example/ does not answer: connect ECONNREFUSED 127.0.0.1:443',
      since: now - seconds(20),
      nextSteps: [{ action: 'screen.health' }, { command: 'curl -sv -o /dev/null https://shop.example/' }],
    });
  });

  it('is explained by the first service on its way that is down', () => {
    const stopped = ['api', 'caddy'].map(service => anExited(1, { service }));
    const { causedBy } = findingOf('public-url-fails', aStateWith(stopped, { later: answers(502, 502) }));
    expect(causedBy).toBe('exited:caddy');
  });
});
