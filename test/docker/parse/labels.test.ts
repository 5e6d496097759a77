import { expect, test } from 'vitest';
import { parseLabels } from '../../../src/docker/parse/labels.ts';

const filesOf = (text: string): readonly string[] =>
  parseLabels({ 'com.docker.compose.project.config_files': text }).configFiles;

test.each([
  [
    'O-CONFIG-1: two files, the first relative',
    'compose.yml,/srv/shop/compose.prod.yml',
    ['compose.yml', '/srv/shop/compose.prod.yml'],
  ],
  ['one file', '/srv/shop/compose.yaml', ['/srv/shop/compose.yaml']],
  [
    'a folder with a comma in its name',
    '/srv/a,b/compose.yml,/srv/a,b/prod.yml',
    ['/srv/a,b/compose.yml', '/srv/a,b/prod.yml'],
  ],
  ['a file without the usual ending before another', '/srv/stack,/srv/prod.yml', ['/srv/stack', '/srv/prod.yml']],
  ['standard input', '-', ['-']],
  ['none', '', []],
])('the files of the label: %s', (_, text, files) => {
  expect(filesOf(text)).toEqual(files);
});

test('the services it depends on are names without conditions', () => {
  const text = 'db:service_healthy:false, cache:service_started:true,plain';
  expect(parseLabels({ 'com.docker.compose.depends_on': text }).dependsOn).toEqual(['db', 'cache', 'plain']);
});

test('no labels of Compose: everything unknown', () => {
  expect(parseLabels({ maintainer: 'x' })).toEqual({
    project: null,
    service: null,
    number: null,
    oneOff: false,
    configHash: null,
    workingDir: null,
    configFiles: [],
    dependsOn: [],
  });
});
