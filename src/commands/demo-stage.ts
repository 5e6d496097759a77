/** The simulator for one demo session, on a socket that only this user can open. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Compose } from '../docker/compose.ts';
import { createDemoCompose } from '../docker/demo/demo-compose.ts';
import { demoProject } from '../docker/demo/service.ts';
import { isScenario, listScenarios } from '../docker/demo/scenario.ts';
import { startDemoServer } from '../docker/demo/start-demo-server.ts';
import { UserError } from '../model/user-error.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import type { Clock } from '../system/clock.ts';
import { exitCodes } from './exit-codes.ts';
import { nearest } from './nearest.ts';

export interface OpenDemo {
  readonly socketPath: string;
  readonly project: string;
  readonly scenario: string;
  readonly compose: Compose;
  /** An unknown name changes nothing. */
  setScenario(name: string): void;
  close(): Promise<void>;
}

/** @throws UserError for a scenario that does not exist */
export async function openDemo(scenario: string, clock: Clock): Promise<OpenDemo> {
  if (!isScenario(scenario)) throw unknownScenario(scenario);
  const folder = await mkdtemp(path.join(tmpdir(), 'depotix-demo-'));
  const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const server = await startDemoServer({ scenario, socketPath: path.join(folder, 'docker.sock'), clock });
    return {
      socketPath: server.socketPath,
      project: demoProject,
      scenario,
      compose: createDemoCompose(),
      setScenario(name) {
        if (isScenario(name)) server.setScenario(name);
      },
      async close() {
        await server.close();
        await removeFolder();
      },
    };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}

function unknownScenario(typed: string): UserError {
  const names = listScenarios().map(({ name }) => name);
  const near = nearest(typed, names);
  return new UserError('no-scenario', `there is no scenario ${JSON.stringify(sanitizeLabel(typed, 60))}`, {
    nextSteps: [near === null ? `There are: ${names.join(', ')}` : `depotix demo --scenario ${near}`],
    exitCode: exitCodes.usage,
  });
}
