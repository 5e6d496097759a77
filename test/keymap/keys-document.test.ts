import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { keysDocument } from '../../scripts/lib/keys-document.ts';

it('docs/keys.md is what the keymap says (npm run docs)', async () => {
  expect(await readFile(new URL('../../docs/keys.md', import.meta.url), 'utf8')).toBe(keysDocument());
});
