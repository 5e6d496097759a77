/** Which stack, with what the engine lists and what the config files say; for the console and every command. */
import { identityWithoutEngine, settleStack, type Discovery } from '../config/discover-stack.ts';
import { loadProfile, type LoadedProfile } from '../config/load-profile.ts';
import { EngineError } from '../docker/engine-error.ts';
import { parseListItem } from '../docker/parse/container.ts';
import type { StackIdentity } from '../model/compose-project.ts';
import type { Container } from '../model/container.ts';
import type { EngineProblem } from '../model/engine-status.ts';
import type { Session, StackSearch } from './session.ts';

/**
 * Lists the containers (of the project alone where its name is certain) and settles the stack by them. Never throws for
 * an engine that does not answer: that is `no-engine`, with the stack's name from the files where they tell it.
 */
export async function findStack(session: Session, signal: AbortSignal): Promise<StackSearch> {
  const listed = await listForStack(session, signal);
  const containers = 'containers' in listed ? listed.containers : [];
  const discovery: StackSearch['discovery'] =
    'problem' in listed
      ? { kind: 'no-engine', problem: listed.problem }
      : settleStack(session.hint, containers, hasFilesHere(session));
  const identity = identityIn(discovery, session);
  const loaded = await loadProfileFor(session, identity);
  return {
    discovery,
    identity,
    containers,
    listedAt: 'problem' in listed ? null : session.clock.now(),
    profile: loaded.profile,
    configProblems: loaded.problems,
    configFiles: loaded.files,
  };
}

/** The profile of a stack: also for one that a person chose after `findStack` had offered several. */
export function loadProfileFor(session: Session, identity: StackIdentity | null): Promise<LoadedProfile> {
  return loadProfile({
    configFile: session.paths.configFile,
    configNamed: session.globals.config !== null,
    stackDir: hasFilesHere(session) ? (identity?.workingDir ?? null) : null,
    uid: session.environment.uid,
    readOnly: session.globals.readOnly,
  });
}

/** Files of another machine, or of the simulator, are not to be looked for here. */
function hasFilesHere({ engine, demo }: Session): boolean {
  return engine.local && demo === null;
}

type Listed = { readonly containers: readonly Container[] } | { readonly problem: EngineProblem };

/** Of the named project alone where it has containers; else all, to tell a typo and what there is instead. */
async function listForStack(session: Session, signal: AbortSignal): Promise<Listed> {
  const { hint } = session;
  if (!hint.certain || hint.project === null) return listContainers(session, {}, signal);
  const listed = await listContainers(session, { project: hint.project }, signal);
  return 'problem' in listed || listed.containers.length > 0 ? listed : listContainers(session, {}, signal);
}

async function listContainers(
  { engine }: Session,
  query: { readonly project?: string },
  signal: AbortSignal,
): Promise<Listed> {
  try {
    const items = await engine.list(query, { signal });
    return { containers: items.map(item => parseListItem(item)).filter(container => container !== null) };
  } catch (error) {
    if (error instanceof EngineError) return { problem: error.problem };
    throw error;
  }
}

function identityIn(discovery: Discovery | { readonly kind: 'no-engine' }, session: Session): StackIdentity | null {
  if (discovery.kind === 'found') return discovery.identity;
  return discovery.kind === 'no-engine' ? identityWithoutEngine(session.hint) : null;
}
