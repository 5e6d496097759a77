/** A bare client for the simulator's tests: the adapter under test elsewhere must not be needed to check it. */
import { request } from 'node:http';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  startDemoServer,
  type DemoServer,
  type DemoServerOptions,
} from '../../../src/docker/demo/start-demo-server.ts';
import { createFakeClock, type FakeClock } from '../../helpers/fake-clock.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  json(): unknown;
}

interface Stream {
  readonly headers: Answer['headers'];
  /** All that has come so far. */
  received(): Buffer;
  readonly isEnded: () => boolean;
  /** Stops reading: the server must wait. */
  pause(): void;
  resume(): void;
  close(): void;
}

export interface Stage {
  readonly server: DemoServer;
  readonly clock: FakeClock;
  ask(path: string, method?: string, body?: unknown): Promise<Answer>;
  open(path: string): Promise<Stream>;
}

/** A server on a fake clock, closed with the test. */
export async function openStage(options: Partial<DemoServerOptions> = {}): Promise<Stage> {
  const clock = createFakeClock();
  const socketPath = join(tempDir(), 'docker.sock');
  const server = await startDemoServer({ scenario: 'healthy', socketPath, clock, ...options });
  onTestFinished(() => server.close());
  return {
    server,
    clock,
    ask: (path, method = 'GET', body) => ask(socketPath, path, method, body),
    open: path => open(socketPath, path),
  };
}

function ask(socketPath: string, path: string, method: string, body: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const call = request({ socketPath, path, method, agent: false, headers }, response => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const whole = Buffer.concat(parts);
        resolve({
          statusCode: response.statusCode ?? 0,
          headers: response.headers,
          body: whole,
          json: () => JSON.parse(whole.toString()) as unknown,
        });
      });
    });
    call.on('error', reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function open(socketPath: string, path: string): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, path, agent: false }, response => {
      const parts: Buffer[] = [];
      let ended = false;
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('close', () => (ended = true));
      response.on('error', () => (ended = true));
      resolve({
        headers: response.headers,
        received: () => Buffer.concat(parts),
        isEnded: () => ended,
        pause: () => response.pause(),
        resume: () => response.resume(),
        close: () => call.destroy(),
      });
      onTestFinished(() => {
        call.destroy();
      });
    });
    call.on('error', reject);
    call.end();
  });
}

export interface Line {
  readonly stream: number;
  readonly at: string;
  readonly text: string;
}

/** Frames with time stamps; throws when the bytes are no whole frames. */
export function linesOf(bytes: Buffer): readonly Line[] {
  const lines: Line[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const stream = bytes[offset] ?? 0;
    const size = bytes.readUInt32BE(offset + 4);
    const payload = bytes.subarray(offset + 8, offset + 8 + size).toString();
    if (!payload.endsWith('\n') || payload.length === 0) throw new Error(`half a frame at ${offset}`);
    const cut = payload.indexOf(' ');
    lines.push({ stream, at: payload.slice(0, cut), text: payload.slice(cut + 1, -1) });
    offset += 8 + size;
  }
  return lines;
}

/** Waits for a condition, turning the clock meanwhile if asked to. */
export async function until(
  what: string,
  isSo: () => boolean,
  turn: () => Promise<void> = async () => {},
): Promise<void> {
  for (const deadline = Date.now() + 10_000; !isSo();) {
    if (Date.now() > deadline) throw new Error(`not within 10 s: ${what}`);
    await turn();
    await new Promise(resolve => setTimeout(resolve, 2));
  }
}
