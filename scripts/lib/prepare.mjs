/**
 * What `npm start` and `npm test` do before anything else: install and build what is missing, and say so in a line.
 * Runs on the system's Node (20), before the project's own is there; so it imports nothing but Node's modules.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
/** The project's own Node, from the npm package `node`. */
export const projectNode = path.join(root, 'node_modules/.bin/node');

const say = line => process.stderr.write(`${line}\n`);

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

function isCurrent(stamp, hash) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

function run(command, args, title) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (result.error) throw new Error(`${title} failed: can't start ${command}: ${result.error.message}`);
  if (result.status !== 0) {
    say(result.stdout + result.stderr);
    throw new Error(`${title} failed (${command} ${args.join(' ')}, exit ${result.status ?? result.signal}).`);
  }
}

/** Installs the dependencies unless the ones of this lockfile are there. */
export function ensureInstalled() {
  const hash = hashOf(['package-lock.json']);
  const stamp = path.join(root, 'node_modules/.depotix-lock');
  if (isCurrent(stamp, hash) && existsSync(projectNode)) return;
  say('Installing the dependencies, about 30 s (once) …');
  run('npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund'], 'Installing the dependencies');
  writeFileSync(stamp, hash);
}

/** Builds `dist/` unless it was built from these very sources. */
export function ensureBuilt() {
  const inputs = [...filesBelow('src'), 'scripts/build.mjs', 'package-lock.json', 'package.json'];
  const hash = hashOf(inputs);
  const stamp = path.join(root, 'dist/.built-from');
  if (isCurrent(stamp, hash)) return;
  say('Building dist/ …');
  run(projectNode, ['scripts/build.mjs'], 'Building');
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}
