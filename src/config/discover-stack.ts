/**
 * Which stack this console is about (design §7): `-f`/`-p`, else `COMPOSE_FILE`/`COMPOSE_PROJECT_NAME`, else a compose
 * file in this folder or above, else the only project on the engine, else the person chooses.
 */
import type { StackCandidate, StackIdentity } from '../model/compose-project.ts';
import type { Container } from '../model/container.ts';
import { fileExists } from '../system/files.ts';
import type { Environment } from '../system/environment.ts';
import {
  findComposeFiles,
  namedComposeFiles,
  normalizeProjectName,
  projectName,
  splitComposeFile,
  withDotEnv,
  type ComposeFiles,
} from './compose-files.ts';
import { filesOfContainers, resolveLabelFiles } from './label-files.ts';

export interface StackRequest {
  /** `-f`, in order. */
  readonly files: readonly string[];
  /** `-p`. */
  readonly project: string | null;
}

/** What the folder and the arguments say, before any engine is asked. */
export interface StackHint {
  readonly source: 'arguments' | 'environment' | 'compose-file' | 'none';
  /** Named by `-p` or `COMPOSE_PROJECT_NAME`: certain. Else what Compose would call it, or null. */
  readonly project: string | null;
  readonly certain: boolean;
  readonly files: ComposeFiles | null;
  /** What the files (with their `.env`) call the project when nobody names it; null without files. */
  readonly nameOfFiles: string | null;
  /** True when a person named the files: then they are used, whatever the labels say. */
  readonly filesNamed: boolean;
}

export type Discovery =
  | { readonly kind: 'found'; readonly identity: StackIdentity; readonly source: StackHint['source'] | 'only-project' }
  | { readonly kind: 'choose'; readonly candidates: readonly StackCandidate[] }
  /** A name that neither a container nor a compose file bears: a typo rather than an outage. `candidates`: what there is. */
  | { readonly kind: 'no-such-stack'; readonly project: string; readonly candidates: readonly StackCandidate[] }
  /** The engine has no Compose project and nothing names one. */
  | { readonly kind: 'nothing' };

/** Reads arguments, variables and the folder; asks no engine. */
export function readStackHint(request: StackRequest, environment: Environment): StackHint {
  const { cwd } = environment;
  const variables = withDotEnv(cwd, environment.variables);
  const named = request.files.length > 0 ? request.files : splitComposeFile(variables);
  const files = named.length > 0 ? namedComposeFiles(named, cwd) : findComposeFiles(cwd);
  const inFolder =
    files === null || files.workingDir === cwd ? variables : withDotEnv(files.workingDir, environment.variables);
  const nameVariable = inFolder['COMPOSE_PROJECT_NAME'] ?? '';
  const byArguments = request.files.length > 0 || request.project !== null;
  const byVariables = named.length > 0 || nameVariable !== '';
  const fallback = files === null ? null : projectName(files, inFolder);
  const certainName = request.project ?? (nameVariable === '' ? null : nameVariable);
  return {
    source: byArguments ? 'arguments' : byVariables ? 'environment' : files === null ? 'none' : 'compose-file',
    project: certainName === null ? fallback : normalizeProjectName(certainName),
    certain: certainName !== null,
    files,
    nameOfFiles: fallback,
    filesNamed: named.length > 0,
  };
}

/**
 * Settles it with what the engine has.
 * @param containers All containers of the engine, or those of the hint's project when the hint is certain.
 * @param local False for an engine on another machine, whose files can't be looked at.
 */
export function settleStack(hint: StackHint, containers: readonly Container[], local: boolean): Discovery {
  const project = hint.certain ? hint.project : projectAmong(hint, containers);
  if (project !== null && hint.certain && isNowhere(project, hint, containers))
    return { kind: 'no-such-stack', project, candidates: candidatesAmong(containers) };
  if (project !== null)
    return { kind: 'found', identity: identityOf(project, hint, containers, local), source: hint.source };
  const candidates = candidatesAmong(containers);
  const only = candidates[0];
  if (only === undefined) return { kind: 'nothing' };
  if (candidates.length > 1) return { kind: 'choose', candidates };
  return { kind: 'found', identity: identityOf(only.project, hint, containers, local), source: 'only-project' };
}

/** The stack by name alone, for the time without an engine; null when nothing names one. */
export function identityWithoutEngine(hint: StackHint): StackIdentity | null {
  if (hint.project === null) return null;
  const files = hint.files?.files ?? [];
  return { project: hint.project, workingDir: hint.files?.workingDir ?? null, files, warnings: missingFiles(files) };
}

/** The stack that a person chose among the candidates. */
export function identityOfProject(project: string, containers: readonly Container[], local: boolean): StackIdentity {
  return identityOf(
    project,
    { source: 'none', project, certain: true, files: null, nameOfFiles: null, filesNamed: false },
    containers,
    local,
  );
}

/** Files that a person named may be started under any name: then it is only not made yet. */
function isNowhere(project: string, hint: StackHint, containers: readonly Container[]): boolean {
  if (hint.filesNamed || hint.nameOfFiles === project) return false;
  return !containers.some(container => container.labels.project === project);
}

/** Compose projects on an engine, running ones first. */
function candidatesAmong(containers: readonly Container[]): readonly StackCandidate[] {
  const projects = new Map<string, Container[]>();
  for (const container of containers) {
    const { project, oneOff } = container.labels;
    if (project === null || oneOff) continue;
    projects.set(project, [...(projects.get(project) ?? []), container]);
  }
  return [...projects]
    .map(([project, members]) => ({
      project,
      services: new Set(members.map(member => member.labels.service)).size,
      running: members.filter(member => member.state === 'running').length,
      workingDir: members.find(member => member.labels.workingDir !== null)?.labels.workingDir ?? null,
    }))
    .sort((a, b) => Number(b.running > 0) - Number(a.running > 0) || a.project.localeCompare(b.project, 'en'));
}

/**
 * A compose file says what its project would be called here and now; the containers say what it was called when it was
 * made (`docker compose -p shop up`). The latter is the stack that runs.
 */
function projectAmong(hint: StackHint, containers: readonly Container[]): string | null {
  if (hint.project === null || hint.files === null) return hint.project;
  if (containers.some(container => container.labels.project === hint.project)) return hint.project;
  const first = hint.files.files[0];
  const madeFromIt = new Set<string>();
  for (const { labels } of containers) {
    if (labels.project === null || labels.oneOff) continue;
    if (first !== undefined && resolveLabelFiles(labels.configFiles, labels.workingDir).includes(first))
      madeFromIt.add(labels.project);
  }
  const [only] = madeFromIt;
  return madeFromIt.size === 1 && only !== undefined ? only : hint.project;
}

function identityOf(project: string, hint: StackHint, containers: readonly Container[], local: boolean): StackIdentity {
  const own = containers.filter(container => container.labels.project === project);
  const labelled = filesOfContainers(own, local ? fileExists : null);
  if (labelled !== null && !hint.filesNamed) return { project, ...labelled };
  const files = hint.files?.files ?? [];
  const warnings = [...missingFiles(files), ...(labelled === null ? [] : differing(files, labelled.files))];
  return { project, workingDir: hint.files?.workingDir ?? null, files, warnings };
}

function missingFiles(files: readonly string[]): readonly string[] {
  return files.filter(file => file !== '-' && !fileExists(file)).map(file => `compose file ${file} does not exist`);
}

function differing(named: readonly string[], labelled: readonly string[]): readonly string[] {
  if (named.join('\n') === labelled.join('\n')) return [];
  return [`the containers were made from ${labelled.join(' + ')}, not from the named ${named.join(' + ')}`];
}
