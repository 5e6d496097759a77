import { describe, expect, it } from 'vitest';
import { aContainer, aState, aStateWith, now } from '../../helpers/stack-factory.ts';
import { findingOf } from './stage.ts';

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
