/** The console under a flood of log lines: how soon a key is answered, how often it draws, whether its counters are true. */
import { setTimeout as wait } from 'node:timers/promises';
import { openTerminal, type Terminal, type TerminalOptions } from '../helpers/terminal.ts';
import { readTree } from './process-tree.ts';
import { percentile } from './statistics.ts';
import type { Simulator } from './simulator.ts';

export interface FloodResult {
  readonly linesPerSecond: number;
  /** ms from a key to the frame that shows what it did. */
  readonly keyMedianMs: number;
  readonly keyP95Ms: number;
  readonly framesPerSecond: number;
  readonly cpuPercent: number;
  readonly residentBytes: number;
  /** As the screen says it at the end. */
  readonly received: number;
  readonly held: number;
  readonly trimmed: number;
  readonly sent: number;
}

export interface FloodOptions {
  readonly seconds: number;
  readonly keys: number;
}

const escape = '\u001B';
const frameStart = '\u001B[?2026h';
const helpTitle = /Keys on this screen/;

export async function measureFlood(
  options: TerminalOptions,
  simulator: Simulator,
  flood: FloodOptions,
): Promise<FloodResult> {
  const terminal = openTerminal(options);
  try {
    await terminal.waitFor('Overview');
    terminal.type('2');
    await terminal.waitFor(/ held of /, 30_000);
    await wait(2_000);
    const before = { sent: await simulator.linesSent(), cpuMs: readTree(terminal.pid).cpuMs, at: performance.now() };
    const framesBefore = countFrames(terminal);
    await wait(flood.seconds * 500);
    const seconds = (performance.now() - before.at) / 1000;
    const framesPerSecond = (countFrames(terminal) - framesBefore) / seconds;
    const cpuPercent = (readTree(terminal.pid).cpuMs - before.cpuMs) / (10 * seconds);
    const sentMeanwhile = (await simulator.linesSent()) - before.sent;
    const latencies = await pressKeys(terminal, flood);
    const residentBytes = readTree(terminal.pid).residentBytes;
    return {
      linesPerSecond: sentMeanwhile / seconds,
      keyMedianMs: percentile(latencies, 0.5),
      keyP95Ms: percentile(latencies, 0.95),
      framesPerSecond,
      cpuPercent,
      residentBytes,
      ...readCounters(terminal.screen().join('\n')),
      sent: await simulator.linesSent(),
    };
  } finally {
    await terminal.dispose();
  }
}

/** Opens and closes the help: a key whose effect can't be mistaken for a log line. */
async function pressKeys(terminal: Terminal, { seconds, keys }: FloodOptions): Promise<number[]> {
  const latencies: number[] = [];
  for (let index = 0; index < keys; index += 1) {
    latencies.push(await timed(terminal, '?', screen => helpTitle.test(screen)));
    latencies.push(await timed(terminal, escape, screen => !helpTitle.test(screen)));
    await wait((seconds * 500) / keys);
  }
  return latencies;
}

async function timed(terminal: Terminal, key: string, seen: (screen: string) => boolean): Promise<number> {
  const started = performance.now();
  terminal.type(key);
  await terminal.waitFor(seen, 10_000);
  return performance.now() - started;
}

function countFrames(terminal: Terminal): number {
  return terminal.output().split(frameStart).length - 1;
}

function readCounters(screen: string): { received: number; held: number; trimmed: number } {
  const number = (pattern: RegExp): number => Number((pattern.exec(screen)?.[1] ?? 'NaN').replaceAll(/\D/g, ''));
  return {
    trimmed: number(/([\d,  ]+) trimmed/),
    held: number(/([\d,  ]+) held of/),
    received: number(/held of ([\d,  ]+)/),
  };
}
