import { describe, expect, it } from 'vitest';
import type { StackEvent } from '../../../src/model/stack-event.ts';
import { aContainer, aState, aStateWith, now } from '../../helpers/stack-factory.ts';
import { codesOf, findingOf } from './stage.ts';

describe('a bad configuration', () => {
  it('is named with file, line and reason', () => {
    const problems = [
      { path: '/srv/depotix/depotix.yaml', line: 4, reason: 'memoryWarn must be a number' },
      { path: '/srv/depotix/depotix.yaml', line: null, reason: 'unknown key' },
    ];
    const finding = findingOf('config-invalid', aState({ later: [{ type: 'config-rejected', at: now, problems }] }));
    expect(finding.title).toBe('/srv/depotix/depotix.yaml line 4: memoryWarn must be a number; the defaults are used');
    expect(finding.severity).toBe('warning');
    expect(finding.evidence).toHaveLength(2);
  });

  it('of the compose file is told in Compose’s own words', () => {
    const finding = findingOf(
      'config-invalid',
      aState({ later: [{ type: 'compose-failed', at: now, reason: 'services.api.ports must be a list\n' }] }),
    );
    expect(finding.title).toContain('compose file can’t be read: services.api.ports must be a list');
    expect(finding.nextSteps[0]?.command).toMatch(/config --quiet$/);
  });

  it('of the compose files of another machine is no more than a remark', () => {
    const failed: StackEvent = { type: 'compose-failed', at: now, reason: 'no such file or directory' };
    const remote = aState({ options: { local: false }, later: [failed] });
    expect(findingOf('config-invalid', remote).severity).toBe('info');
  });

  it('is none where nothing names a compose file', () => {
    const identity = { project: 'depotix', workingDir: null, files: [], warnings: [] };
    const failed: StackEvent = { type: 'compose-failed', at: now, reason: 'no configuration file provided: not found' };
    expect(codesOf(aState({ options: { identity }, later: [failed] }))).toEqual([]);
  });
});

describe('compose files that differ', () => {
  it('are told with who was made from what', () => {
    const odd = aContainer({ labels: { configFiles: ['/srv/depotix/compose.yml', '/srv/depotix/override.yml'] } });
    const finding = findingOf('compose-files-differ', aStateWith([odd]));
    expect(finding.title).toBe('the containers were made from different compose files');
    expect(finding.evidence.map(({ text }) => text)).toContain(
      'api: made from /srv/depotix/compose.yml, /srv/depotix/override.yml',
    );
  });

  it('are told as the discovery warns of them', () => {
    const identity = {
      project: 'depotix',
      workingDir: null,
      files: [],
      warnings: ['/srv/depotix/compose.yml is missing'],
    };
    expect(findingOf('compose-files-differ', aState({ options: { identity } })).title).toBe(
      '/srv/depotix/compose.yml is missing',
    );
  });
});
