import { readDockerSigns, reasonsAgainstDemo } from '../config/demo-conditions.ts';
import { isEndpointNamed } from '../docker/endpoint.ts';
import type { Environment } from '../system/environment.ts';
import { readTextOrThrow } from '../system/files.ts';
import type { GlobalOptions } from './parse-arguments.ts';

/** True only where no sign of Docker is found; what can't be read counts as a sign. */
export function mayOpenDemo(globals: GlobalOptions, environment: Environment, moreArguments: boolean): boolean {
  const request = { context: globals.context ?? undefined, host: globals.host ?? undefined };
  let endpointNamed = true;
  try {
    endpointNamed = isEndpointNamed(request, {
      variables: environment.variables,
      home: environment.home,
      readFile: readTextOrThrow,
    });
  } catch {
    // A docker configuration that can't be read belongs to somebody who uses Docker.
  }
  return reasonsAgainstDemo(readDockerSigns(environment, { arguments: moreArguments, endpointNamed })).length === 0;
}
