import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Container } from '../../../src/model/container.ts';
import { assess } from '../../../src/model/assess.ts';
import { findingKey } from '../../../src/model/diagnosis/finding-parts.ts';
import type { StackEvent } from '../../../src/model/stack-event.ts';
import type { StackState } from '../../../src/model/stack-state.ts';
import {
  aContainer,
  aDisk,
  aHost,
  anHttpProbe,
  aProbe,
  aSample,
  aState,
  engineDown,
  now,
  seconds,
} from '../../helpers/stack-factory.ts';
import { engineEvent } from './stage.ts';

const text = fc.oneof(
  fc.constantFrom('web', 'api', 'postgres', 'caddy', ''),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const moment = fc.integer({ min: now - seconds(1_000), max: now + seconds(10) });
const perhaps = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });

const container: fc.Arbitrary<Container> = fc
  .record({
    name: text,
    service: text,
    image: text,
    state: fc.constantFrom('created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'),
    stopping: fc.boolean(),
    leftover: fc.boolean(),
    createdAt: moment,
    labels: fc.record({
      oneOff: fc.boolean(),
      number: perhaps(fc.integer({ min: 1, max: 3 })),
      dependsOn: fc.array(text, { maxLength: 2 }),
      configFiles: fc.array(text, { maxLength: 2 }),
    }),
    health: fc.record({
      status: fc.constantFrom('none', 'starting', 'healthy', 'unhealthy'),
      meaningful: fc.boolean(),
      failingStreak: fc.nat(20),
      probes: fc.array(
        fc
          .record({
            startedAt: moment,
            endedAt: perhaps(moment),
            exitCode: fc.integer({ min: 0, max: 2 }),
            output: text,
          })
          .map(aProbe),
        { maxLength: 5 },
      ),
    }),
    detail: perhaps(
      fc.record({
        exitCode: fc.integer({ min: 0, max: 255 }),
        oomKilled: fc.boolean(),
        error: text,
        restartCount: fc.nat(9),
        startedAt: perhaps(moment),
        finishedAt: perhaps(moment),
        restartPolicy: fc.constantFrom('', 'no', 'always', 'unless-stopped', 'on-failure:3'),
      }),
    ),
  })
  .map(parts => aContainer(parts));

const event: fc.Arbitrary<StackEvent> = fc.oneof(
  fc
    .record({
      action: fc.constantFrom('start', 'die', 'oom', 'kill', 'pause', 'rename', 'destroy'),
      at: moment,
      service: text,
    })
    .map(({ action, at, service }) => engineEvent(action, at, { service })),
  fc.record({ used: fc.nat(100), inodes: fc.nat(100) }).map(({ used, inodes }): StackEvent => ({
    type: 'host-sampled',
    at: now,
    sample: aHost({ disks: { ok: true, value: [aDisk(used, inodes)] } }),
  })),
  fc
    .record({ ok: fc.boolean(), at: moment, detail: text })
    .map((probe): StackEvent => ({ type: 'http-probed', at: now, probe: anHttpProbe({ ...probe, statusCode: null }) })),
  text.map((reason): StackEvent => ({ type: 'compose-failed', at: now, reason })),
  fc.constant<StackEvent>({ type: 'engine-lost', at: now, problem: engineDown, retryAt: null }),
);

const anyState: fc.Arbitrary<StackState> = fc
  .record({ containers: fc.array(container, { maxLength: 6 }), later: fc.array(event, { maxLength: 8 }) })
  .map(({ containers, later }) =>
    aState({ containers, samples: containers.map(member => aSample(member, { memoryBytes: 9e8 })), later }),
  );

const severities = ['critical', 'warning', 'info'];

describe('whatever the state is', () => {
  it('it is judged, in the order of severity, without a control character, and each cause is among the findings', () => {
    fc.assert(
      fc.property(anyState, state => {
        const { findings, verdict } = assess(state, now);
        const keys = findings.map(findingKey);
        for (const finding of findings) {
          const words = [
            finding.title,
            finding.subject.name,
            ...finding.evidence.map(line => line.text),
            ...finding.nextSteps.map(step => `${step.text} ${step.command ?? ''}`),
          ];
          expect(words.join(' ')).not.toMatch(
            /[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2066-\u2069]|undefined|NaN|\[object/,
          );
          if (finding.causedBy !== null) {
            expect(keys).toContain(finding.causedBy);
            expect(finding.causedBy).not.toBe(findingKey(finding));
          }
        }
        const ranks = findings.map(({ severity }) => severities.indexOf(severity));
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
        if (state.engine.phase === 'lost') expect(verdict.state).toBe('unknown');
        else if (findings.some(({ severity }) => severity === 'critical'))
          expect(['degraded', 'down']).toContain(verdict.state);
      }),
      { numRuns: 500 },
    );
  });

  it('an incident has a root: no circle of causes', () => {
    fc.assert(
      fc.property(anyState, state => {
        const { findings } = assess(state, now);
        const causes = new Map(findings.map(finding => [findingKey(finding), finding.causedBy]));
        for (const finding of findings) {
          let at: string | null = findingKey(finding);
          for (let step = 0; step <= findings.length && at !== null; step += 1) at = causes.get(at) ?? null;
          expect(at).toBeNull();
        }
      }),
      { numRuns: 300 },
    );
  });
});
