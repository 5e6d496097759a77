import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDockerodeEngine } from '../../../src/docker/dockerode-engine.ts';
import { extraService } from '../../../src/docker/demo/services.ts';
import { startDemoServer } from '../../../src/docker/demo/start-demo-server.ts';
import { createSystemClock } from '../../../src/system/clock.ts';
import { describeEngineContract } from '../engine-contract.ts';
import type { ContractStage } from '../engine-contract.ts';

async function makeStage(): Promise<ContractStage> {
  const folder = await mkdtemp(join(tmpdir(), 'depotix-demo-'));
  const server = await startDemoServer({
    scenario: 'unhealthy',
    socketPath: join(folder, 'docker.sock'),
    clock: createSystemClock(),
    extras: [
      extraService('console', { tty: true }),
      extraService('migrate', { endedWith: 3 }),
      extraService('elsewhere', { project: 'toolbox' }),
    ],
  });
  const engine = createDockerodeEngine({
    endpoint: { kind: 'unix', path: server.socketPath, text: `unix://${server.socketPath}` },
  });
  const call = { signal: new AbortController().signal };
  const idOf = async (name: string): Promise<string> => String((await engine.inspect(name, call))['Id']);
  const tty = await idOf('depotix-console-1');
  return {
    engine,
    project: 'depotix',
    containers: {
      chatty: await idOf('depotix-api-1'),
      healthy: await idOf('depotix-caddy-1'),
      unhealthy: await idOf('depotix-web-1'),
      exited: { id: await idOf('depotix-migrate-1'), exitCode: 3 },
      tty,
      unchecked: tty,
    },
    command: { words: ['echo', 'hello'], says: /^hello\n$/ },
    async close() {
      engine.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

describeEngineContract('The simulator', ['unhealthy', 'exited', 'tty', 'unchecked'], makeStage);
