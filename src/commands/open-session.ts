/** Makes the session: the engine as the Docker CLI would find it, or the simulator. Asks nobody yet. */
import { readStackHint, type StackHint } from '../config/discover-stack.ts';
import type { Compose } from '../docker/compose.ts';
import { createDockerodeEngine } from '../docker/dockerode-engine.ts';
import { resolveEndpoint, type Endpoint } from '../docker/endpoint.ts';
import { EngineError } from '../docker/engine-error.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import { UserError } from '../model/user-error.ts';
import { createSystemClock } from '../system/clock.ts';
import type { Environment } from '../system/environment.ts';
import { fileExists, readTextOrThrow } from '../system/files.ts';
import { resolvePaths } from '../system/paths.ts';
import { runCommand } from '../system/run-command.ts';
import type { TerminalManners } from '../system/terminal-manners.ts';
import { exitCodes } from './exit-codes.ts';
import type { GlobalOptions } from './parse-arguments.ts';
import type { Session } from './session.ts';

export interface SessionRequest {
  readonly globals: GlobalOptions;
  readonly environment: Environment;
  readonly manners: TerminalManners;
  readonly version: string;
}

/** @throws UserError where the arguments or the docker configuration name an engine that can't be. */
export function openSession(request: SessionRequest): Session {
  const { globals, environment } = request;
  const hint = readStackHint({ files: globals.files, project: globals.project }, environment);
  if (globals.files.length > 0) requireFiles(hint);
  const engine = createDockerodeEngine({ endpoint: endpointFor(globals, environment) });
  return {
    ...shared(request),
    hint,
    engine,
    compose: lazyCompose(globals),
    demo: null,
    close: () => {
      engine.close();
      return Promise.resolve();
    },
  };
}

/** A session on the simulator, loaded only for it. @throws UserError for an unknown scenario. */
export async function openDemoSession(request: SessionRequest, scenario: string | true | undefined): Promise<Session> {
  const { openDemo } = await import('./demo-stage.ts');
  const stage = await openDemo(typeof scenario === 'string' ? scenario : 'healthy', shared(request).clock);
  const engine = createDockerodeEngine({ endpoint: { kind: 'unix', path: stage.socketPath, text: 'the demo' } });
  const hint: StackHint = {
    source: 'arguments',
    project: stage.project,
    certain: true,
    files: null,
    nameOfFiles: null,
    filesNamed: false,
  };
  return {
    ...shared(request),
    hint,
    engine,
    compose: stage.compose,
    demo: { scenario: stage.scenario, setScenario: stage.setScenario },
    close: async () => {
      engine.close();
      await stage.close();
    },
  };
}

/** A mistyped `-f` would look like a stack that is down. */
function requireFiles({ files }: StackHint): void {
  const missing = files?.files.find(file => file !== '-' && !fileExists(file));
  if (missing === undefined) return;
  throw new UserError('no-compose-file', `compose file ${sanitizeLabel(missing)} does not exist`, {
    nextSteps: ['Name one that does: depotix -f FILE', 'Or the stack on the engine: depotix -p NAME'],
    exitCode: exitCodes.usage,
  });
}

// Loaded at its first call: the console shows services before it knows how many the compose file wants.
function lazyCompose({ context, host }: GlobalOptions): Compose {
  // The command line names the engine for us alone; Compose must be told.
  const endpointWords = context !== null ? ['--context', context] : host !== null ? ['--host', host] : [];
  return {
    async config(stack, options) {
      const { createComposeCli } = await import('../docker/compose-cli.ts');
      return createComposeCli({ run: runCommand, endpointWords }).config(stack, options);
    },
  };
}

function shared(
  request: SessionRequest,
): Pick<Session, 'globals' | 'environment' | 'paths' | 'manners' | 'clock' | 'version'> {
  const { globals, environment, manners, version } = request;
  return {
    globals,
    environment,
    manners,
    version,
    paths: resolvePaths(environment, globals.config),
    clock: createSystemClock(),
  };
}

function endpointFor(globals: GlobalOptions, environment: Environment): Endpoint {
  try {
    return resolveEndpoint(
      { context: globals.context ?? undefined, host: globals.host ?? undefined },
      { variables: environment.variables, home: environment.home, readFile: readTextOrThrow },
    );
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const { message, nextSteps } = error.problem;
    throw new UserError('endpoint', message, { nextSteps, exitCode: exitCodes.noEngine, cause: error });
  }
}
