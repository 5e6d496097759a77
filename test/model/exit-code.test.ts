import { describe, expect, it } from 'vitest';
import { decodeExitCode } from '../../src/model/exit-code.ts';

describe('an exit code', () => {
  it.each([
    [0, false, null, 'without an error', true],
    [1, false, null, 'with an error', false],
    [126, false, null, 'not executable', false],
    [127, false, null, 'was not found', false],
    [137, true, 'OOM', 'memory limit', false],
    [137, false, 'SIGKILL', 'grace period', false],
    [139, false, 'SIGSEGV', 'memory access error', false],
    [134, false, 'SIGABRT', 'SIGABRT', false],
    [143, false, 'SIGTERM', 'told to stop', true],
    [130, false, 'SIGINT', 'told to stop', true],
    [129, false, 'SIGHUP', 'SIGHUP', false],
    [42, false, null, 'error of its own', false],
    [255, false, null, 'error of its own', false],
    [1, true, 'OOM', 'memory limit', false],
    // A child was killed, and the container was stopped in good order later.
    [0, true, null, 'without an error', true],
    [143, true, 'SIGTERM', 'told to stop', true],
  ])('%i (OOMKilled %s) means %s: … %s', (code, oom, short, words, graceful) => {
    const meaning = decodeExitCode(code, oom);
    expect(meaning.short).toBe(short);
    expect(meaning.long).toContain(words);
    expect(meaning.graceful).toBe(graceful);
  });
});
