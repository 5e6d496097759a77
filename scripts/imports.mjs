/** `npm run imports`: the import rules; an empty run is a failure, since the tool calls "0 modules cruised" a success. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './lib/prepare.mjs';

const leastModules = 100;
const { status, stdout, stderr } = spawnSync(
  path.join(root, 'node_modules/.bin/depcruise'),
  ['--config', '.dependency-cruiser.cjs', 'src'],
  { cwd: root, encoding: 'utf8' },
);
process.stdout.write(stdout + stderr);
const modules = Number(/([\d,]+) modules/.exec(stdout)?.[1]?.replaceAll(',', '') ?? 0);
if (modules < leastModules)
  process.stdout.write(`imports: only ${modules} modules were read: the rules were not checked\n`);
process.exitCode = status === 0 && modules >= leastModules ? 0 : 1;
