import { describe, expect, it } from 'vitest';
import { aContainer, anExited, aSample, aStateWith, minutes, now, seconds } from '../../helpers/stack-factory.ts';
import { codesOf, engineEvent, findingOf, lives, severityOf } from './stage.ts';

describe('a container killed for memory', () => {
  const looping = lives(
    { count: 6, lifetime: seconds(40), pause: seconds(10), exitCode: 137, oom: true },
    now - seconds(4),
  );

  it('of which the console saw several lives: when, why, how often, since when', () => {
    const again = aContainer({
      health: { status: 'starting' },
      detail: { restartCount: 6, startedAt: now - seconds(13) },
    });
    const finding = findingOf('oom-killed', aStateWith([again], { later: looping }));
    expect(finding.title).toBe(
      'api OOM-killed 14 s ago: reaches its 1 GiB limit about 40 s after each start; 6 times since 01:02',
    );
    expect(finding).toMatchObject({ severity: 'critical', causedBy: null });
    expect(finding.evidence[0]).toEqual({ at: now - seconds(14), text: 'exit 137, after the engine’s oom event' });
    expect(finding.nextSteps.map(({ action }) => action)).toContain('logs.of-service');
  });

  it('that a cold console finds: restarts since created', () => {
    const lying = anExited(137, {
      state: 'restarting',
      detail: { oomKilled: true, restartCount: 7, finishedAt: now - seconds(14) },
    });
    const finding = findingOf('oom-killed', aStateWith([lying]));
    expect(finding.title).toBe('api OOM-killed 14 s ago: reached its 1 GiB limit; 7 restarts since created');
    expect(finding.since).toBe(now - seconds(14));
  });

  it('that runs again when a cold console finds it: what the engine still remembers, beside what it counts', () => {
    const remembered = lives(
      { count: 3, lifetime: seconds(40), pause: seconds(10), exitCode: 137, oom: true },
      now - seconds(4),
      // The ring of the engine begins in the middle of a life.
    ).slice(1);
    const again = aContainer({ detail: { restartCount: 7, oomKilled: false, startedAt: now - seconds(13) } });
    const finding = findingOf('oom-killed', aStateWith([again], { later: remembered }));
    expect(finding.title).toBe(
      'api OOM-killed 14 s ago: reaches its 1 GiB limit about 40 s after each start; 7 restarts since created, at least 3 OOM kills in the last 2 min',
    );
    expect(finding.severity).toBe('critical');
    expect(codesOf(aStateWith([again], { later: remembered }))).toEqual(['oom-killed']);
  });

  it.each([
    ['no oom event is left', []],
    ['an oom event is of long before', [engineEvent('oom', now - seconds(60))]],
    ['an oom event is of another container', [engineEvent('oom', now - seconds(14), { containerId: 'another' })]],
  ])('is not claimed where %s: 137 alone is a SIGKILL', (_, ooms) => {
    const between = anExited(137, { state: 'restarting', detail: { restartCount: 7, finishedAt: now - seconds(14) } });
    const later = [
      engineEvent('start', now - seconds(70)),
      ...ooms,
      engineEvent('die', now - seconds(14), { exitCode: 137 }),
    ];
    const state = aStateWith([between], { later });
    expect(codesOf(state)).toEqual(['crash-loop']);
    expect(findingOf('crash-loop', state).evidence[0]?.text).toMatch(/^died: killed by SIGKILL.*exit 137, SIGKILL$/);
  });

  it('is known in whatever order the engine tells the kill and the end', () => {
    const down = anExited(137, { detail: { finishedAt: now - seconds(14) } });
    const later = [engineEvent('die', now - seconds(14), { exitCode: 137 }), engineEvent('oom', now - seconds(13.9))];
    expect(codesOf(aStateWith([down], { later }))).toEqual(['oom-killed']);
  });

  it('is no matter of the container that replaced it', () => {
    const before = ['start', 'oom', 'die', 'start', 'oom', 'die'].map((action, index) =>
      engineEvent(action, now - seconds(60 - index * 5), { containerId: 'replaced', exitCode: 137 }),
    );
    expect(codesOf(aStateWith([aContainer({ detail: { startedAt: now - seconds(5) } })], { later: before }))).toEqual(
      [],
    );
  });

  it('is not what a stop in good order after the kill of a child was', () => {
    const stopped = anExited(0, { detail: { oomKilled: true, finishedAt: now - seconds(14) } });
    const later = [
      engineEvent('oom', now - seconds(18)),
      engineEvent('kill', now - seconds(15), { signal: 'SIGTERM' }),
      engineEvent('die', now - seconds(14), { exitCode: 0 }),
    ];
    const state = aStateWith([stopped], { later });
    expect(codesOf(state)).toEqual(['exited']);
    expect(findingOf('exited', state).title).toBe('api stopped (0) 14 s ago');
  });

  it('is one incident: no crash loop, no exit, no high memory beside it', () => {
    const lying = anExited(137, { state: 'restarting', detail: { oomKilled: true, restartCount: 7 } });
    expect(codesOf(aStateWith([lying], { later: looping }))).toEqual(['oom-killed']);
    expect(codesOf(aStateWith([anExited(137, { detail: { oomKilled: true } })]))).toEqual(['oom-killed']);
  });

  it('turns its service red while it starts again', () => {
    const again = aContainer({ health: { status: 'starting' }, detail: { startedAt: now - seconds(13) } });
    expect(severityOf('api', aStateWith([again], { later: looping }))).toBe('bad');
  });

  it('without a limit of its own names none', () => {
    const lying = anExited(137, {
      detail: { oomKilled: true, limits: { memoryBytes: null, cpuCores: null, pids: null } },
    });
    expect(findingOf('oom-killed', aStateWith([lying])).title).toContain('reached its memory limit');
  });

  it('is no news after ten minutes of quiet', () => {
    const quiet = lives(
      { count: 3, lifetime: seconds(40), pause: seconds(10), exitCode: 137, oom: true },
      now - minutes(11),
    );
    expect(codesOf(aStateWith([aContainer({ detail: { startedAt: now - minutes(11) } })], { later: quiet }))).toEqual(
      [],
    );
  });
});

