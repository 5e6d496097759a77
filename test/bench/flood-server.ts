/**
 * The simulator as a process of its own, so that what it costs is not counted as the console's:
 * `node test/bench/flood-server.ts SOCKET [SCENARIO] [SERVICES] [LINES_PER_SECOND]`.
 * Prints `ready` when it answers; ends on SIGTERM, or when its parent closes the pipe to its input.
 */
import { isScenario } from '../../src/docker/demo/scenario.ts';
import { startDemoServer } from '../../src/docker/demo/start-demo-server.ts';
import { createSystemClock } from '../../src/system/clock.ts';

const [socketPath = '', scenario = 'log-flood', services = '4', floodRate = '50000'] = process.argv.slice(2);
if (socketPath === '' || !isScenario(scenario)) {
  process.stderr.write('usage: flood-server.ts SOCKET [SCENARIO] [SERVICES] [LINES_PER_SECOND]\n');
  process.exit(2);
}
const server = await startDemoServer({
  scenario,
  socketPath,
  clock: createSystemClock(),
  services: Number(services),
  floodRate: Number(floodRate),
});
const end = (): void => {
  process.stdin.destroy();
  void server.close();
};
process.once('SIGTERM', end);
process.stdin.once('end', end).resume();
process.stdout.write('ready\n');
