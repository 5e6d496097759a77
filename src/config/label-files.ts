/** The stack's own files are those its containers' labels name (O-CONFIG-1): same files, same order, none added. */
import path from 'node:path';
import type { Container } from '../model/container.ts';

export interface LabelledFiles {
  readonly files: readonly string[];
  readonly workingDir: string | null;
  readonly warnings: readonly string[];
}

interface FileSet {
  readonly files: readonly string[];
  readonly workingDir: string | null;
  readonly services: readonly string[];
  readonly newest: number;
}

/**
 * Files that the containers were made from. Where containers differ, the set of the newest container is taken, since
 * the last `docker compose up` said so, and the difference is told.
 * @param exists null where the files can't be looked at: the engine is on another machine.
 * @returns null when no container names a file.
 */
export function filesOfContainers(
  containers: readonly Container[],
  exists: ((file: string) => boolean) | null,
): LabelledFiles | null {
  const sets = fileSets(containers);
  const chosen = sets[0];
  if (chosen === undefined) return null;
  const warnings: string[] = [];
  if (sets.length > 1) {
    const parts = sets.map(set => `${set.services.join(', ')} from ${set.files.join(' + ')}`);
    warnings.push(
      `the containers were made from different compose files: ${parts.join('; ')}. Taken: the newest container's`,
    );
  }
  if (chosen.files.includes('-'))
    warnings.push('the stack was made from standard input: its compose file is not kept anywhere');
  for (const file of chosen.files) {
    if (file !== '-' && exists !== null && !exists(file))
      warnings.push(`compose file ${file} is missing, but the containers were made from it`);
  }
  return { files: chosen.files, workingDir: chosen.workingDir, warnings };
}

/** Absolute paths of a label's files; a relative one belongs to the project's folder. */
export function resolveLabelFiles(files: readonly string[], workingDir: string | null): readonly string[] {
  return files.map(file => (file === '-' || workingDir === null ? file : path.resolve(workingDir, file)));
}

// Newest first.
function fileSets(containers: readonly Container[]): readonly FileSet[] {
  const sets = new Map<string, FileSet>();
  for (const container of containers) {
    const { labels } = container;
    // A one-off (`docker compose run`) may be made with any files and says nothing about the stack.
    if (labels.oneOff || container.leftover || labels.configFiles.length === 0) continue;
    const files = resolveLabelFiles(labels.configFiles, labels.workingDir);
    const key = JSON.stringify([labels.workingDir, files]);
    const known = sets.get(key);
    const service = labels.service ?? container.name;
    sets.set(key, {
      files,
      workingDir: labels.workingDir,
      services: [...new Set([...(known?.services ?? []), service])].sort(),
      newest: Math.max(known?.newest ?? 0, container.createdAt),
    });
  }
  return [...sets.values()].sort((a, b) => b.newest - a.newest);
}
