import type { StackCandidate } from '../model/compose-project.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import { UserError } from '../model/user-error.ts';
import { exitCodes } from './exit-codes.ts';

const otherEngines = 'See other engines: docker context ls';

/** The engine answers, and neither it nor the folder has a stack to show. */
export function noStack(endpoint: string): UserError {
  return new UserError('no-stack', `no Docker Compose stack on ${endpoint}, and no compose file here`, {
    nextSteps: [
      'Go to the folder of the compose file, or name it: depotix -f FILE',
      otherEngines,
      'Practise on a simulated stack: depotix demo',
    ],
  });
}

/** The engine answers, and knows no stack of the name that was asked for. `command`: what to type again, null for the console. */
export function noSuchStack(
  endpoint: string,
  { project, candidates }: { readonly project: string; readonly candidates: readonly StackCandidate[] },
  command: string | null,
): UserError {
  return new UserError('no-such-stack', `no stack named ${sanitizeLabel(project)} on ${endpoint}`, {
    nextSteps: candidates.length === 0 ? ['It has no stack at all', otherEngines] : stackSteps(candidates, command),
    exitCode: exitCodes.usage,
  });
}

/** A line to type for each stack. */
export function stackSteps(candidates: readonly StackCandidate[], command: string | null): readonly string[] {
  return candidates.map(({ project, services, running }) => {
    const facts = `${services} ${services === 1 ? 'service' : 'services'}, ${running} running`;
    return `depotix -p ${sanitizeLabel(project)}${command === null ? '' : ` ${command}`}   (${facts})`;
  });
}
