import { expect, it } from 'vitest';
import { findDebianMirror } from './apt-sources.ts';

const deb822 = `Types: deb
# a comment between the fields
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
`;

it.each([
  [
    'deb822',
    [deb822],
    { uri: 'http://mirror.example/debian', signedBy: '/usr/share/keyrings/debian-archive-keyring.gpg' },
  ],
  [
    'one line',
    ['deb http://mirror.example/debian bookworm main contrib'],
    { uri: 'http://mirror.example/debian', signedBy: undefined },
  ],
  [
    'one line with options',
    ['deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian bookworm main # ours'],
    { uri: 'http://mirror.example/debian', signedBy: '/k.gpg' },
  ],
  [
    "sources and another's archive first",
    ['deb-src http://s.example bookworm main', 'deb http://other.example stable main', deb822],
    { uri: 'http://mirror.example/debian' },
  ],
])('finds the mirror in %s', (_, files, mirror) => {
  expect(findDebianMirror(files, 'bookworm')).toMatchObject(mirror);
});

it.each([
  ['only the security archive', ['deb http://mirror.example/debian-security bookworm-security main']],
  ['a disabled source', [deb822.replaceAll('Types: deb', 'Enabled: no\nTypes: deb')]],
  ['a line in a comment', ['# deb http://mirror.example/debian bookworm main']],
  ['nothing', []],
])('finds none in %s', (_, files) => {
  expect(findDebianMirror(files, 'bookworm')).toBeUndefined();
});
