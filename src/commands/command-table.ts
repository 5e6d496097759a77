/** Every command and option as data: the parser, `--help`, suggestions and completions all read this table. */

export type CommandName = 'status' | 'health' | 'top' | 'logs' | 'events' | 'doctor' | 'demo' | 'help' | 'version';

export interface OptionSpec {
  /** Long name without dashes. */
  readonly name: string;
  /** Another long name that Compose has for it. */
  readonly alias?: string;
  readonly short?: string;
  /** What its value is called in the help; absent: a switch. */
  readonly value?: string;
  /** May be given more than once. */
  readonly repeats?: true;
  /** Only before the command, since commands use the letter for something else (`logs -f`). */
  readonly beforeCommand?: true;
  readonly hidden?: true;
  readonly summary: string;
}

export interface CommandSpec {
  readonly name: CommandName;
  readonly summary: string;
  /** What comes after the options, as the help writes it; absent: nothing may. */
  readonly operands?: string;
  readonly options: readonly OptionSpec[];
  readonly examples: readonly string[];
  /** Lines under the summary in the command's own help. */
  readonly details?: readonly string[];
}

export const globalOptions: readonly OptionSpec[] = [
  { name: 'file', short: 'f', value: 'FILE', repeats: true, beforeCommand: true, summary: 'Compose file of the stack' },
  {
    name: 'project',
    alias: 'project-name',
    short: 'p',
    value: 'NAME',
    beforeCommand: true,
    summary: 'Compose project',
  },
  {
    name: 'host',
    short: 'H',
    value: 'URL',
    beforeCommand: true,
    summary: 'Engine: unix://, tcp:// or ssh://user@server',
  },
  { name: 'context', short: 'c', value: 'NAME', beforeCommand: true, summary: 'Docker context' },
  { name: 'config', value: 'FILE', summary: 'Config file instead of ~/.config/depotix/config.yaml' },
  { name: 'read-only', summary: 'Refuse everything that acts' },
  { name: 'json', summary: 'Print JSON' },
  { name: 'ascii', summary: 'No symbols outside ASCII' },
  { name: 'no-color', summary: 'No colours (also NO_COLOR)' },
  { name: 'help', short: 'h', summary: 'Print help' },
  { name: 'version', summary: 'Print the version' },
  {
    name: 'demo-if-no-docker',
    hidden: true,
    beforeCommand: true,
    summary: 'Open the demo where no Docker lives (npm start)',
  },
];

export const commandTable: readonly CommandSpec[] = [
  {
    name: 'status',
    summary: 'Is the stack well? Services, findings and a verdict',
    options: [
      { name: 'brief', summary: 'One line' },
      { name: 'strict', summary: 'Warnings count as degraded' },
    ],
    details: ['Exit code: 0 ok, 3 degraded, 4 down, 5 no engine.'],
    examples: ['depotix status', 'depotix -p shop status --brief', 'depotix status --json | jq -r .verdict'],
  },
  {
    name: 'health',
    summary: 'Health checks: command, streak and what the last probes said',
    operands: '[SERVICE...]',
    options: [],
    details: ['Exit code: 3 when a service is unhealthy.'],
    examples: ['depotix health', 'depotix health api --json'],
  },
  {
    name: 'top',
    summary: 'Usage against limits, now',
    operands: '[SERVICE...]',
    options: [],
    details: ['CPU needs two readings, so it takes a second.'],
    examples: ['depotix top', 'depotix top api --json'],
  },
  {
    name: 'logs',
    summary: 'Logs of all services merged by time, or of some',
    operands: '[SERVICE...]',
    options: [
      { name: 'follow', short: 'f', summary: 'Go on with what comes' },
      {
        name: 'tail',
        short: 'n',
        value: 'LINES',
        summary: 'Last lines of each container (default all)',
      },
      { name: 'since', value: 'TIME', summary: 'From: 10m, 2h30m, 2026-11-25T01:00:00Z or 1764032400' },
      { name: 'until', value: 'TIME', summary: 'Up to, written alike' },
      { name: 'timestamps', short: 't', summary: 'Each line with its time (UTC)' },
    ],
    examples: ['depotix logs -f -n 50', 'depotix logs --since 15m api web', 'depotix logs --json api'],
  },
  {
    name: 'events',
    summary: 'What happened to the containers: starts, deaths, health changes',
    operands: '[SERVICE...]',
    options: [
      { name: 'follow', short: 'f', summary: 'Go on with what comes' },
      { name: 'since', value: 'TIME', summary: 'From this time (default 1h)' },
      { name: 'until', value: 'TIME', summary: 'Up to this time' },
    ],
    details: ['The engine keeps its last 256 events, of all containers.'],
    examples: ['depotix events --since 6h', 'depotix events -f --json'],
  },
  {
    name: 'doctor',
    summary: 'Can the console work here: engine, Compose, files, terminal',
    options: [],
    details: ["Exit code: 1 when a check failed, 5 when the engine can't be reached."],
    examples: ['depotix doctor', 'depotix -c production doctor'],
  },
  {
    name: 'demo',
    summary: 'A simulated stack, to practise: no Docker is touched',
    options: [
      { name: 'scenario', value: 'NAME', summary: 'What goes wrong in it (default healthy)' },
      { name: 'list', summary: 'Print the scenarios' },
    ],
    examples: ['depotix demo', 'depotix demo --scenario oom', 'depotix demo --list'],
  },
  { name: 'help', summary: 'Help for a command', operands: '[COMMAND]', options: [], examples: ['depotix help logs'] },
  {
    name: 'version',
    summary: 'The version of the console, the engine and Compose',
    options: [],
    examples: ['depotix version'],
  },
];

export function findCommand(name: string): CommandSpec | null {
  return commandTable.find(command => command.name === name) ?? null;
}
