import { describeEngine, useSharedStack } from '../engine/describe-engine.ts';
import { startEngine } from '../engine/private-engine.ts';
import { createTestHost } from '../engine/test-host.ts';
import { describeEngineContract } from './engine-contract.ts';
import { openRealStage } from './real-stage.ts';

const roles = ['unhealthy', 'exited', 'tty', 'unchecked'] as const;

describeEngine('a current engine', () => {
  describeEngineContract('Docker Engine 26.1', roles, async () => {
    const { host, engine } = await useSharedStack();
    return openRealStage(host, engine);
  });
});

describeEngine(
  'the oldest engine that is supported',
  () => {
    describeEngineContract('Docker Engine 20.10', roles, async () => {
      const host = createTestHost({ report: () => {} });
      const old = await startEngine(host, { version: '20.10', data: 'fresh' });
      const stage = await openRealStage(host, old);
      return {
        ...stage,
        async close() {
          await stage.close();
          await old.stop();
        },
      };
    });
  },
  '20.10',
);
