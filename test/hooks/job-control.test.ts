import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createJobControl, type JobProcess } from '../../src/hooks/job-control.ts';

/** A process whose shell stops and continues it, or does not. */
class FakeProcess extends EventEmitter implements JobProcess {
  readonly pid = 4711;
  readonly kills: [number, string][] = [];
  readonly #log: string[];
  readonly #shell: boolean;

  constructor(log: string[], shell: boolean) {
    super();
    this.#log = log;
    this.#shell = shell;
  }

  kill(pid: number, signal: NodeJS.Signals): void {
    this.kills.push([pid, signal]);
    this.#log.push(`${signal} to ${pid}, listeners: ${this.listenerCount('SIGTSTP')}`);
    if (this.#shell) setImmediate(() => this.emit('SIGCONT'));
  }
}

function setUp(shell: boolean) {
  const log: string[] = [];
  const fake = new FakeProcess(log, shell);
  const jobs = createJobControl({
    process: fake,
    suspendTerminal: async () => {
      log.push('terminal given back');
      return { resume: async () => void log.push('terminal taken again') };
    },
    onResumed: () => log.push('drawn anew'),
    onNotStopped: () => log.push('not stopped'),
  });
  return { log, fake, jobs };
}

describe('Ctrl-Z', () => {
  it('gives the terminal back, stops the whole group by a signal that nothing holds up, and comes back on fg', async () => {
    const { log, jobs, fake } = setUp(true);
    const stopListening = jobs.listen();
    await jobs.suspend();
    expect(log).toEqual(['terminal given back', 'SIGTSTP to 0, listeners: 0', 'terminal taken again', 'drawn anew']);
    stopListening();
    expect(fake.listenerCount('SIGCONT') + fake.listenerCount('SIGTSTP')).toBe(0);
  });

  it('goes on and says so where there is no shell to stop it', async () => {
    const { log, jobs } = setUp(false);
    await jobs.suspend();
    expect(log.at(-1)).toBe('not stopped');
  });

  it('is heard once, however often it is pressed', async () => {
    const { jobs, fake } = setUp(true);
    await Promise.all([jobs.suspend(), jobs.suspend()]);
    expect(fake.kills).toHaveLength(1);
  });
});

describe('signals from others', () => {
  it('SIGTSTP stops this process alone, with the terminal in order', async () => {
    const { log, jobs, fake } = setUp(true);
    jobs.listen();
    fake.emit('SIGTSTP');
    await expect.poll(() => log.at(-1)).toBe('drawn anew');
    expect(fake.kills).toEqual([[4711, 'SIGSTOP']]);
  });

  it('SIGCONT after a SIGSTOP sets the terminal up again', async () => {
    const { log, jobs, fake } = setUp(true);
    jobs.listen();
    fake.emit('SIGCONT');
    await expect.poll(() => log.at(-1)).toBe('drawn anew');
    expect(fake.kills).toEqual([]);
  });

  it('SIGCONT before the SIGHUP of a lost terminal does not wake a console that has ended', async () => {
    const { log, jobs, fake } = setUp(false);
    const stopListening = jobs.listen();
    fake.emit('SIGCONT');
    stopListening();
    await expect.poll(() => log.at(-1)).toBe('terminal taken again');
    await new Promise(resolve => setImmediate(resolve));
    expect(log).toEqual(['terminal given back', 'terminal taken again']);
    expect(fake.listenerCount('SIGCONT') + fake.listenerCount('SIGTSTP')).toBe(0);
  });
});
