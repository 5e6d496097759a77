import { describe, expect, it } from 'vitest';
import { aContainer, aStateWith, minutes, noHealth, now, seconds } from '../../helpers/stack-factory.ts';
import { codesOf, engineEvent, findingOf, findingsOf } from './stage.ts';

const leftover = aContainer({
  service: 'web',
  name: '3f0c9a7be211_depotix-web-1',
  leftover: true,
  image: 'depotix-web:41',
});

describe('O-STATUS-2: a left-over', () => {
  const created = aContainer({
    service: 'web',
    state: 'created',
    health: noHealth,
    createdAt: now - minutes(2),
    image: 'depotix-web:42',
    detail: { startedAt: null },
  });

  it('that still serves is named, and the recreate is to be finished, not the server removed', () => {
    const finding = findingOf('leftover-container', aStateWith([leftover, created]));
    expect(finding.title).toBe(
      'web 2 containers, 1 wanted: 3f0c9a7be211_depotix-web-1 is left over from an interrupted recreate',
    );
    expect(finding.evidence.map(({ text }) => text)).toEqual([
      '3f0c9a7be211_depotix-web-1: running, image depotix-web:41',
      'depotix-web-1: created, image depotix-web:42',
    ]);
    expect(finding.nextSteps.map(({ command }) => command).join('\n')).toMatch(/up -d --no-deps web$/);
  });

  it('explains the container that never started: one trouble, not two', () => {
    const findings = findingsOf(aStateWith([leftover, created]));
    expect(findings.map(({ code, causedBy, severity }) => [code, causedBy, severity])).toEqual([
      ['leftover-container', null, 'warning'],
      ['not-started', 'leftover-container:web', 'warning'],
    ]);
  });

  it('beside a running one may be removed', () => {
    const finding = findingOf('leftover-container', aStateWith([leftover, aContainer({ service: 'web' })]));
    expect(finding.nextSteps[0]?.command).toBe('docker rm --force 3f0c9a7be211_depotix-web-1');
  });
});

it('is nothing while a recreate is under way', () => {
  const fresh = aContainer({
    service: 'web',
    state: 'created',
    health: noHealth,
    createdAt: now - seconds(3),
    detail: { startedAt: null },
  });
  expect(codesOf(aStateWith([leftover, fresh]))).toEqual([]);
  expect(
    codesOf(aStateWith([leftover], { later: [engineEvent('rename', now - seconds(2), { service: 'web' })] })),
  ).toEqual([]);
});
