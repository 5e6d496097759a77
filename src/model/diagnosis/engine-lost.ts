import { formatDuration } from '../format.ts';
import { sanitizeLabel } from '../sanitize.ts';
import type { Facts } from './facts.ts';
import { advice, evidence, finding } from './finding-parts.ts';
import type { Finding } from '../finding.ts';

/** The engine does not answer: what the stack does now can't be told, only what it did when last seen. */
export function engineLost({ engine, services, listedAt, now }: Facts): Finding[] {
  if (engine.phase !== 'lost') return [];
  const message = engine.problem?.message ?? 'the engine does not answer';
  const seen = services.map(({ name, stateText }) => `${sanitizeLabel(name, 40)} ${stateText}`).join(', ');
  const seenAt = engine.lastContactAt ?? listedAt;
  return [
    finding({
      code: 'engine-lost',
      severity: 'critical',
      subject: { kind: 'engine', name: 'engine' },
      title: `lost ${formatDuration(now - engine.since)} ago: ${sanitizeLabel(message)}`,
      since: engine.since,
      evidence: [
        evidence(null, `asked at ${engine.endpoint}`),
        ...(services.length > 0 && seenAt !== null ? [evidence(seenAt, `last seen: ${seen}`)] : []),
      ],
      nextSteps: (engine.problem?.nextSteps ?? []).map(step => advice(sanitizeLabel(step))),
    }),
  ];
}
