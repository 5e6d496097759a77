import { describe, expect, it } from 'vitest';
import {
  aCompose,
  aComposeService,
  aContainer,
  anExited,
  aStateWith,
  minutes,
  now,
  seconds,
} from '../../helpers/stack-factory.ts';
import { codesOf, engineEvent, findingOf } from './stage.ts';

const policyTexts = (restartPolicy: string): string =>
  findingOf('exited', aStateWith([anExited(1, { detail: { restartPolicy } })]))
    .evidence.map(({ text }) => text)
    .join('\n');

describe('a container that ended and stays down', () => {
  it.each([
    [0, 'api stopped (0) 3 min ago'],
    [143, 'api stopped (143, SIGTERM) 3 min ago'],
    [1, 'api exited (1) 3 min ago: ended with an error'],
    [127, 'api exited (127) 3 min ago: its command was not found in the image'],
    [139, 'api exited (139, SIGSEGV) 3 min ago: crashed with a memory access error, SIGSEGV'],
  ])('with exit code %i', (code, title) => {
    const finding = findingOf('exited', aStateWith([anExited(code)]));
    expect(finding).toMatchObject({ title, severity: 'critical', since: now - minutes(3) });
  });

  it.each([
    [['SIGKILL'], 'killed by SIGKILL through the engine'],
    [['SIGTERM', 'SIGKILL'], 'told to stop, and killed when its grace period was over'],
    [[], 'killed by SIGKILL: by somebody, by the kernel, or because a stop took longer than its grace period'],
  ])('killed after %j: %s', (signals, words) => {
    const later = signals.map((signal, index) => engineEvent('kill', now - minutes(3) - 500 + index, { signal }));
    const finding = findingOf('exited', aStateWith([anExited(137)], { later }));
    expect(finding.title).toBe(`api exited (137, SIGKILL) 3 min ago: ${words}`);
    const lines = finding.evidence.map(({ text }) => text);
    expect(lines.filter(line => line.includes('was sent'))).toEqual(
      signals.map(signal => `${signal} was sent to depotix-api-1`),
    );
  });

  it('says what the restart policy makes of it', () => {
    expect(policyTexts('unless-stopped')).toContain('stopped by somebody');
    expect(policyTexts('no')).toContain('does not start it again by itself');
  });

  it('can be started by the command given, also where names need quotes', () => {
    const state = aStateWith([anExited(0)]);
    const odd = { ...state, identity: { ...state.identity, files: ["/srv/it's here/compose.yml"] } };
    const [step] = findingOf('exited', odd).nextSteps.flatMap(({ command }) => command ?? []);
    expect(step).toBe(
      String.raw`docker compose -p depotix --project-directory /srv/depotix -f '/srv/it'\''s here/compose.yml' start api`,
    );
  });

  it('is a warning while other replicas serve', () => {
    const state = aStateWith([aContainer(), anExited(1, { name: 'depotix-api-2', labels: { number: 2 } })], {
      later: [{ type: 'compose-read', at: now, project: aCompose([aComposeService('api', { wanted: 2 })]) }],
    });
    expect(findingOf('exited', state)).toMatchObject({
      severity: 'warning',
      title: 'api 1 of 2 exited (1) 3 min ago: ended with an error',
    });
  });

  it('is news at once when nothing has taken its place', () => {
    expect(codesOf(aStateWith([anExited(1, { detail: { finishedAt: now - seconds(1) } })]))).toEqual(['exited']);
  });

  it('shows the engine’s own words', () => {
    const state = aStateWith([anExited(128, { detail: { error: 'mount denied: no such device\u001B[31m' } })]);
    expect(findingOf('exited', state).evidence.map(({ text }) => text)).toContain('mount denied: no such device');
  });
});
