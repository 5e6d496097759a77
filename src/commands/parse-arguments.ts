/**
 * Reads the command line by the table: global options, a command, its options and operands. Own code, because any
 * library for it costs more time than the whole of the rest before the engine is asked.
 */
import {
  commandTable,
  findCommand,
  globalOptions,
  type CommandName,
  type CommandSpec,
  type OptionSpec,
} from './command-table.ts';
import { nearest } from './nearest.ts';

export interface GlobalOptions {
  readonly files: readonly string[];
  readonly project: string | null;
  readonly host: string | null;
  readonly context: string | null;
  readonly config: string | null;
  readonly readOnly: boolean;
  readonly json: boolean;
  readonly ascii: boolean;
  readonly noColor: boolean;
  readonly demoIfNoDocker: boolean;
}

/** A command's own options by long name: the value, or `true` for a switch. */
export type CommandOptions = Readonly<Record<string, string | true>>;

export type Parsed =
  | {
      readonly kind: 'run';
      /** null: the console. */
      readonly command: CommandName | null;
      readonly globals: GlobalOptions;
      readonly options: CommandOptions;
      readonly operands: readonly string[];
    }
  | { readonly kind: 'help'; readonly command: CommandName | null }
  | { readonly kind: 'version' }
  | { readonly kind: 'usage'; readonly message: string; readonly nextStep: string };

interface Seen {
  command: CommandSpec | null;
  readonly values: Map<string, string[]>;
  readonly operands: string[];
}

/** Never throws: what can't be read is `usage`, with what to type instead. */
export function parseArguments(argv: readonly string[]): Parsed {
  const seen: Seen = { command: null, values: new Map(), operands: [] };
  let optionsEnded = false;
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (!optionsEnded && word === '--') {
      optionsEnded = true;
    } else if (!optionsEnded && word.startsWith('-') && word !== '-') {
      const problem = readOption(word, argv[index + 1], seen);
      if (typeof problem === 'object') return problem;
      index += problem;
    } else {
      const problem = readWord(word, seen);
      if (problem !== null) return problem;
    }
  }
  return conclude(seen);
}

function readWord(word: string, seen: Seen): Parsed | null {
  if (seen.command === null) {
    seen.command = findCommand(word);
    return seen.command === null ? unknownCommand(word) : null;
  }
  if (seen.command.operands === undefined) {
    return usage(
      `depotix ${seen.command.name} takes no argument: ${quoted(word)}`,
      `depotix help ${seen.command.name}`,
    );
  }
  seen.operands.push(word);
  return null;
}

/** Returns how many words after this one were used, or what is wrong. */
function readOption(word: string, next: string | undefined, seen: Seen): number | Parsed {
  if (!word.startsWith('--')) return readShorts(word.slice(1), next, seen);
  const [name = '', ...rest] = word.slice(2).split('=');
  const spec = findOption(seen.command, option => option.name === name || option.alias === name);
  if (spec === null) return unknownOption(`--${name}`, seen.command);
  const attached = rest.length === 0 ? undefined : rest.join('=');
  if (spec.value === undefined && attached !== undefined)
    return usage(`--${name} takes no value`, helpFor(seen.command));
  return take(spec, attached, next, seen, `--${name}`);
}

// `-fn 50`, `-n50`: letters in one word, of which only the last may have a value.
function readShorts(letters: string, next: string | undefined, seen: Seen): number | Parsed {
  for (const [index, letter] of [...letters].entries()) {
    const spec = findOption(seen.command, option => option.short === letter);
    if (spec === null) return unknownOption(`-${letter}`, seen.command);
    const rest = letters.slice(index + 1);
    if (spec.value !== undefined)
      return take(spec, rest === '' ? undefined : rest.replace(/^=/, ''), next, seen, `-${letter}`);
    const used = take(spec, undefined, next, seen, `-${letter}`);
    if (typeof used === 'object') return used;
  }
  return 0;
}

function take(
  spec: OptionSpec,
  attached: string | undefined,
  next: string | undefined,
  seen: Seen,
  typed: string,
): number | Parsed {
  const known = seen.values.get(spec.name) ?? [];
  if (spec.value === undefined) {
    seen.values.set(spec.name, ['']);
    return 0;
  }
  const value = attached ?? next;
  if (value === undefined) return usage(`${typed} needs a value: ${typed} ${spec.value}`, helpFor(seen.command));
  if (known.length > 0 && spec.repeats === undefined) return usage(`${typed} is given twice`, helpFor(seen.command));
  seen.values.set(spec.name, [...known, value]);
  return attached === undefined ? 1 : 0;
}

function findOption(command: CommandSpec | null, matches: (option: OptionSpec) => boolean): OptionSpec | null {
  const own = command?.options.find(matches);
  if (own !== undefined) return own;
  return (
    globalOptions.find(option => matches(option) && (command === null || option.beforeCommand === undefined)) ?? null
  );
}

function conclude(seen: Seen): Parsed {
  const { command, values, operands } = seen;
  if (values.has('help')) return { kind: 'help', command: command?.name ?? null };
  const globals = globalsFrom(values);
  if (command?.name === 'help') {
    const [name] = operands;
    if (name === undefined) return { kind: 'help', command: null };
    const about = findCommand(name);
    return about === null ? unknownCommand(name) : { kind: 'help', command: about.name };
  }
  if (command === null && values.has('version')) return { kind: 'version' };
  const options: Record<string, string | true> = {};
  for (const option of command?.options ?? []) {
    const value = values.get(option.name)?.at(-1);
    if (value !== undefined) options[option.name] = option.value === undefined ? true : value;
  }
  return { kind: 'run', command: command?.name ?? null, globals, options, operands };
}

function globalsFrom(values: ReadonlyMap<string, readonly string[]>): GlobalOptions {
  const text = (name: string): string | null => values.get(name)?.at(-1) ?? null;
  return {
    files: values.get('file') ?? [],
    project: text('project'),
    host: text('host'),
    context: text('context'),
    config: text('config'),
    readOnly: values.has('read-only'),
    json: values.has('json'),
    ascii: values.has('ascii'),
    noColor: values.has('no-color'),
    demoIfNoDocker: values.has('demo-if-no-docker'),
  };
}

function unknownCommand(word: string): Parsed {
  const names = commandTable.map(command => command.name);
  const near = nearest(word, names);
  return usage(`there is no command ${quoted(word)}`, near === null ? 'depotix help' : `depotix ${near}`);
}

function unknownOption(typed: string, command: CommandSpec | null): Parsed {
  const before = globalOptions.find(option => typed === `--${option.name}` || typed === `-${option.short ?? ''}`);
  if (command !== null && before !== undefined) {
    const value = before.value === undefined ? '' : ` ${before.value}`;
    return usage(`${typed} goes before the command`, `depotix ${typed}${value} ${command.name}`);
  }
  const names = [...(command?.options ?? []), ...globalOptions]
    .filter(option => option.hidden === undefined)
    .map(option => `--${option.name}`);
  const near = nearest(typed, names);
  const name = command === null ? 'depotix' : `depotix ${command.name}`;
  return usage(`${name} has no option ${quoted(typed)}`, near === null ? helpFor(command) : `${name} ${near}`);
}

function helpFor(command: CommandSpec | null): string {
  return command === null ? 'depotix help' : `depotix help ${command.name}`;
}

// Arguments may come from a script with anything in them: the message must not repeat control characters.
function quoted(word: string): string {
  return JSON.stringify(word.length > 60 ? `${word.slice(0, 60)}…` : word);
}

function usage(message: string, nextStep: string): Parsed {
  return { kind: 'usage', message, nextStep };
}
