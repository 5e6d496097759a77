/** What `docker compose config --format json` prints, which is the compose files merged, interpolated and checked. */
import type { ComposeProject, ComposeService, StackIdentity } from '../../model/compose-project.ts';
import type { Raw } from '../engine.ts';
import { asRaw, listAt, numberAt, rawAt, stringAt } from './raw.ts';

/** null: no project is in it. */
export function parseComposeConfig(config: unknown, stack: StackIdentity): ComposeProject | null {
  const raw = asRaw(config);
  const services = rawAt(raw, 'services');
  const names = Object.keys(services);
  if (names.length === 0 && stringAt(raw, 'name') === '') return null;
  return {
    name: stringAt(raw, 'name') || stack.project,
    files: stack.files,
    workingDir: stack.workingDir ?? '',
    services: names.map(name => parseService(name, rawAt(services, name))),
  };
}

function parseService(name: string, service: Raw): ComposeService {
  return {
    name,
    image: stringAt(service, 'image') || null,
    builds: typeof service['build'] === 'object' && service['build'] !== null,
    wanted: numberAt(rawAt(service, 'deploy'), 'replicas') ?? numberAt(service, 'scale') ?? 1,
    // Compose 2 prints an object with conditions, its first releases printed a list.
    dependsOn: Array.isArray(service['depends_on'])
      ? listAt(service, 'depends_on').filter(item => typeof item === 'string')
      : Object.keys(rawAt(service, 'depends_on')),
    containerName: stringAt(service, 'container_name') || null,
    publishes: listAt(service, 'ports').length > 0,
  };
}
