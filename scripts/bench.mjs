/** `npm run bench`: builds, then measures the built console (test/bench/bench.ts). Arguments: start idle flood many --quick --write. */
import { spawnSync } from 'node:child_process';
import { ensureBuilt, ensureInstalled, projectNode, root } from './lib/prepare.mjs';

ensureInstalled();
ensureBuilt();
const { status } = spawnSync(projectNode, ['test/bench/bench.ts', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
