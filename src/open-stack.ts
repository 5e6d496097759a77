/** From "some engine, perhaps" to the stack that this console is about: asks until it is settled. */
import { identityOfProject } from './config/discover-stack.ts';
import { findStack, loadProfileFor } from './commands/find-stack.ts';
import type { Session, StackSearch } from './commands/session.ts';
import { noStack, noSuchStack } from './commands/no-stack.ts';
import { backoffMs } from './docker/backoff.ts';
import { unknownStack, type StackIdentity } from './model/compose-project.ts';
import type { StackEvent } from './model/stack-event.ts';

export interface OpeningOptions {
  readonly signal: AbortSignal;
  /** The first look, already under way. */
  readonly firstSearch: Promise<StackSearch>;
  /** The person's choice among the stacks that were offered; rejects or never settles when they leave. */
  readonly choose: () => Promise<string>;
}

/**
 * Tells what it sees on the way, and returns once the stack is known: its containers are then listed. A lost engine is
 * `engine-lost` with the time of the next attempt. Returns null when the signal fires.
 * @throws UserError where the engine answers and has no stack to show.
 */
export async function* openStack(
  session: Session,
  options: OpeningOptions,
): AsyncGenerator<StackEvent, StackIdentity | null> {
  const { signal } = options;
  const { clock } = session;
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const search = await (attempt === 0 ? options.firstSearch : findStack(session, signal));
    if (signal.aborted) return null;
    if (search.discovery.kind === 'no-engine') {
      if (attempt === 0) yield* whatTheFilesTell(search, clock.now());
      const waitMs = backoffMs(attempt, Math.random);
      yield { type: 'engine-lost', at: clock.now(), problem: search.discovery.problem, retryAt: clock.now() + waitMs };
      await clock.sleep(waitMs, signal);
      continue;
    }
    if (search.discovery.kind === 'nothing') throw noStack(session.engine.endpoint);
    if (search.discovery.kind === 'no-such-stack') throw noSuchStack(session.engine.endpoint, search.discovery, null);
    if (search.discovery.kind === 'choose') {
      yield { type: 'stacks-offered', at: clock.now(), candidates: search.discovery.candidates };
      const project = await options.choose();
      const identity = identityOfProject(project, search.containers, session.engine.local);
      // Which stack's own depotix.yaml counts is known only now.
      const { profile, problems } = await loadProfileFor(session, identity);
      yield* identified({ ...search, identity, profile, configProblems: problems }, identity, clock.now());
      return identity;
    }
    const { identity } = search.discovery;
    yield* identified(search, identity, clock.now());
    return identity;
  }
  return null;
}

/** Without an engine the compose file still says which stack this is about. */
function* whatTheFilesTell(search: StackSearch, at: number): Generator<StackEvent> {
  yield { type: 'stack-identified', at, identity: search.identity ?? unknownStack, profile: search.profile };
  if (search.configProblems.length > 0) yield { type: 'config-rejected', at, problems: search.configProblems };
}

function* identified(search: StackSearch, identity: StackIdentity, at: number): Generator<StackEvent> {
  yield { type: 'stack-identified', at, identity, profile: search.profile };
  yield { type: 'config-rejected', at, problems: search.configProblems };
  const containers = search.containers.filter(container => container.labels.project === identity.project);
  yield { type: 'containers-listed', at: search.listedAt ?? at, containers };
  yield { type: 'engine-answered', at: search.listedAt ?? at };
}
