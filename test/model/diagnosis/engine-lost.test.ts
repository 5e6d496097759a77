import { expect, it } from 'vitest';
import { anExited, aState, aStateWith, engineDown, now, seconds } from '../../helpers/stack-factory.ts';
import { codesOf, findingOf, severityOf } from './stage.ts';

const lost = { type: 'engine-lost', at: now - seconds(12), problem: engineDown, retryAt: now + 500 } as const;

it('says since when, why, what was last seen and what to do', () => {
  const finding = findingOf('engine-lost', aState({ later: [lost] }));
  expect(finding).toMatchObject({ severity: 'critical', subject: { kind: 'engine' }, since: now - seconds(12) });
  expect(finding.title).toBe(
    'engine lost 12 s ago: The engine at unix:///var/run/docker.sock is down: connection refused',
  );
  expect(finding.evidence.map(({ text }) => text).join('\n')).toContain('last seen: caddy healthy, web healthy');
  expect(finding.nextSteps.map(({ text }) => text)).toEqual(engineDown.nextSteps);
});

it('judges nothing else by what was last seen', () => {
  const state = aStateWith([anExited(1)], { later: [lost] });
  expect(codesOf(state)).toEqual(['engine-lost']);
  expect(severityOf('api', state)).toBe('neutral');
});
