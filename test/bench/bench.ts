/**
 * `npm run bench`: what the console costs, as ratios to a bare Node, to `docker stats` and, where it is installed, to
 * lazydocker, all in one run; medians. Writes docs/performance.md with `--write`. The reference stack must run
 * (`npm run stack:up`): the bench measures, and starts only the simulator.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createTestHost } from '../engine/test-host.ts';
import { openStack } from '../engine/open-stack.ts';
import type { TerminalOptions } from '../helpers/terminal.ts';
import { measureIdle, measureStart } from './measure-program.ts';
import { measureFlood } from './measure-flood.ts';
import { report, type BenchRow } from './report.ts';
import { startSimulator } from './simulator.ts';
import { median } from './statistics.ts';

const root = path.resolve(import.meta.dirname, '../..');
const bundle = path.join(root, 'dist/depotix.mjs');
const rounds = 7;
const services = ['caddy', 'web', 'api', 'postgres'];
const quick = process.argv.includes('--quick');

const host = createTestHost({ mayInstall: true });
const { engine, stack } = await openStack(host);
const say = (line: string): void => void process.stderr.write(`bench: ${line}\n`);
const rows: BenchRow[] = [];

const consoleOn = (dockerHost: string): TerminalOptions => ({
  command: process.execPath,
  args: [bundle],
  env: { ...engine.env, DOCKER_HOST: dockerHost },
});
// By name: other tests may have put stacks of their own beside it.
const real = withProject(consoleOn(engine.dockerHost), stack.project);
const lazydocker = ['/usr/bin/lazydocker', '/usr/local/bin/lazydocker'].find(file => existsSync(file));

function withProject(options: TerminalOptions, project: string): TerminalOptions {
  return { ...options, args: [...options.args, '-p', project] };
}

async function benchStart(): Promise<void> {
  say('start');
  const times = { bare: [] as number[], console: [] as number[], peer: [] as number[] };
  await measureStart(real, services); // fills the compile cache and the page cache
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    times.bare.push(performance.now() - started);
    times.console.push(await measureStart(real, services));
    if (lazydocker !== undefined)
      times.peer.push(await measureStart({ ...real, command: lazydocker, args: [] }, services));
  }
  const bare = median(times.bare);
  const own = median(times.console);
  rows.push({ what: 'bare `node -e 0`', figure: `${bare.toFixed(0)} ms`, target: '', met: null });
  rows.push({
    what: 'process start → all four services on screen',
    figure: `${own.toFixed(0)} ms = ${(own / bare).toFixed(2)} × bare Node`,
    target: '≤ 4.0 ×, aim 3.0',
    met: own / bare <= 4,
  });
  if (lazydocker === undefined) {
    rows.push({
      what: '… against lazydocker',
      figure: 'lazydocker is not installed here',
      target: '≤ 0.6 ×',
      met: null,
    });
  } else {
    const peer = median(times.peer);
    rows.push({
      what: '… against lazydocker',
      figure: `${(own / peer).toFixed(2)} × of ${peer.toFixed(0)} ms`,
      target: '≤ 0.6 ×',
      met: own / peer <= 0.6,
    });
  }
}

async function benchIdle(): Promise<void> {
  say('idle (the console slows down after 30 s without a key, so this takes a while)');
  const windowMs = quick ? 10_000 : 30_000;
  const idle = await measureIdle(real, {
    texts: services,
    settleMs: quick ? 5_000 : 40_000,
    windowMs,
    daemonPid: engine.pid,
  });
  const dockerStats = await measureIdle(
    { command: 'docker', args: ['stats'], env: { ...engine.env, DOCKER_HOST: engine.dockerHost } },
    { texts: services, settleMs: 5_000, windowMs, daemonPid: engine.pid },
  );
  rows.push({
    what: 'idle, four services: CPU',
    figure: `${idle.cpuPercent.toFixed(2)} % of one core`,
    target: '≤ 1 %',
    met: idle.cpuPercent <= 1,
  });
  rows.push({
    what: '… to the terminal',
    figure: `${idle.bytesPerSecond.toFixed(0)} B/s (docker stats: ${dockerStats.bytesPerSecond.toFixed(0)})`,
    target: '≤ 1 KB/s',
    met: idle.bytesPerSecond <= 1000,
  });
  const [ours, theirs] = [idle.daemonCpuPercent ?? 0, dockerStats.daemonCpuPercent ?? 0];
  rows.push({
    what: '… dockerd meanwhile',
    figure: `${ours.toFixed(2)} % (under docker stats: ${theirs.toFixed(2)} %)`,
    target: 'no more than docker stats causes',
    met: ours <= theirs,
  });
  rows.push({
    what: 'memory, idle',
    figure: megabytes(idle.residentBytes),
    target: '≤ 120 MB',
    met: idle.residentBytes <= 120e6,
  });
}

async function benchFlood(): Promise<void> {
  say('flood');
  const simulator = await startSimulator({ scenario: 'log-flood' });
  try {
    const flood = await measureFlood(consoleOn(simulator.dockerHost), simulator, {
      seconds: quick ? 10 : 60,
      keys: quick ? 10 : 40,
    });
    rows.push({
      what: 'flood: lines a second sent',
      figure: flood.linesPerSecond.toFixed(0),
      target: '50,000',
      met: flood.linesPerSecond >= 45_000,
    });
    rows.push({
      what: '… key to frame',
      figure: `median ${flood.keyMedianMs.toFixed(0)} ms, 95th percentile ${flood.keyP95Ms.toFixed(0)} ms`,
      target: '95th ≤ 150 ms',
      met: flood.keyP95Ms <= 150,
    });
    rows.push({
      what: '… frames',
      figure: `${flood.framesPerSecond.toFixed(1)} a second`,
      target: '≤ 5',
      met: flood.framesPerSecond <= 5.2,
    });
    rows.push({
      what: '… counters on screen',
      figure: `received ${flood.received} = held ${flood.held} + trimmed ${flood.trimmed}; sent ${flood.sent}`,
      target: 'received = held + trimmed',
      met: flood.received === flood.held + flood.trimmed,
    });
    rows.push({
      what: '… CPU, memory',
      figure: `${flood.cpuPercent.toFixed(0)} % of one core, ${megabytes(flood.residentBytes)}`,
      target: '≤ 180 MB',
      met: flood.residentBytes <= 180e6,
    });
  } finally {
    await simulator.stop();
  }
}

async function benchMany(): Promise<void> {
  // Of sixty only the first twenty have room; the database stands last.
  const inSight = ['caddy', 'web', 'api'];
  say('60 services');
  const [few, many] = [
    await startSimulator({ scenario: 'healthy' }),
    await startSimulator({ scenario: 'healthy', services: 60 }),
  ];
  try {
    const times = { few: [] as number[], many: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      times.few.push(await measureStart(consoleOn(few.dockerHost), inSight));
      times.many.push(await measureStart(consoleOn(many.dockerHost), inSight));
    }
    const ratio = median(times.many) / median(times.few);
    rows.push({
      what: '60 services: opens',
      figure: `${median(times.many).toFixed(0)} ms = ${ratio.toFixed(2)} × four`,
      target: '≤ 1.5 ×',
      met: ratio <= 1.5,
    });
    const idle = await measureIdle(consoleOn(many.dockerHost), {
      texts: ['60 '],
      settleMs: quick ? 5_000 : 40_000,
      windowMs: quick ? 10_000 : 30_000,
      daemonPid: null,
    });
    rows.push({
      what: '… idle',
      figure: `${idle.cpuPercent.toFixed(2)} % of one core, ${idle.bytesPerSecond.toFixed(0)} B/s, ${megabytes(idle.residentBytes)}`,
      target: '≤ 2.5 %',
      met: idle.cpuPercent <= 2.5,
    });
  } finally {
    await few.stop();
    await many.stop();
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

const loadBefore = os.loadavg()[0] ?? 0;
const only = process.argv.slice(2).filter(word => !word.startsWith('--'));
const parts = { start: benchStart, idle: benchIdle, flood: benchFlood, many: benchMany };
for (const [name, part] of Object.entries(parts)) if (only.length === 0 || only.includes(name)) await part();
const text = report(rows, { node: process.version, cpus: os.cpus().length, load: loadBefore });
process.stdout.write(text);
if (process.argv.includes('--write')) {
  const file = path.join(root, 'docs/performance.md');
  const [before = '', , after = ''] = readFileSync(file, 'utf8').split(/<!-- bench -->/);
  writeFileSync(file, `${before}<!-- bench -->\n${text}<!-- bench -->${after}`);
}
process.exit(rows.some(row => row.met === false) ? 1 : 0);
