import { readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readSmallText, writeFileAtomic } from '../../src/system/files.ts';
import { tempDir } from '../helpers/temp-dir.ts';

test('reads a file, tells a missing one from a refused one', () => {
  const folder = tempDir({ a: 'text' });
  expect(readSmallText(path.join(folder, 'a'))).toEqual({ kind: 'text', text: 'text' });
  expect(readSmallText(path.join(folder, 'b'))).toEqual({ kind: 'missing' });
  expect(readSmallText(path.join(folder, 'a/b'))).toEqual({ kind: 'missing' });
  expect(readSmallText(folder)).toEqual({ kind: 'refused', reason: 'is not a regular file' });
  expect(readSmallText(path.join(folder, 'a'), { maxBytes: 3 })).toEqual({
    kind: 'refused',
    reason: 'is bigger than 3 bytes',
  });
});

test('reads a /proc file, whose size is told as 0, within the bound', () => {
  expect(readSmallText('/proc/self/status')).toMatchObject({ kind: 'text' });
  expect(readSmallText('/proc/self/status', { maxBytes: 10 })).toMatchObject({ kind: 'refused' });
});

test('writes the whole file for its owner alone, and leaves nothing beside it', async () => {
  const folder = tempDir({ a: 'old' });
  const file = path.join(folder, 'a');
  await writeFileAtomic(file, 'new');
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['a']);
});

test('replaces a link instead of writing through it', async () => {
  const folder = tempDir({ victim: 'keep' });
  symlinkSync(path.join(folder, 'victim'), path.join(folder, 'link'));
  await writeFileAtomic(path.join(folder, 'link'), 'new');
  expect(readFileSync(path.join(folder, 'victim'), 'utf8')).toBe('keep');
});

test('a write that fails throws and leaves the old file', async () => {
  const folder = tempDir({ 'a/keep': '' });
  await expect(writeFileAtomic(path.join(folder, 'a'), 'new')).rejects.toThrow();
  expect(readdirSync(folder)).toEqual(['a']);
});
