import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** All modules that can be reached from this one, by static and dynamic imports; types left out. */
function reachable(entry: string): { readonly files: ReadonlySet<string>; readonly packages: ReadonlySet<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    const text = readFileSync(file, 'utf8').replaceAll(/import type [^;]+;/g, '');
    for (const [, specifier = ''] of text.matchAll(/(?:from|import\()\s*'([^']+)'/g)) {
      if (specifier.startsWith('.')) queue.push(path.resolve(path.dirname(file), specifier));
      else packages.add(specifier);
    }
  }
  return { files, packages };
}

test('no headless command can load Ink or React', () => {
  const main = path.resolve('src/commands/main.ts');
  expect(existsSync(main)).toBe(true);
  const { files, packages } = reachable(main);
  expect([...files].some(file => file.endsWith('/commands/logs.ts'))).toBe(true);
  expect([...packages]).toContain('dockerode');
  expect([...packages].filter(name => /^(ink|react)/.test(name))).toEqual([]);
  expect([...files].filter(file => /\/(screens|hooks|ui)\/|\/app\.tsx$|\/console\.ts$/.test(file))).toEqual([]);
});

test('help, a usage error and the version load no engine, YAML or execa', () => {
  const text = readFileSync('src/commands/main.ts', 'utf8');
  const imported = [...text.matchAll(/^import (?!type)[^']*'([^']+)'/gm)].map(([, specifier = '']) =>
    path.resolve('src/commands', specifier),
  );
  const packages = imported.flatMap(file => [...staticPackages(file)]);
  expect(imported.length).toBeGreaterThan(3);
  expect(packages).toEqual([]);
});

function staticPackages(entry: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(entry)) return [];
  seen.add(entry);
  const text = readFileSync(entry, 'utf8').replaceAll(/import type [^;]+;/g, '');
  return [...text.matchAll(/^(?:import|export) [^']*from '([^']+)'/gm)].flatMap(([, specifier = '']) =>
    specifier.startsWith('.') ? staticPackages(path.resolve(path.dirname(entry), specifier), seen) : [specifier],
  );
}
