/**
 * `npm run stack:up`: a private Docker Engine with the reference stack on it, for people and tests. It goes on running
 * until `npm run stack:down`; called again, it takes over what runs.
 */
import { createTestHost } from './test-host.ts';
import { engineAvailability } from './availability.ts';
import { openStack } from './open-stack.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
const host = createTestHost({ mayInstall: true, signal: interrupted.signal, report: line => console.log(line) });
const availability = engineAvailability(host);
if (!availability.available) {
  console.error(`No private engine can run here: ${availability.reason}`);
  process.exit(1);
}
const started = Date.now();
const { engine, stack } = await openStack(host);
console.log(`
The stack "${stack.project}" is healthy after ${((Date.now() - started) / 1000).toFixed(1)} s.
  its files     ${stack.dir}
  in a browser  http://127.0.0.1:${stack.ports.http}/  https://localhost:${stack.ports.https}/
  docker CLI    export DOCKER_HOST=${engine.dockerHost} DOCKER_CONFIG=${engine.env['DOCKER_CONFIG']}
                export PATH=${engine.binFolders.join(':')}:$PATH
  the console   DOCKER_HOST=${engine.dockerHost} npm start
  to end it     npm run stack:down`);
