import { UserError } from '../model/user-error.ts';

/** The engine answers, and neither it nor the folder has a stack to show. */
export function noStack(endpoint: string): UserError {
  return new UserError('no-stack', `no Docker Compose stack on ${endpoint}, and no compose file here`, {
    nextSteps: [
      'Go to the folder of the compose file, or name it: depotix -f FILE',
      'See other engines: docker context ls',
      'Practise on a simulated stack: depotix demo',
    ],
  });
}
