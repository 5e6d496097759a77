/** Building blocks of findings: every rule writes its subject, evidence and next steps by these. */
import type { ActionId } from '../actions.ts';
import type { StackIdentity } from '../compose-project.ts';
import type { Evidence, Finding, FindingSubject, NextStep } from '../finding.ts';
import { sanitizeLabel } from '../sanitize.ts';
import { shellLine } from '../shell-line.ts';
import type { Service } from '../service.ts';

export type FindingDraft = Omit<Finding, 'causedBy' | 'evidence' | 'nextSteps'> &
  Partial<Pick<Finding, 'evidence' | 'nextSteps'>>;

/** The title begins with the service it is about, since it is also read alone: in a summary, in a list of causes. */
export function finding(draft: FindingDraft): Finding {
  const { kind, name } = draft.subject;
  const title = kind === 'service' || kind === 'engine' ? `${name} ${draft.title}` : draft.title;
  return { evidence: [], nextSteps: [], ...draft, title, causedBy: null };
}

/** `code:subject`: what `causedBy` and the dialogs name a finding by. */
export function findingKey({ code, subject }: Pick<Finding, 'code' | 'subject'>): string {
  return `${code}:${subject.name}`;
}

export function serviceSubject({ name }: Pick<Service, 'name'>): FindingSubject {
  return { kind: 'service', name: sanitizeLabel(name) };
}

export const hostSubject: FindingSubject = { kind: 'host', name: 'host' };

export function stackSubject({ project }: StackIdentity): FindingSubject {
  return { kind: 'stack', name: sanitizeLabel(project) };
}

export function evidence(at: number | null, text: string): Evidence {
  return { at, text: sanitizeLabel(text) };
}

/** A next step that a key of the console does. */
export function press(action: ActionId, text: string): NextStep {
  return { action, text, command: null };
}

/** A next step for the shell, as it can be pasted. */
export function shell(text: string, command: string): NextStep {
  return { action: null, text, command };
}

export function advice(text: string): NextStep {
  return { action: null, text, command: null };
}

export const readLogs = press('logs.of-service', 'read its log');
export const readProbes = press('screen.health', 'see its probes');
export const seeUsage = press('screen.resources', 'see its usage');

/** `docker compose -p depotix …` with the stack's own files, so that it works from any folder. */
export function composeCommand({ project, workingDir, files }: StackIdentity, ...words: readonly string[]): string {
  const directory = workingDir === null ? [] : ['--project-directory', workingDir];
  return shellLine([
    'docker',
    'compose',
    '-p',
    project,
    ...directory,
    ...files.flatMap(file => ['-f', file]),
    ...words,
  ]);
}

export function dockerCommand(...words: readonly string[]): string {
  return shellLine(['docker', ...words]);
}

/** "api", "api and web", "api, web and 3 more". */
export function listNames(names: readonly string[], most = 3): string {
  const shown = names.map(name => sanitizeLabel(name, 40));
  if (shown.length === 1) return shown[0] ?? '';
  const rest = shown.length - most;
  if (rest > 1) return `${shown.slice(0, most).join(', ')} and ${rest} more`;
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}
