import { describe, expect, it } from 'vitest';
import {
  aCompose,
  aComposeService,
  aContainer,
  anExited,
  aState,
  aStateWith,
  depotixContainers,
  minutes,
  noHealth,
  now,
  seconds,
} from '../../helpers/stack-factory.ts';
import { codesOf, findingOf, findingsOf } from './stage.ts';

const waiting = (service: string, ago = minutes(2)): ReturnType<typeof aContainer> =>
  aContainer({ service, state: 'created', health: noHealth, createdAt: now - ago, detail: { startedAt: null } });

describe('created and left so', () => {
  it('names what it waits for', () => {
    const state = aStateWith([waiting('caddy'), aContainer({ health: { status: 'unhealthy', failingStreak: 3 } })]);
    expect(findingOf('not-started', state)).toMatchObject({
      title: 'caddy created 2 min ago but never started: api is not well',
      severity: 'critical',
      causedBy: 'unhealthy:api',
    });
  });

  it('is nobody’s fault when all it needs is well', () => {
    expect(findingOf('not-started', aStateWith([waiting('caddy')])).title).toContain('nobody started it');
  });

  it('gets its half minute', () => {
    expect(codesOf(aStateWith([waiting('caddy', seconds(29))]))).toEqual([]);
  });
});

it('refused by the engine: its own words, at once', () => {
  const error =
    'driver failed programming external connectivity: Bind for 0.0.0.0:443 failed: port is already allocated';
  const refused = aContainer({
    service: 'caddy',
    state: 'created',
    health: noHealth,
    createdAt: now - 500,
    detail: { exitCode: 128, error },
  });
  expect(findingOf('not-started', aStateWith([refused]))).toMatchObject({
    title: `caddy could not be started: ${error}`,
    severity: 'critical',
  });
});

it('refused by the runtime: the reason without the words of all who passed it on', () => {
  const reason = 'exec: "nosuch": executable file not found in $PATH';
  const error = `failed to create task for container: OCI runtime create failed: runc create failed: unable to start container process: ${reason}: unknown`;
  const refused = aContainer({ state: 'created', health: noHealth, detail: { exitCode: 127, error } });
  const finding = findingOf('not-started', aStateWith([refused]));
  expect(finding.title).toBe(`api could not be started: ${reason}`);
  expect(finding.evidence[0]?.text).toBe(`depotix-api-1 (exit 127): ${error}`);
});

describe('not created', () => {
  const withoutApi = depotixContainers().filter(({ labels }) => labels.service !== 'api');

  it('is critical for a service with a role', () => {
    expect(findingOf('not-started', aState({ containers: withoutApi }))).toMatchObject({
      title: 'api not created: the compose file wants it, no container exists',
      severity: 'critical',
    });
  });

  it('sends nobody to a log where there is no container', () => {
    const { nextSteps } = findingOf('not-started', aState({ containers: withoutApi }));
    expect(nextSteps.map(({ text }) => text)).toEqual(['create and start api']);
    const left = findingOf('not-started', aStateWith([waiting('caddy')]));
    expect(left.nextSteps.map(({ text }) => text)).toEqual(['start caddy', 'read its log']);
  });

  it('is a warning for another one, and for one replica of several', () => {
    const names = ['caddy', 'web', 'postgres', 'worker'].map(name => aComposeService(name));
    const compose = aCompose([...names, aComposeService('api', { wanted: 2 })]);
    const findings = findingsOf(aState({ later: [{ type: 'compose-read', at: now, project: compose }] }));
    expect(findings.map(({ title, severity }) => [title, severity])).toEqual([
      ['api 1 of 2 containers exist', 'warning'],
      ['worker not created: the compose file wants it, no container exists', 'warning'],
    ]);
  });

  it('can’t be told without the compose file', () => {
    expect(codesOf({ ...aState({ containers: withoutApi }), compose: null })).toEqual([]);
  });
});

describe('a stack without containers', () => {
  it('is one finding, with the command', () => {
    const state = aState({ containers: [] });
    expect(codesOf(state)).toEqual(['not-started']);
    expect(findingOf('not-started', state).title).toBe('depotix is down: none of its 4 services has a container');
    expect(findingOf('not-started', state).nextSteps[0]?.command).toContain('up -d');
  });

  it('is one finding, too, where nothing tells its services', () => {
    expect(findingOf('not-started', { ...aState({ containers: [] }), compose: null }).title).toBe(
      'depotix has no container on this engine',
    );
  });

  it('is not one where everything has ended: that is told by service', () => {
    expect(
      codesOf(
        aState({ containers: depotixContainers().map(({ labels }) => anExited(0, { service: labels.service ?? '' })) }),
      ),
    ).toEqual(Array.from({ length: 4 }, () => 'exited'));
  });
});
