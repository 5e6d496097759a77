import type { Finding } from '../finding.ts';
import { formatDuration } from '../format.ts';
import { sanitizeLabel } from '../sanitize.ts';
import { recentEvents, runningContainers, type Facts } from './facts.ts';
import { composeCommand, evidence, finding, serviceSubject, shell } from './finding-parts.ts';

/** Frozen: neither unhealthy nor stopped. `start` answers 409; what helps is `unpause`. */
export function paused(facts: Facts): Finding[] {
  return facts.services.flatMap(service => {
    const frozen = service.containers.filter(({ state }) => state === 'paused');
    if (frozen.length === 0) return [];
    const event = recentEvents(facts, service, 24 * 3_600_000).findLast(({ action }) => action === 'pause');
    const since = event?.at ?? null;
    const some = frozen.length < service.containers.length ? `${frozen.length} of ${service.containers.length} ` : '';
    return [
      finding({
        code: 'paused',
        severity: service.role !== null && runningContainers(service).length === 0 ? 'critical' : 'warning',
        subject: serviceSubject(service),
        title: `${some}paused${since === null ? '' : ` for ${formatDuration(facts.now - since)}`}: its processes are frozen and answer nothing`,
        since,
        evidence: frozen.map(({ name }) => evidence(since, `${name} is paused; its health says nothing meanwhile`)),
        nextSteps: [
          shell(`let ${sanitizeLabel(service.name)} go on`, composeCommand(facts.identity, 'unpause', service.name)),
        ],
      }),
    ];
  });
}
