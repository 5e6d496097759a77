import { listScenarios } from '../docker/demo/scenario.ts';
import { safeJson } from '../display/safe-json.ts';
import { tableRows } from '../display/table.ts';
import type { Output } from '../system/terminal-output.ts';
import { exitCodes } from './exit-codes.ts';

/** `depotix demo --list`. */
export async function printScenarios(out: Output, json: boolean): Promise<number> {
  const scenarios = listScenarios().map(({ name, title }) => ({ name, title }));
  const rows = tableRows(
    [{ title: 'SCENARIO' }, { title: 'WHAT IS WRONG' }],
    scenarios.map(({ name, title }) => [name, title]),
  );
  await out.write(json ? `${safeJson({ schema: 1, scenarios }, 2)}\n` : `${rows.join('\n')}\n`);
  return exitCodes.fine;
}
