/** The simulator in a process of its own, so that its cost is not the console's. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Simulator {
  readonly socketPath: string;
  readonly dockerHost: string;
  readonly pid: number;
  /** Lines written into the logs so far. */
  linesSent(): Promise<number>;
  stop(): Promise<void>;
}

export interface SimulatorOptions {
  readonly scenario: string;
  readonly services?: number;
  readonly linesPerSecond?: number;
}

export async function startSimulator({
  scenario,
  services = 4,
  linesPerSecond = 50_000,
}: SimulatorOptions): Promise<Simulator> {
  const folder = await mkdtemp(path.join(tmpdir(), 'depotix-bench-'));
  const socketPath = path.join(folder, 'docker.sock');
  const script = path.join(import.meta.dirname, 'flood-server.ts');
  const child = spawn(process.execPath, [script, socketPath, scenario, String(services), String(linesPerSecond)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  await Promise.race([
    once(child.stdout, 'data'),
    exited.then(() => Promise.reject(new Error('The simulator did not start'))),
  ]);
  return {
    socketPath,
    dockerHost: `unix://${socketPath}`,
    pid: child.pid ?? 0,
    async linesSent() {
      const { lines, floodLines } = (
        await readJson<{ sent: { lines: number; floodLines: number } }>(socketPath, '/demo/stats')
      ).sent;
      return lines + floodLines;
    },
    async stop() {
      child.stdin.end();
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function readJson<Answer>(socketPath: string, url: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ socketPath, path: url, agent: false }, async response => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Answer);
    })
      .on('error', reject)
      .end();
  });
}
