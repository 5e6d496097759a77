import { expect, test } from 'vitest';
import {
  readDockerSigns,
  reasonsAgainstDemo,
  type DockerSigns,
  type SignPlaces,
} from '../../src/config/demo-conditions.ts';
import type { Environment } from '../../src/system/environment.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import path from 'node:path';

const bare: DockerSigns = {
  arguments: false,
  stackNamed: false,
  endpointNamed: false,
  contexts: false,
  daemonProgram: false,
  daemonUnit: false,
  socket: false,
  dataFolder: false,
};

test('may open where nothing speaks of Docker', () => {
  expect(reasonsAgainstDemo(bare)).toEqual([]);
});

test.each(Object.keys(bare))('must not open with the sign: %s', sign => {
  expect(reasonsAgainstDemo({ ...bare, [sign]: true })).toHaveLength(1);
});

function machine(files: Record<string, string>, variables: Record<string, string> = {}): DockerSigns {
  const root = tempDir(files);
  const environment: Environment = {
    variables: { PATH: path.join(root, 'bin'), ...variables },
    cwd: root,
    uid: 0,
    home: path.join(root, 'home'),
    platform: 'linux',
  };
  const places: SignPlaces = {
    programFolders: [path.join(root, 'sbin')],
    unitFolders: [path.join(root, 'units')],
    sockets: [path.join(root, 'docker.sock')],
    dataFolders: [path.join(root, 'data')],
  };
  return readDockerSigns(environment, { arguments: false, endpointNamed: false }, places);
}

test.each<[string, Record<string, string>, Record<string, string>, Partial<DockerSigns>]>([
  ['a bare machine', {}, {}, {}],
  ['a docker client alone', { 'bin/docker': '', 'home/.docker/config.json': '{}' }, {}, {}],
  ['dockerd in PATH', { 'bin/dockerd': '' }, {}, { daemonProgram: true }],
  ['dockerd outside of PATH', { 'sbin/dockerd': '' }, {}, { daemonProgram: true }],
  ['a docker unit', { 'units/docker.service': '' }, {}, { daemonUnit: true }],
  ['a socket', { 'docker.sock': '' }, {}, { socket: true }],
  ['a data folder', { 'data/x': '' }, {}, { dataFolder: true }],
  ['a configured context', { 'home/.docker/contexts/meta/abc/meta.json': '{}' }, {}, { contexts: true }],
  ['a stack named by a variable', {}, { COMPOSE_PROJECT_NAME: 'shop' }, { stackNamed: true }],
])('signs of %s', (_, files, variables, signs) => {
  expect(machine(files, variables)).toEqual({ ...bare, ...signs });
});
