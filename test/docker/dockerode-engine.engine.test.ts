import { createDockerodeEngine } from '../../src/docker/dockerode-engine.ts';
import { describeEngine, useSharedStack } from '../engine/describe-engine.ts';
import { openExtraContainers } from '../engine/extra-containers.ts';
import { describeEngineContract } from './engine-contract.ts';
import type { ContractStage } from './engine-contract.ts';

const chatter =
  'i=0; while [ $i -lt 10 ]; do echo "line $i"; i=$((i+1)); done; while :; do echo "tick $i"; i=$((i+1)); sleep 0.3; done';

async function makeStage(): Promise<ContractStage> {
  const { host, engine: real } = await useSharedStack();
  const extra = await openExtraContainers(host, real);
  const chatty = await extra.run({ service: 'chatty', command: chatter });
  const tty = await extra.run({ service: 'tty', command: chatter, tty: true });
  const healthy = await extra.run({
    service: 'healthy',
    command: 'sleep 600',
    health: { command: 'echo fine', intervalMs: 500 },
  });
  const unhealthy = await extra.run({
    service: 'unhealthy',
    command: 'sleep 600',
    health: { command: 'echo no database; exit 1', intervalMs: 500 },
  });
  const exited = await extra.run({ service: 'exited', command: 'echo last words; exit 3' });
  const engine = createDockerodeEngine({
    endpoint: { kind: 'unix', path: real.socket, text: `unix://${real.socket}` },
  });
  return {
    engine,
    project: extra.project,
    containers: {
      chatty: chatty.id,
      healthy: healthy.id,
      unhealthy: unhealthy.id,
      exited: { id: exited.id, exitCode: 3 },
      tty: tty.id,
      unchecked: chatty.id,
    },
    command: { words: ['echo', 'hello'], says: /^hello\n$/ },
    async close() {
      engine.close();
      await extra.removeAll();
    },
  };
}

describeEngine('a real Docker Engine', () => {
  describeEngineContract('Docker Engine 26.1', ['unhealthy', 'exited', 'tty', 'unchecked'], makeStage);
});
