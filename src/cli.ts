/** The bin's program (loaded by src/launcher.ts): hands the process to `main` and sets the only exit code. */
import { main } from './commands/main.ts';
import { readEnvironment } from './system/environment.ts';
import { exitCodeOfSignal, listenForSignals } from './system/signals.ts';
import { createOutput } from './system/terminal-output.ts';

declare const DEPOTIX_VERSION: string;

const outputClosed = new AbortController();
process.exitCode = await main(process.argv.slice(2), {
  environment: readEnvironment(),
  stdout: createOutput(process.stdout, error => outputClosed.abort(error)),
  stderr: createOutput(process.stderr, () => {}),
  stdinIsTTY: process.stdin.isTTY,
  // Set by scripts/build.mjs; this file also runs unbuilt.
  version: typeof DEPOTIX_VERSION === 'string' ? DEPOTIX_VERSION : '0.0.0-dev',
  outputClosed: outputClosed.signal,
  onEndingSignal: listener => listenForSignals(process, signal => listener(exitCodeOfSignal(signal))),
  openConsole: async (session, firstSearch) => {
    // A lost connection is told by a SIGHUP and by the input, in either order: the second must not cut short the tidying up.
    process.on('SIGHUP', () => {});
    process.stdin.on('error', () => {});
    return (await import('./console.ts')).openConsole(session, firstSearch);
  },
});
