import { describe, expect, test } from 'vitest';
import { composeArgv, createComposeCli } from '../../src/docker/compose-cli.ts';
import type { StackIdentity } from '../../src/model/compose-project.ts';
import { UserError } from '../../src/model/user-error.ts';
import type { RunOptions, RunResult } from '../../src/system/run-command.ts';

const call = { signal: new AbortController().signal };
const stack: StackIdentity = {
  project: 'shop',
  workingDir: '/srv/shop',
  files: ['/srv/shop/compose.yml', '/srv/shop/compose.prod.yml'],
  warnings: [],
};

function ran(result: Partial<RunResult>): RunResult {
  return {
    exitCode: 0,
    stdout: '',
    stderr: '',
    timedOut: false,
    aborted: false,
    truncated: false,
    notFound: false,
    problem: null,
    ...result,
  };
}

function composeThatPrints(result: Partial<RunResult>) {
  const runs: { argv: readonly string[]; options: RunOptions }[] = [];
  const compose = createComposeCli({
    run: async (argv, options) => {
      runs.push({ argv, options });
      return ran(result);
    },
    endpointWords: ['--context', 'prod'],
  });
  return { compose, runs };
}

async function failureOf(work: Promise<unknown>): Promise<UserError> {
  const error = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

test('O-CONFIG-1: exactly the files of the labels, in their order and in the folder of the project', () => {
  expect(composeArgv(stack, ['config'])).toEqual([
    'docker',
    'compose',
    '-f',
    '/srv/shop/compose.yml',
    '-f',
    '/srv/shop/compose.prod.yml',
    '-p',
    'shop',
    '--project-directory',
    '/srv/shop',
    'config',
  ]);
});

test('the engine that was named is named to Compose too, and it runs where the project is', async () => {
  const { compose, runs } = composeThatPrints({ stdout: '{"name":"shop","services":{"web":{}}}' });
  await compose.config(stack, call);
  expect(runs[0]?.argv.slice(0, 4)).toEqual(['docker', '--context', 'prod', 'compose']);
  expect(runs[0]?.options.cwd).toBe('/srv/shop');
});

test('what Compose prints is what the stack should be', async () => {
  const printed = {
    name: 'shop',
    services: {
      api: { build: { context: '.' }, depends_on: { db: { condition: 'service_healthy' } }, deploy: { replicas: 3 } },
      caddy: {
        image: 'caddy:2',
        container_name: 'edge',
        depends_on: ['api'],
        ports: [{ target: 80, published: '80' }],
      },
      worker: { image: 'shop-api', scale: 0, deploy: null, ports: null, depends_on: null },
    },
  };
  const { compose } = composeThatPrints({ stdout: JSON.stringify(printed) });
  const project = await compose.config(stack, call);
  expect(project).toEqual({
    name: 'shop',
    files: stack.files,
    workingDir: '/srv/shop',
    services: [
      { name: 'api', image: null, builds: true, wanted: 3, dependsOn: ['db'], containerName: null, publishes: false },
      {
        name: 'caddy',
        image: 'caddy:2',
        builds: false,
        wanted: 1,
        dependsOn: ['api'],
        containerName: 'edge',
        publishes: true,
      },
      {
        name: 'worker',
        image: 'shop-api',
        builds: false,
        wanted: 0,
        dependsOn: [],
        containerName: null,
        publishes: false,
      },
    ],
  });
});

describe('failures', () => {
  test('are told in the words of Compose, without its warnings before them', async () => {
    const stderr = 'time="x" level=warning msg="The \\"A\\" variable is not set."\nservices.web.ports must be a list\n';
    const { compose } = composeThatPrints({ exitCode: 15, stderr, problem: 'docker ended with exit code 15' });
    const failure = await failureOf(compose.config(stack, call));
    expect(failure.message).toBe('services.web.ports must be a list');
    expect(failure.nextSteps[0]).toMatch(
      /^docker --context prod compose -f \/srv\/shop\/compose.yml .* config --format json$/,
    );
  });

  test.each([
    [{ notFound: true, problem: 'there is no program docker' }, 'no-docker-cli'],
    [{ stderr: "docker: 'compose' is not a docker command.", exitCode: 1, problem: 'x' }, 'no-compose'],
    [{ stderr: 'docker: unknown command: docker compose', exitCode: 1, problem: 'x' }, 'no-compose'],
    [{ stdout: 'no json' }, 'compose-failed'],
    [{ timedOut: true, problem: 'docker did not end within 20 s and was stopped', exitCode: null }, 'compose-failed'],
  ])('%o is %s', async (result, code) => {
    expect((await failureOf(composeThatPrints(result).compose.config(stack, call))).code).toBe(code);
  });
});
