import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { FindingCode } from '../../../src/model/finding.ts';

/** Complete by its type. */
const codes: Record<FindingCode, true> = {
  'engine-lost': true,
  'public-url-fails': true,
  'oom-killed': true,
  exited: true,
  'crash-loop': true,
  unhealthy: true,
  'health-slow': true,
  'starting-long': true,
  'not-started': true,
  paused: true,
  'no-health-check': true,
  'no-restart-policy': true,
  'leftover-container': true,
  'memory-high': true,
  'no-limit': true,
  'cpu-throttled': true,
  'inspect-failed': true,
  'stats-lost': true,
  'log-unreadable': true,
  'disk-full': true,
  'disk-filling': true,
  'inodes-full': true,
  'host-memory-low': true,
  'config-invalid': true,
  'compose-files-differ': true,
};

it('docs/findings.md has a row for each code, and no other', () => {
  const page = readFileSync(new URL('../../../docs/findings.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z-]+)` /gm)].map(([, code]) => code);
  expect(rows.toSorted()).toEqual(Object.keys(codes).toSorted());
});
