/** Writes the documents that are made from tables in the source. `node scripts/docs.ts` */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { keysDocument } from './lib/keys-document.ts';

const root = path.resolve(import.meta.dirname, '..');
await writeFile(path.join(root, 'docs/keys.md'), keysDocument());
