/**
 * `npm test`: installs and builds what is missing, runs the static checks and every suite (vitest.config.ts), and ends in
 * `N passed, N failed`. Arguments go to vitest: `npm test -- test/model`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './lib/prepare.mjs';

const filters = process.argv.slice(2);

function prepare() {
  ensureInstalled();
  ensureBuilt();
}

/** Vitest's own JSON report says what ran; its exit code alone would call an empty run a success. */
function runSuites(folder) {
  const report = path.join(folder, 'report.json');
  const { status } = spawnSync(
    path.join(root, 'node_modules/.bin/vitest'),
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filters],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: withProjectNode(process.env) },
  );
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  // A file that can't be loaded has no tests to count; it must not look like a pass.
  const failed = Math.max(numFailedTests, status === 0 ? 0 : 1, numFailedTestSuites > 0 ? 1 : 0);
  return { passed: numPassedTests, failed, skipped: numPendingTests };
}

function withProjectNode(env) {
  return { ...env, PATH: `${path.join(root, 'node_modules/.bin')}${path.delimiter}${env.PATH}` };
}

const folder = mkdtempSync(path.join(tmpdir(), 'depotix-test-'));
let total = { passed: 0, failed: 1, skipped: 0 };
try {
  prepare();
  const checks =
    filters.length > 0
      ? { status: 0 }
      : spawnSync('npm', ['run', '--silent', 'check'], { cwd: root, stdio: 'inherit' });
  const suites = runSuites(folder);
  const ok = checks.status === 0 ? 1 : 0;
  total = filters.length > 0 ? suites : { ...suites, passed: suites.passed + ok, failed: suites.failed + 1 - ok };
} catch (error) {
  process.stderr.write(`${error.message}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
