import { expect, test } from 'vitest';
import { parseUnits, readUnits, type Run } from '../../src/host/units.ts';
import type { RunResult } from '../../src/system/run-command.ts';

const signal = new AbortController().signal;
const result = (changes: Partial<RunResult>): RunResult => ({
  exitCode: 0,
  stdout: '',
  stderr: '',
  timedOut: false,
  aborted: false,
  truncated: false,
  notFound: false,
  problem: null,
  ...changes,
});

// As `systemctl show` of systemd 252 prints it.
const shown = `Id=docker.service
LoadState=loaded
ActiveState=failed
SubState=failed
Result=start-limit-hit
StateChangeTimestamp=Wed 2026-11-25 00:58:01 UTC

Id=docker.socket
LoadState=not-found
ActiveState=inactive
SubState=dead
Result=success
StateChangeTimestamp=

Id=containerd.service
LoadState=loaded
ActiveState=active
SubState=running
Result=success
StateChangeTimestamp=Tue 2026-10-13 09:00:00 UTC
`;

test('units that are not installed are left out', () => {
  expect(parseUnits(shown)).toEqual([
    {
      name: 'docker.service',
      active: 'failed',
      sub: 'failed',
      result: 'start-limit-hit',
      since: 'Wed 2026-11-25 00:58:01 UTC',
    },
    {
      name: 'containerd.service',
      active: 'active',
      sub: 'running',
      result: 'success',
      since: 'Tue 2026-10-13 09:00:00 UTC',
    },
  ]);
});

test('each unit comes with its last lines, made safe', async () => {
  const asked: string[] = [];
  const run: Run = argv => {
    asked.push(argv.join(' '));
    if (argv[0] === 'systemctl') return Promise.resolve(result({ stdout: shown }));
    return Promise.resolve(
      result({ stdout: '-- Boot 1 --\n2026-11-25T00:58:01+0000 srv dockerd[1]: failed to start daemon\u001B[2J\n' }),
    );
  };
  const report = await readUnits(signal, 3, run);
  expect(report.ok && report.value.map(unit => unit.lastLines.length)).toEqual([1, 1]);
  expect(JSON.stringify(report)).toContain('failed to start daemon');
  expect(JSON.stringify(report)).not.toContain('\\u001b[2J');
  expect(asked).toContain('journalctl --no-pager --output=short-iso --lines=3 --unit=docker.service');
});

test.each([
  [result({ exitCode: null, notFound: true, problem: 'there is no program systemctl' }), /no systemd/],
  [
    result({
      exitCode: 1,
      stderr: 'System has not been booted with systemd as init system (PID 1).\nmore',
      problem: 'x',
    }),
    /not been booted/,
  ],
  [
    result({ exitCode: null, timedOut: true, problem: 'systemctl did not end within 3 s and was stopped' }),
    /did not end within 3 s/,
  ],
])('without systemd the reason is told', async (answer, reason) => {
  expect(await readUnits(signal, 3, () => Promise.resolve(answer))).toEqual({
    ok: false,
    reason: expect.stringMatching(reason) as string,
  });
});
