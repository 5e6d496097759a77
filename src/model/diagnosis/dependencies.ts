/** What a service needs: what its compose file or labels say, else what its role lets expect. */
import type { ServiceRole } from '../profile.ts';
import type { Service } from '../service.ts';
import type { Facts } from './facts.ts';

const needs: Readonly<Record<ServiceRole, readonly ServiceRole[]>> = {
  edge: ['web', 'api'],
  web: ['api'],
  api: ['database'],
  database: [],
};

/** Names of the services that `service` needs directly; only such that exist. */
export function dependenciesOf(
  { services, compose }: Pick<Facts, 'services' | 'compose'>,
  service: Service,
): readonly string[] {
  const declared = new Set([
    ...service.containers.flatMap(({ labels }) => labels.dependsOn),
    ...(compose?.services.find(({ name }) => name === service.name)?.dependsOn ?? []),
  ]);
  const expected = service.role === null ? [] : needs[service.role];
  return services
    .filter(other => other !== service)
    .filter(({ name, role }) => declared.has(name) || (role !== null && expected.includes(role)))
    .map(({ name }) => name);
}

/** All that `service` stands on, farthest last; a circle is walked once. */
export function foundationsOf(facts: Pick<Facts, 'services' | 'compose'>, service: Service): readonly string[] {
  const found: string[] = [];
  const open = [...dependenciesOf(facts, service)];
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    if (found.includes(name) || name === service.name) continue;
    found.push(name);
    const next = facts.services.find(other => other.name === name);
    if (next !== undefined) open.push(...dependenciesOf(facts, next));
  }
  return found;
}
