import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { resolvePaths } from '../../src/system/paths.ts';
import { exitCodeOfSignal, listenForSignals } from '../../src/system/signals.ts';
import { createOutput } from '../../src/system/terminal-output.ts';
import { terminalManners } from '../../src/system/terminal-manners.ts';

const noFlags = { isTTY: true, noColor: false, ascii: false };

test.each([
  ['a UTF-8 terminal', { LANG: 'en_US.UTF-8', TERM: 'xterm' }, noFlags, { color: true, ascii: false }],
  ['NO_COLOR', { LANG: 'C.utf8', NO_COLOR: '1' }, noFlags, { color: false, ascii: false }],
  ['an empty NO_COLOR, which does not count', { LANG: 'C.utf8', NO_COLOR: '' }, noFlags, { color: true, ascii: false }],
  ['--no-color', { LANG: 'C.utf8' }, { ...noFlags, noColor: true }, { color: false, ascii: false }],
  ['TERM=dumb', { LANG: 'C.utf8', TERM: 'dumb' }, noFlags, { color: false, ascii: true }],
  ['no locale', {}, noFlags, { color: true, ascii: true }],
  ['LC_ALL over LANG', { LC_ALL: 'C', LANG: 'en_US.UTF-8' }, noFlags, { color: true, ascii: true }],
  ['--ascii', { LANG: 'C.utf8' }, { ...noFlags, ascii: true }, { color: true, ascii: true }],
  ['a pipe', { LANG: 'C.utf8' }, { ...noFlags, isTTY: false }, { color: false, ascii: false }],
])('manners of %s', (_, variables, facts, manners) => {
  expect(terminalManners(variables, facts)).toEqual(manners);
});

test('paths follow XDG; a relative value is ignored', () => {
  const environment = {
    variables: { XDG_CACHE_HOME: '/c', XDG_STATE_HOME: 'relative' },
    cwd: '/w',
    uid: 1,
    home: '/h',
    platform: 'linux',
  };
  expect(resolvePaths(environment)).toEqual({
    configFile: '/h/.config/depotix/config.yaml',
    cacheDir: '/c/depotix',
    stateDir: '/h/.local/state/depotix',
  });
  expect(resolvePaths(environment, 'my.yaml').configFile).toBe('/w/my.yaml');
});

class BrokenStream extends EventEmitter {
  writes = 0;

  write(_: string, done: (error?: Error) => void): boolean {
    this.writes += 1;
    const error = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    done(error);
    this.emit('error', error);
    return false;
  }
}

test('a reader that leaves is told once, and later writes go nowhere without an error', async () => {
  const stream = new BrokenStream();
  const closed: Error[] = [];
  const output = createOutput(stream, error => closed.push(error));
  await output.write('a');
  await output.write('b');
  expect(closed).toHaveLength(1);
  expect(stream.writes).toBe(1);
});

test('write waits for a slow reader', async () => {
  let taken: (() => void) | undefined;
  const stream = Object.assign(new EventEmitter(), {
    write(_: string, done: () => void): boolean {
      taken = done;
      return false;
    },
  });
  let resolved = false;
  const writing = createOutput(stream, () => {})
    .write('a')
    .then(() => (resolved = true));
  await Promise.resolve();
  expect(resolved).toBe(false);
  taken?.();
  await writing;
  expect(resolved).toBe(true);
});

test('the first signal is heard, the second is left to end the process', async () => {
  const source = new EventEmitter();
  const heard: string[] = [];
  const stop = listenForSignals(source, signal => heard.push(signal));
  source.emit('SIGINT');
  source.emit('SIGINT');
  expect(heard).toEqual(['SIGINT']);
  await new Promise(setImmediate);
  expect(source.listenerCount('SIGINT')).toBe(0);
  stop();
  expect(source.listenerCount('SIGTERM')).toBe(0);
  expect([exitCodeOfSignal('SIGINT'), exitCodeOfSignal('SIGTERM'), exitCodeOfSignal('SIGHUP')]).toEqual([
    130, 143, 129,
  ]);
});

test('a library that ends the process where nobody else listens finds us listening', async () => {
  const source = new EventEmitter();
  const stop = listenForSignals(source, () => {});
  const { promise: others, resolve } = Promise.withResolvers<number>();
  source.on('SIGTERM', () => resolve(source.listenerCount('SIGTERM') - 1));
  source.emit('SIGTERM');
  expect(await others).toBe(1);
  stop();
});
