import { shownName } from '../container-condition.ts';
import type { Finding } from '../finding.ts';
import { recentEvents, type Facts } from './facts.ts';
import { composeCommand, dockerCommand, evidence, finding, listNames, serviceSubject, shell } from './finding-parts.ts';

/** In a recreate that goes well the renamed container is there for some seconds. */
const recreateMs = 30_000;

/** Compose renames the old container first; cut there, two containers claim one place (https://github.com/docker/compose/issues/10460). */
export function leftoverContainer(facts: Facts): Finding[] {
  return facts.services.flatMap(service => {
    const { leftovers, containers, wanted } = service;
    const newest = Math.max(0, ...containers.map(({ createdAt }) => createdAt));
    const underWay =
      facts.now - newest < recreateMs ||
      recentEvents(facts, service, recreateMs).some(({ action }) => action === 'rename');
    if (leftovers.length === 0 || underWay) return [];
    const serving =
      leftovers.some(({ state }) => state === 'running') && !containers.some(({ state }) => state === 'running');
    const names = leftovers.map(shownName);
    return [
      finding({
        code: 'leftover-container',
        severity: 'warning',
        subject: serviceSubject(service),
        title: `${containers.length + leftovers.length} containers, ${wanted} wanted: ${listNames(names)} is left over from an interrupted recreate`,
        since: newest > 0 ? newest : null,
        evidence: [...leftovers, ...containers].map(container =>
          evidence(container.createdAt, `${shownName(container)}: ${container.state}, image ${container.image}`),
        ),
        nextSteps: serving
          ? [
              shell(
                'finish the recreate: the left-over still serves',
                composeCommand(facts.identity, 'up', '-d', '--no-deps', service.name),
              ),
            ]
          : names.map(name => shell('remove the left-over', dockerCommand('rm', '--force', name))),
      }),
    ];
  });
}
