/** `--help`, from the command table. */
import { commandTable, findCommand, globalOptions, type CommandName, type OptionSpec } from './command-table.ts';

/** Help for one command, or for all of it. */
export function helpText(name: CommandName | null): string {
  const command = name === null ? null : findCommand(name);
  if (command === null) return globalHelp();
  const operands = command.operands === undefined ? '' : ` ${command.operands}`;
  const shared = globalOptions.filter(option => option.beforeCommand === undefined && option.name !== 'version');
  return lines([
    command.summary,
    ...(command.details ?? []),
    '',
    `Usage: depotix [global options] ${command.name}${command.options.length === 0 ? '' : ' [options]'}${operands}`,
    ...section('Options:', optionRows([...command.options, ...shared])),
    ...section(
      'Examples:',
      command.examples.map(example => `  ${example}`),
    ),
  ]);
}

function globalHelp(): string {
  return lines([
    'depotix: the console for one Docker Compose stack.',
    'Without a command it opens the console; without a terminal it prints the status.',
    '',
    'Usage: depotix [global options] [command]',
    ...section('Commands:', columns(commandTable.map(command => [command.name, command.summary]))),
    ...section('Global options (before the command):', optionRows(globalOptions)),
    ...section('Exit codes:', [
      '  0 fine  1 failed  2 usage  3 degraded  4 down  5 no engine  6 locked',
      '  7 refused  130 interrupted',
    ]),
    ...section('Examples:', [
      '  depotix',
      '  depotix -p shop logs -f api',
      '  depotix -H ssh://root@server status --json',
    ]),
    '',
    'More on a command: depotix help COMMAND',
  ]);
}

function optionRows(options: readonly OptionSpec[]): readonly string[] {
  return columns(
    options
      .filter(option => option.hidden === undefined)
      .map(option => {
        const short = option.short === undefined ? '    ' : `-${option.short}, `;
        const value = option.value === undefined ? '' : ` ${option.value}`;
        return [`${short}--${option.name}${value}`, option.summary];
      }),
  );
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const width = Math.max(...rows.map(([first = '']) => first.length));
  return rows.map(([first = '', second = '']) => `  ${first.padEnd(width)}  ${second}`);
}

function section(title: string, rows: readonly string[]): readonly string[] {
  return ['', title, ...rows];
}

function lines(rows: readonly string[]): string {
  return `${rows.join('\n')}\n`;
}
