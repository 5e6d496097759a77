import { describe, expect, test } from 'vitest';
import { commandTable, globalOptions } from '../../src/commands/command-table.ts';
import { helpText } from '../../src/commands/help-text.ts';
import { nearest } from '../../src/commands/nearest.ts';
import { parseArguments } from '../../src/commands/parse-arguments.ts';

describe('what is run', () => {
  test.each([
    ['', { command: null, operands: [] }],
    ['status --brief', { command: 'status', options: { brief: true } }],
    [
      '-f a.yml --file b.yml logs -f -n 50 api web',
      { command: 'logs', options: { follow: true, tail: '50' }, operands: ['api', 'web'] },
    ],
    ['logs -fn50', { command: 'logs', options: { follow: true, tail: '50' } }],
    ['logs --tail=all --since 10m', { command: 'logs', options: { tail: 'all', since: '10m' } }],
    ['logs -- -odd-name', { command: 'logs', operands: ['-odd-name'] }],
    ['demo --scenario=oom', { command: 'demo', options: { scenario: 'oom' } }],
  ])('%s', (line, expected) => {
    expect(parseArguments(line.split(' ').filter(word => word !== ''))).toMatchObject({ kind: 'run', ...expected });
  });

  test('global options before the command, and the display ones after it too', () => {
    const parsed = parseArguments([
      '-f',
      'a.yml',
      '-f',
      'b.yml',
      '-p',
      'shop',
      '-H',
      'ssh://x',
      '--read-only',
      'status',
      '--json',
      '--ascii',
    ]);
    expect(parsed).toMatchObject({
      kind: 'run',
      globals: {
        files: ['a.yml', 'b.yml'],
        project: 'shop',
        host: 'ssh://x',
        context: null,
        readOnly: true,
        json: true,
        ascii: true,
      },
    });
  });
});

describe('help and version', () => {
  test.each([
    ['--help', { kind: 'help', command: null }],
    ['help', { kind: 'help', command: null }],
    ['help logs', { kind: 'help', command: 'logs' }],
    ['logs -h', { kind: 'help', command: 'logs' }],
    ['--version', { kind: 'version' }],
  ])('%s', (line, expected) => {
    expect(parseArguments(line.split(' '))).toMatchObject(expected);
  });

  test('the help of everything names every command and option, but no hidden one', () => {
    const text = helpText(null);
    for (const command of commandTable) expect(text).toContain(`  ${command.name} `);
    for (const option of globalOptions) expect(text.includes(`--${option.name}`)).toBe(option.hidden === undefined);
  });

  test.each(commandTable.map(command => [command.name, command] as const))(
    'the help of %s names its options, and its examples can be run',
    (name, command) => {
      const text = helpText(name);
      for (const option of command.options) expect(text).toContain(`--${option.name}`);
      for (const example of command.examples) {
        const words = (example.split(' | ')[0] ?? '').split(' ').slice(1);
        expect(parseArguments(words)).toMatchObject(
          name === 'help' ? { kind: 'help' } : { kind: 'run', command: name },
        );
      }
    },
  );

  test('rows of the help fit 80 columns', () => {
    for (const name of [null, ...commandTable.map(command => command.name)]) {
      for (const row of helpText(name).split('\n')) expect(row.length, row).toBeLessThanOrEqual(80);
    }
  });
});

describe('what can not be read says what to type instead', () => {
  test.each([
    ['stauts', 'no command "stauts"', 'depotix status'],
    ['xyzzy', 'no command', 'depotix help'],
    ['status --brif', 'no option "--brif"', 'depotix status --brief'],
    ['status -p shop', '-p goes before the command', 'depotix -p NAME status'],
    ['logs -n', '-n needs a value', 'depotix help logs'],
    ['-p a -p b status', '-p is given twice', 'depotix help'],
    ['status api', 'takes no argument', 'depotix help status'],
    ['status --brief=yes', '--brief takes no value', 'depotix help status'],
    ['help nothing', 'no command "nothing"', 'depotix help'],
  ])('%s', (line, message, nextStep) => {
    expect(parseArguments(line.split(' '))).toEqual({
      kind: 'usage',
      message: expect.stringContaining(message) as string,
      nextStep,
    });
  });

  test('control characters of an argument never reach the terminal', () => {
    const parsed = parseArguments(['\u001B[2Jx']);
    expect(JSON.stringify(parsed)).not.toContain('\u001B');
    expect(parsed.kind === 'usage' && parsed.message).not.toMatch(/\u001B/);
  });
});

test.each([
  ['lgos', 'logs'],
  ['log', 'logs'],
  ['doc', 'doctor'],
  ['restart', null],
])('the name nearest to %s is %s', (typed, expected) => {
  expect(
    nearest(
      typed,
      commandTable.map(command => command.name),
    ),
  ).toBe(expected);
});
