import { readFile, rm } from 'node:fs/promises';
import { sep } from 'node:path';
import { childrenOf, findProcesses, signalProcess, waitForEnd } from './processes.ts';
import { runCommand } from './run-command.ts';

/**
 * Ends and unmounts what a dockerd that was killed left behind: its containerd, the shims with their containers, and the
 * mounts under its folders. Whose a process is, is read from its command line, which names our execution folder.
 */
export async function removeLeftovers(execRoot: string, dataRoot: string): Promise<void> {
  const ours = (argv: readonly string[]) =>
    /(?:^|\/)containerd(?:-shim[\w-]*)?$/.test(argv[0] ?? '') && argv.some(word => isUnder(word, execRoot));
  const leftovers = findProcesses(ours);
  // Read before the first is ended: a shim's children change parents when it goes.
  const containers = leftovers.flatMap(childrenOf);
  for (const each of [...leftovers, ...containers]) {
    signalProcess(each, 'SIGKILL');
    await waitForEnd(each, 5000);
  }
  for (const mount of await mountsUnder([execRoot, dataRoot])) {
    await runCommand(['umount', '--lazy', mount], { timeoutMs: 10_000 });
  }
  await rm(execRoot, { recursive: true, force: true });
}

/** Mount points under the folders, innermost first. */
async function mountsUnder(folders: readonly string[]): Promise<string[]> {
  const table = await readFile('/proc/self/mountinfo', 'utf8');
  return table
    .split('\n')
    .flatMap(line => line.split(' ')[4]?.replaceAll(String.raw`\040`, ' ') ?? [])
    .filter(point => folders.some(folder => isUnder(point, folder)))
    .toReversed();
}

function isUnder(path: string, folder: string): boolean {
  // The folder itself too: dockerd mounts its data root on itself where mounts are not shared.
  return path === folder || path.startsWith(folder + sep);
}
