/** `npm run stack:down`: ends what `stack:up` started. The cache stays; `--volumes` removes the stack's data too. */
import { closeStack } from './open-stack.ts';
import { createTestHost } from './test-host.ts';

const host = createTestHost({ report: line => console.log(line) });
await closeStack(host, { volumes: process.argv.includes('--volumes') });
