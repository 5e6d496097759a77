/** `npm run check`: every static check, all of them even after one has failed. */
import { spawnSync } from 'node:child_process';
import { ensureInstalled, root } from './lib/prepare.mjs';

ensureInstalled();
const checks = ['typecheck', 'lint', 'format:check', 'imports', 'knip'];
const failed = checks.filter(name => {
  process.stdout.write(`check: ${name}\n`);
  return spawnSync('npm', ['run', '--silent', name], { cwd: root, stdio: 'inherit' }).status !== 0;
});
process.stdout.write(failed.length === 0 ? 'check: all clean\n' : `check: failed: ${failed.join(', ')}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
