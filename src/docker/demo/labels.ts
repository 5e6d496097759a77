/** The labels that Compose puts on a container. */
import { findImage, demoImages } from './images.ts';
import { hexOf } from './random.ts';
import { demoProject, demoWorkingDir, type DemoService } from './service.ts';

const composeVersion = '2.26.1';

/** Computed once for a container: they never change. */
export function composeLabels(seed: number, service: DemoService): Readonly<Record<string, string>> {
  const folder = service.project === demoProject ? demoWorkingDir : `/srv/${service.project}`;
  return {
    'com.docker.compose.config-hash': hexOf(seed, `config ${service.name}`, 64),
    'com.docker.compose.container-number': '1',
    'com.docker.compose.depends_on': service.dependsOn.map(name => `${name}:service_healthy:false`).join(','),
    'com.docker.compose.image': findImage(demoImages(seed), service.image)?.id ?? '',
    'com.docker.compose.oneoff': service.endedWith === null ? 'False' : 'True',
    'com.docker.compose.project': service.project,
    'com.docker.compose.project.config_files': `${folder}/compose.yml`,
    'com.docker.compose.project.working_dir': folder,
    'com.docker.compose.service': service.name,
    'com.docker.compose.version': composeVersion,
  };
}
