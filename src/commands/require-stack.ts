/** The stack a command is about, or why there is none. */
import type { StackIdentity } from '../model/compose-project.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import { UserError } from '../model/user-error.ts';
import { EngineDownError } from './engine-down-error.ts';
import { exitCodes } from './exit-codes.ts';
import { noStack, noSuchStack, stackSteps } from './no-stack.ts';
import { findStack } from './find-stack.ts';
import type { Session, StackSearch } from './session.ts';

export type FoundStack = StackSearch & { readonly identity: StackIdentity };

/** @throws EngineDownError without an engine; UserError where nothing tells which stack, or several could be meant. */
export async function requireStack(session: Session, command: string, signal: AbortSignal): Promise<FoundStack> {
  const search = await findStack(session, signal);
  const { discovery, identity } = search;
  if (discovery.kind === 'no-engine') throw new EngineDownError(discovery.problem, search);
  if (discovery.kind === 'choose') {
    throw new UserError('several-stacks', 'this engine runs several stacks; name one', {
      nextSteps: stackSteps(discovery.candidates, command),
      exitCode: exitCodes.usage,
    });
  }
  if (discovery.kind === 'no-such-stack') throw noSuchStack(session.engine.endpoint, discovery, command);
  if (identity === null) throw noStack(session.engine.endpoint);
  return { ...search, identity };
}

/** The named services, all when none is named. @throws UserError for a name that the stack does not have. */
export function chooseServices(named: readonly string[], known: readonly string[]): readonly string[] {
  const unknown = named.find(name => !known.includes(name));
  if (unknown === undefined) return named.length === 0 ? known : named;
  throw new UserError('no-service', `the stack has no service ${JSON.stringify(sanitizeLabel(unknown, 60))}`, {
    nextSteps: [
      known.length === 0
        ? 'It has no containers at all: docker compose up -d'
        : `It has: ${known.map(name => sanitizeLabel(name)).join(', ')}`,
    ],
    exitCode: exitCodes.usage,
  });
}
