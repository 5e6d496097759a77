/** `npm start`: installs and builds what is missing, then opens the console (or the demo where no Docker lives). */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt, ensureInstalled, projectNode, root } from './lib/prepare.mjs';

try {
  ensureInstalled();
  ensureBuilt();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

const child = spawn(
  projectNode,
  [path.join(root, 'dist/depotix.mjs'), '--demo-if-no-docker', ...process.argv.slice(2)],
  // The person's folder, not the repository's: `npm start` changes into the latter, and discovery looks around here.
  { stdio: 'inherit', cwd: process.env['INIT_CWD'] ?? process.cwd() },
);
// The terminal sends these to the whole group; the console answers them, and this process only waits for its end.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM', 'SIGQUIT']) {
  process.on(signal, () => {
    if (signal === 'SIGTERM') child.kill(signal);
  });
}
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});
