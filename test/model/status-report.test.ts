import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assess } from '../../src/model/assess.ts';
import type { StackState } from '../../src/model/stack-state.ts';
import { buildStatusReport, type StatusReport } from '../../src/model/status-report.ts';
import {
  aContainer,
  anExited,
  aState,
  aStateWith,
  engineDown,
  idOf,
  initialOptions,
  now,
  seconds,
} from '../helpers/stack-factory.ts';
import { createInitialState } from '../../src/model/initial-state.ts';

const report = (state: StackState): StatusReport => buildStatusReport(state, assess(state, now), now);

describe('status --json', () => {
  it('is what its documentation shows', () => {
    const api = anExited(137, {
      state: 'restarting',
      ports: [{ hostIp: null, hostPort: null, containerPort: 8_000, protocol: 'tcp' }],
      detail: { oomKilled: true, restartCount: 7, startedAt: now - seconds(54), finishedAt: now - seconds(14) },
    });
    const state = aStateWith([api], { later: [{ type: 'engine-answered', at: now - 400 }] });
    const page = readFileSync(new URL('../../docs/status-json.md', import.meta.url), 'utf8');
    const example: unknown = JSON.parse(/```json\n([\s\S]*?)\n```/.exec(page)?.[1] ?? 'null');
    const { services, findings, ...rest } = report(state);
    const [oom] = findings;
    expect({
      ...rest,
      services: services.filter(({ name }) => name === 'api'),
      findings: [
        oom === undefined ? null : { ...oom, evidence: oom.evidence.slice(0, 1), nextSteps: oom.nextSteps.slice(0, 1) },
      ],
    }).toEqual(example);
  });

  it('has every key of the contract, and null for what is absent', () => {
    expect(report(createInitialState(initialOptions))).toEqual({
      schema: 1,
      at: '2026-11-25T01:07:12.000Z',
      ageMs: null,
      project: 'depotix',
      engine: { version: null, reachable: false },
      verdict: 'unknown',
      services: [],
      findings: [],
    });
  });

  it('tells usage against the limits', () => {
    const api = report(aState()).services.find(({ name }) => name === 'api');
    expect(api).toMatchObject({ state: 'healthy', health: 'healthy', wanted: 1 });
    expect(api?.containers[0]).toMatchObject({
      id: idOf('depotix-api-1'),
      exitCode: null,
      restarts: 0,
      startedAt: '2026-11-16T01:07:12.000Z',
      cpu: { cores: 0.2, limitCores: 1, percentOfLimit: 20 },
      memory: { usedBytes: 450_887_680, limitBytes: 1_073_741_824, percentOfLimit: 42 },
    });
  });

  it('has no figures of a container without limit, reading or inspect', () => {
    const bare = aContainer({ detail: null });
    const [container] =
      report(aState({ containers: [bare], samples: [] })).services.find(({ name }) => name === 'api')?.containers ?? [];
    expect(container).toMatchObject({
      restarts: null,
      exitCode: null,
      startedAt: null,
      cpu: { cores: null, limitCores: null, percentOfLimit: null },
      memory: { usedBytes: null, limitBytes: null, percentOfLimit: null },
    });
  });

  it.each([
    ['paused', aContainer({ state: 'paused', health: { status: 'unhealthy', meaningful: false } }), null],
    ['stopped', anExited(0), null],
    [
      'without a check',
      aContainer({ health: { status: 'none', meaningful: false, probes: [] }, detail: { healthCheck: null } }),
      'none',
    ],
    ['unhealthy', aContainer({ health: { status: 'unhealthy', failingStreak: 3 } }), 'unhealthy'],
  ])('health of one that is %s', (_, container, health) => {
    const api = report(aStateWith([container])).services.find(({ name }) => name === 'api');
    expect([api?.health, api?.containers[0]?.health]).toEqual([health, health]);
  });

  it('leaves one-off containers and left-overs out of the replicas', () => {
    const oneOff = anExited(1, { name: 'depotix-api-run-1', labels: { oneOff: true } });
    const leftover = aContainer({ name: 'abcdefabcdef_depotix-api-1', leftover: true });
    const api = report(aStateWith([aContainer(), oneOff, leftover])).services.find(({ name }) => name === 'api');
    expect(api?.containers.map(({ name }) => name)).toEqual(['depotix-api-1']);
  });

  it('keeps the last known data of a lost engine, with its age', () => {
    const lost = report(aState({ later: [{ type: 'engine-lost', at: now, problem: engineDown, retryAt: null }] }));
    expect(lost).toMatchObject({ ageMs: 1_000, engine: { version: '26.1.5', reachable: false }, verdict: 'unknown' });
    expect(lost.services).toHaveLength(4);
    expect(lost.findings.map(({ code }) => code)).toEqual(['engine-lost']);
  });

  it('has no control character and no undefined, whatever the names are', () => {
    const hostile = aContainer({
      service: 'a\u001B[31m\u202Epi',
      name: 'x\u0007\n',
      image: 'i\u009B2J',
      state: 'paused',
    });
    const text = JSON.stringify(report(aStateWith([hostile])));
    expect(text).not.toMatch(/\\u00[01]|[\u0000-\u001F\u007F-\u009F\u202E]/);
    expect(JSON.parse(text)).toEqual(report(aStateWith([hostile])));
  });
});
