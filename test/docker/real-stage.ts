/** The contract's stage on a real engine: containers of a random project, all from a few megabytes of busybox. */
import { createDockerodeEngine } from '../../src/docker/dockerode-engine.ts';
import type { Engine } from '../../src/docker/engine.ts';
import { openExtraContainers } from '../engine/extra-containers.ts';
import type { PrivateEngine } from '../engine/private-engine.ts';
import type { TestHost } from '../engine/test-host.ts';
import type { ContractStage } from './engine-contract.ts';

const chatter =
  'i=0; while [ $i -lt 10 ]; do echo "line $i"; i=$((i+1)); done; while :; do echo "tick $i"; i=$((i+1)); sleep 0.3; done';

export function connectTo(real: PrivateEngine): Engine {
  return createDockerodeEngine({ endpoint: { kind: 'unix', path: real.socket, text: real.dockerHost } });
}

export async function openRealStage(host: TestHost, real: PrivateEngine): Promise<ContractStage> {
  const extra = await openExtraContainers(host, real);
  const chatty = await extra.run({ service: 'chatty', command: chatter });
  const tty = await extra.run({ service: 'tty', command: chatter, tty: true });
  const health = { intervalMs: 500 };
  const healthy = await extra.run({
    service: 'healthy',
    command: 'sleep 600',
    health: { ...health, command: 'echo fine' },
  });
  const unhealthy = await extra.run({
    service: 'unhealthy',
    command: 'sleep 600',
    health: { ...health, command: 'echo no database; exit 1' },
  });
  const exited = await extra.run({ service: 'exited', command: 'echo last words; exit 3' });
  const engine = connectTo(real);
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