describe('a process killed inside a container that lives on', () => {
  it('is told from the engine’s oom event', () => {
    const finding = findingOf(
      'oom-killed',
      aStateWith([aContainer()], { later: [engineEvent('oom', now - seconds(30))] }),
    );
    expect(finding.title).toBe('api a process was OOM-killed inside the running container, the last 30 s ago');
    expect(finding.severity).toBe('critical');
  });

  it('is not told of a life before this one', () => {
    const api = aContainer({ detail: { startedAt: now - minutes(1) } });
    const before = [engineEvent('oom', now - minutes(3)), engineEvent('die', now - minutes(1), { exitCode: 0 })];
    expect(codesOf(aStateWith([api], { later: before }))).toEqual([]);
  });

  it('is told from OOMKilled of a container that runs on, which a start would have set back', () => {
    const api = aContainer({ detail: { oomKilled: true, startedAt: now - minutes(30) } });
    const finding = findingOf('oom-killed', aStateWith([api]));
    expect(finding.title).toBe('api a process was OOM-killed inside the running container since it started');
    expect(finding.evidence[0]?.text).toBe('OOMKilled, and it runs on');
    expect(codesOf(aStateWith([api], { later: [engineEvent('oom', now - 500)] }))).toEqual([]);
  });

  it('is not told before it shows whether the container died of it', () => {
    expect(codesOf(aStateWith([aContainer()], { later: [engineEvent('oom', now - 500)] }))).toEqual([]);
  });

  it('is told from the cgroup’s counter, and is a warning when nobody knows when', () => {
    const api = aContainer();
    const finding = findingOf(
      'oom-killed',
      aStateWith([api], { later: [{ type: 'stats-sampled', at: now, samples: [aSample(api, { oomKills: 3 })] }] }),
    );
    expect(finding.title).toBe('api 3 processes were OOM-killed inside the running container since it started');
    expect(finding.severity).toBe('warning');
  });

  it('is told from what the host reads', () => {
    const api = aContainer({ detail: { startedAt: now - minutes(2) } });
    const cgroups = [{ containerId: api.id, oomKills: 2, memoryPeakBytes: 1024 ** 3, processes: 5 }];
    const finding = findingOf('oom-killed', aStateWith([api], { later: [{ type: 'cgroups-read', at: now, cgroups }] }));
    expect(finding.severity).toBe('critical');
    expect(finding.evidence.map(({ text }) => text).join('\n')).toContain('peak 1 GiB');
  });
});
