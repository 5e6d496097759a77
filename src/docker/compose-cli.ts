/** The `Compose` port by the `docker compose` command: the compose file's meaning is Compose's to tell, never re-read here. */
import type { StackIdentity } from '../model/compose-project.ts';
import { shellLine } from '../model/shell-line.ts';
import { UserError } from '../model/user-error.ts';
import type { RunOptions, RunResult } from '../system/run-command.ts';
import type { Compose } from './compose.ts';
import { parseComposeConfig } from './parse/compose-config.ts';

export interface ComposeCliOptions {
  /** `runCommand` of src/system. */
  readonly run: (argv: readonly string[], options: RunOptions) => Promise<RunResult>;
  /** `--host` or `--context` and its value, as given to the console; Compose reads the rest from the same places as we. */
  readonly endpointWords?: readonly string[];
}

const configTimeoutMs = 20_000;

export function createComposeCli(options: ComposeCliOptions): Compose {
  return {
    async config(stack, { signal, timeoutMs }) {
      const argv = composeArgv(stack, ['config', '--format', 'json'], options.endpointWords);
      const result = await options.run(argv, {
        signal,
        timeoutMs: timeoutMs ?? configTimeoutMs,
        ...(stack.workingDir === null ? {} : { cwd: stack.workingDir }),
      });
      if (result.problem !== null) throw composeError(result, argv);
      const project = parseComposeConfig(parseJson(result.stdout), stack);
      if (project === null)
        throw new UserError('compose-failed', 'docker compose config printed no project', {
          nextSteps: [shellLine(argv)],
        });
      return project;
    },
  };
}

/**
 * `docker compose` for exactly this stack: the files its containers were made from, in their order, and no other
 * (O-CONFIG-1: with `-f` Compose adds no override file by itself).
 */
export function composeArgv(
  stack: StackIdentity,
  words: readonly string[],
  endpointWords: readonly string[] = [],
): readonly string[] {
  return [
    'docker',
    ...endpointWords,
    'compose',
    ...stack.files.flatMap(file => ['-f', file]),
    '-p',
    stack.project,
    ...(stack.workingDir === null ? [] : ['--project-directory', stack.workingDir]),
    ...words,
  ];
}

function composeError(result: RunResult, argv: readonly string[]): UserError {
  if (result.notFound) {
    return new UserError('no-docker-cli', `Can't ask Docker Compose: ${result.problem ?? 'no docker command'}`, {
      nextSteps: ['Install the docker command and its Compose plug-in: docker compose version'],
    });
  }
  // "docker: 'compose' is not a docker command." of older, "unknown command: docker compose" of newer ones.
  if (/is not a docker command|unknown command: docker compose|unknown shorthand flag: 'f'/.test(result.stderr)) {
    return new UserError('no-compose', 'Docker has no Compose plug-in here', {
      nextSteps: ['Install it (docker-compose-plugin, or docker-compose-v2), then: docker compose version'],
    });
  }
  // Compose says the reason last, after its warnings about unset variables.
  const said = result.stderr
    .trim()
    .split('\n')
    .findLast(line => line.trim() !== '' && !/level=warning/.test(line));
  return new UserError('compose-failed', said?.trim() ?? result.problem ?? 'docker compose failed', {
    nextSteps: [shellLine(argv)],
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
