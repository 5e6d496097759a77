import { describe, expect, it } from 'vitest';
import {
  aCompose,
  aComposeService,
  aContainer,
  aStateWith,
  now,
  probes,
  seconds,
} from '../../helpers/stack-factory.ts';
import { codesOf, findingOf } from './stage.ts';

const failing = probes(
  4,
  { exitCode: 22, output: 'curl: (22) The requested URL returned error: 503\n' },
  now - seconds(5),
);
const sick = { status: 'unhealthy', failingStreak: 12, probes: failing } as const;

describe('an unhealthy container', () => {
  it('is told with its streak, since when, and the last probe’s own words', () => {
    const finding = findingOf('unhealthy', aStateWith([aContainer({ health: sick })]));
    expect(finding.title).toBe(
      'api unhealthy for 1 min, 12 probes failed in a row: curl: (22) The requested URL returned error: 503',
    );
    expect(finding).toMatchObject({ severity: 'critical', since: now - seconds(60) });
    expect(finding.evidence).toHaveLength(4);
    expect(finding.evidence[2]).toEqual({
      at: now - seconds(5),
      text: 'probe exit 22 after 120 ms: curl: (22) The requested URL returned error: 503',
    });
    expect(finding.evidence[3]?.text).toContain('probe: wget -q');
    expect(finding.nextSteps.map(({ action }) => action)).toEqual(['screen.health', 'logs.of-service']);
  });

  it('is never told from before its start, nor stretched by probes that were missed while the engine was away', () => {
    const every = seconds(5);
    const at = (ago: number) => ({ startedAt: now - ago, endedAt: now - ago + 100, exitCode: 1, output: '' });
    const gapped = [...[65, 60, 55].map(seconds), ...[15, 10, 5].map(seconds)].map(at);
    const sinceOf = (failingStreak: number, startedAt: number) =>
      findingOf(
        'unhealthy',
        aStateWith([
          aContainer({
            health: { status: 'unhealthy', failingStreak, probes: gapped },
            detail: { startedAt },
          }),
        ]),
      ).since;
    expect(sinceOf(16, now - seconds(600))).toBe(now - seconds(5) - 15 * every);
    expect(sinceOf(16, now - seconds(70))).toBe(now - seconds(70));
    expect(sinceOf(3, now - seconds(600))).toBe(now - seconds(65));
  });

  it('knows no control characters of a hostile probe', () => {
    const hostile = probes(3, { exitCode: 1, output: '\u001B[2J\u001B]0;x\u0007gone\u202E' });
    const { title, evidence } = findingOf(
      'unhealthy',
      aStateWith([aContainer({ health: { ...sick, probes: hostile } })]),
    );
    expect([title, ...evidence.map(({ text }) => text)].join('')).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202E]/);
  });

  it('without output or probes is told all the same, and no probe is made up', () => {
    const mute = aStateWith([aContainer({ health: { status: 'unhealthy', failingStreak: 0, probes: [] } })]);
    const { title } = findingOf('unhealthy', mute);
    expect(title).toContain('api unhealthy');
    expect(title).not.toContain('probe');
  });

  it('is a warning while another replica is well', () => {
    const pair = [aContainer(), aContainer({ labels: { number: 2 }, health: sick })];
    const compose = aCompose([aComposeService('api', { wanted: 2 })]);
    const finding = findingOf(
      'unhealthy',
      aStateWith(pair, { later: [{ type: 'compose-read', at: now, project: compose }] }),
    );
    expect(finding.severity).toBe('warning');
    expect(finding.title).toMatch(/^api 1 of 2 unhealthy/);
  });

  it.each([
    ['paused', aContainer({ state: 'paused', health: { ...sick, meaningful: false } })],
    ['stopping', aContainer({ stopping: true, health: { ...sick, meaningful: false } })],
    ['just unpaused', aContainer({ health: { ...sick, meaningful: false } })],
  ])('is not one that is %s', (_, container) => {
    expect(codesOf(aStateWith([container]))).not.toContain('unhealthy');
  });
});
