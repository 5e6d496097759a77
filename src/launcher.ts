#!/usr/bin/env node
/**
 * The installed `depotix`: turns on V8's compile cache before anything big is loaded, then hands over to the real
 * program. The cache is code that will be run, so it lives in a folder that only its owner can write.
 */
import { lstatSync, mkdirSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

function privateCacheFolder(): string | null {
  const home = process.env['HOME'];
  const cacheHome = process.env['XDG_CACHE_HOME'] ?? (home === undefined ? undefined : join(home, '.cache'));
  if (cacheHome === undefined || !cacheHome.startsWith('/')) return null;
  const folder = join(cacheHome, 'depotix');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const entry = lstatSync(folder);
    const isPrivate = entry.isDirectory() && entry.uid === process.getuid?.() && (entry.mode & 0o077) === 0;
    return isPrivate ? folder : null;
  } catch {
    // No cache is only slower: a full disk or a read-only home must not keep anybody from the console.
    return null;
  }
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 15)) {
  // Else the first thing to be seen is a TypeError of a function that this Node has not.
  process.stderr.write(
    `depotix: this is Node ${process.versions.node} (${process.execPath}); Node 22.15 or newer is needed\n`,
  );
  process.exit(1);
}
const folder = privateCacheFolder();
if (folder !== null) enableCompileCache(folder);
// The name is computed so that the bundler leaves it alone: the cache must be on before this file is compiled.
await import(new URL('./cli.mjs', import.meta.url).href);
