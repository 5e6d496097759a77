import { expect, test } from 'vitest';
import { createDemoCompose } from '../../../src/docker/demo/demo-compose.ts';
import { openStage } from './demo-client.ts';

const call = { signal: new AbortController().signal };
const stack = { project: 'depotix', workingDir: null, files: [], warnings: [] };

test('says the same of the stack as the labels of its containers', async () => {
  const { ask } = await openStage({ services: 12 });
  const listed = (await ask('/containers/json')).json() as readonly { Labels: Record<string, string> }[];
  const project = await createDemoCompose({ services: 12 }).config(stack, call);
  const label = (name: string): readonly string[] =>
    listed.map(item => item.Labels[`com.docker.compose.${name}`] ?? '');
  expect(project.services.map(service => service.name).toSorted()).toEqual(label('service').toSorted());
  expect([...new Set(label('project'))]).toEqual([project.name]);
  expect([...new Set(label('project.config_files'))]).toEqual(project.files);
  expect([...new Set(label('project.working_dir'))]).toEqual([project.workingDir]);
});

test('only the edge publishes ports, and the database comes first', async () => {
  const { services } = await createDemoCompose().config(stack, call);
  expect(services.filter(service => service.publishes).map(service => service.name)).toEqual(['caddy']);
  expect(services.find(service => service.name === 'api')?.dependsOn).toEqual(['postgres']);
});
