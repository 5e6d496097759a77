import { describe, expect, it } from 'vitest';
import { aContainer, anExited, aStateWith, minutes, now, seconds } from '../../helpers/stack-factory.ts';
import { codesOf, findingOf, lives } from './stage.ts';

describe('a crash loop', () => {
  const deaths = lives({ count: 5, lifetime: seconds(2), pause: seconds(18), exitCode: 1 }, now - seconds(3));

  it('that the console saw: how often, in what time, how', () => {
    const between = anExited(1, { state: 'restarting', detail: { restartCount: 5, finishedAt: now - seconds(21) } });
    const finding = findingOf('crash-loop', aStateWith([between], { later: deaths }));
    expect(finding.title).toBe('api crash loop: died 5 times in 1 min, dies 2 s after each start, exit 1 each time');
    expect(finding).toMatchObject({ severity: 'critical', since: now - seconds(101) });
    expect(finding.evidence).toHaveLength(3);
  });

  it('is told in the short moments in which it runs, too', () => {
    const alive = aContainer({
      health: { status: 'starting' },
      detail: { restartCount: 5, startedAt: now - seconds(2) },
    });
    expect(codesOf(aStateWith([alive], { later: deaths }))).toEqual(['crash-loop']);
  });

  it('found by a cold console while it waits for its next life', () => {
    const between = anExited(1, { state: 'restarting', detail: { restartCount: 7, startedAt: now - seconds(20) } });
    const finding = findingOf('crash-loop', aStateWith([between]));
    expect(finding.title).toBe('api crash loop: 7 restarts since created, started 20 s ago, exit 1');
    expect(finding.severity).toBe('critical');
  });

  it('found cold: what the engine remembers, beside what it counts', () => {
    const waiting = anExited(1, {
      state: 'restarting',
      detail: { restartCount: 12, startedAt: now - seconds(20), finishedAt: now - seconds(18) },
    });
    expect(findingOf('crash-loop', aStateWith([waiting], { later: deaths })).title).toBe(
      'api crash loop: 12 restarts since created, at least 5 deaths in the last 2 min, dies 2 s after each start, exit 1 each time',
    );
    const one = lives({ count: 1, lifetime: seconds(2), pause: seconds(18), exitCode: 1 });
    expect(findingOf('crash-loop', aStateWith([waiting], { later: one })).title).toBe(
      'api crash loop: 12 restarts since created, at least 1 death in the last 18 s, started 20 s ago, exit 1',
    );
  });

  it('found cold in a life that is healthy so far is only suspected', () => {
    const alive = aContainer({ detail: { restartCount: 7, startedAt: now - seconds(13) } });
    expect(findingOf('crash-loop', aStateWith([alive]))).toMatchObject({
      severity: 'warning',
      title: 'api restarted by the engine 13 s ago: 7 restarts since created, maybe a crash loop',
    });
  });

  it('found cold in a life that has not proved itself is one', () => {
    const alive = aContainer({
      health: { status: 'starting' },
      detail: { restartCount: 7, startedAt: now - seconds(1) },
    });
    expect(findingOf('crash-loop', aStateWith([alive]))).toMatchObject({
      severity: 'critical',
      title: 'api crash loop: 7 restarts since created, started 1 s ago',
    });
  });

  it('has ended when the container has been up for two minutes', () => {
    const settled = aContainer({ detail: { restartCount: 7, startedAt: now - minutes(2) - 1 } });
    expect(
      codesOf(
        aStateWith([settled], {
          later: lives({ count: 5, lifetime: 2_000, pause: 8_000, exitCode: 1 }, now - minutes(2)),
        }),
      ),
    ).toEqual([]);
  });

  it('is not spoken of after the first deaths; that it is down now is a warning', () => {
    const between = anExited(3, { state: 'restarting', detail: { restartCount: 1, finishedAt: now - 1_500 } });
    const once = lives({ count: 1, lifetime: 1_000, pause: 1_500, exitCode: 3 });
    expect(findingOf('crash-loop', aStateWith([between], { later: once }))).toMatchObject({
      severity: 'warning',
      title: 'api died 1 s ago, exit 3: the engine starts it again',
    });
  });

  it('is not one crash', () => {
    const again = aContainer({ detail: { restartCount: 1, startedAt: now - seconds(30) } });
    expect(
      codesOf(
        aStateWith([again], {
          later: lives({ count: 1, lifetime: 5_000, pause: 500, exitCode: 1 }, now - seconds(30)),
        }),
      ),
    ).toEqual([]);
  });
});
