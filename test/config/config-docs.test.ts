import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commandTable } from '../../src/commands/command-table.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { configKeys } from '../../src/config/schema.ts';
import { defaultProfile } from '../../src/model/profile.ts';

const config = readFileSync('docs/config.md', 'utf8');

test('docs/config.md has every key, and no other', () => {
  const rows = config
    .slice(config.indexOf('## Keys'), config.indexOf('```yaml'))
    .split('\n')
    .filter(row => row.startsWith('| `'));
  const keys = rows.flatMap(row => [...(row.split('|')[1] ?? '').matchAll(/`([\w.]+)`/g)].map(([, key = '']) => key));
  const thresholds = Object.keys(defaultProfile.thresholds).map(name => `thresholds.${name}`);
  const known = Object.keys(configKeys).filter(key => key !== 'thresholds');
  expect(keys.toSorted()).toEqual([...known, ...thresholds].toSorted());
});

test('docs/config.md names the defaults', () => {
  const { memoryWarn, memoryCritical, diskWarn, diskCritical, throttledWarn } = defaultProfile.thresholds;
  for (const text of [
    `| ${memoryWarn}, ${memoryCritical} |`,
    `| ${diskWarn}, ${diskCritical} |`,
    `| ${throttledWarn} |`,
    `| ${defaultProfile.publicUrlBudgetMs} |`,
  ]) {
    expect(config).toContain(text);
  }
});

test('the example in docs/config.md is a good config', () => {
  const [, example = ''] = /```yaml\n([^]*?)```/.exec(config) ?? [];
  expect(parseConfig(example, 'example')).toMatchObject({
    problems: [],
    values: { publicUrl: 'https://shop.example/healthz', roles: { proxy: 'edge' } },
  });
});

test('docs/commands.md names every command and option', () => {
  const text = readFileSync('docs/commands.md', 'utf8');
  for (const command of commandTable.filter(({ name }) => name !== 'help')) {
    expect(text).toContain(`\`${command.name}`);
    for (const option of command.options)
      expect(text, command.name).toMatch(new RegExp(`--${option.name}|-${option.short ?? '-'}\\b`));
  }
});
