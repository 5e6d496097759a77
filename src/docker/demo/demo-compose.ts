/** The `Compose` port of the demo: what `docker compose config` would say of its stack. */
import type { ComposeProject, ComposeService } from '../../model/compose-project.ts';
import type { Compose } from '../compose.ts';
import { demoProject, demoWorkingDir, type DemoService } from './service.ts';
import { depotixServices, workerServices } from './services.ts';

export interface DemoComposeOptions {
  /** As given to `startDemoServer`. Default 4. */
  readonly services?: number;
}

/** The files named do not exist: nothing but the labels of the demo's containers knows them. */
export function createDemoCompose(options: DemoComposeOptions = {}): Compose {
  const stack = depotixServices();
  const services = [...stack, ...workerServices(Math.max(0, (options.services ?? stack.length) - stack.length))];
  const project: ComposeProject = {
    name: demoProject,
    files: [`${demoWorkingDir}/compose.yml`],
    workingDir: demoWorkingDir,
    services: services.map(composeService),
  };
  return { config: () => Promise.resolve(project) };
}

function composeService(service: DemoService): ComposeService {
  return {
    name: service.name,
    image: service.builds ? null : service.image,
    builds: service.builds,
    wanted: 1,
    dependsOn: service.dependsOn,
    containerName: null,
    publishes: service.ports.some(port => port.host !== null),
  };
}
