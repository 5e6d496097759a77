/** Which files and which name `docker compose` would take in this folder: its own rules, read from compose-go. */
import path from 'node:path';
import { parseEnv } from 'node:util';
import { fileExists, readSmallText } from '../system/files.ts';

type Variables = Readonly<Record<string, string | undefined>>;

export interface ComposeFiles {
  /** Absolute, in order, the override last. */
  readonly files: readonly string[];
  readonly workingDir: string;
}

// The order is Compose's own (https://github.com/compose-spec/compose-go/blob/main/cli/options.go, DefaultFileNames).
const fileNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const overrideNames = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** The compose file in this folder or the nearest above, with its override; null when there is none up to the root. */
export function findComposeFiles(cwd: string): ComposeFiles | null {
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    const file = firstThere(folder, fileNames);
    if (file !== null) {
      const override = firstThere(folder, overrideNames);
      return { files: override === null ? [file] : [file, override], workingDir: folder };
    }
    if (folder === path.dirname(folder)) return null;
  }
}

/** Files named by `-f` or `COMPOSE_FILE`; the folder of the first is the project's. */
export function namedComposeFiles(names: readonly string[], cwd: string): ComposeFiles {
  const files = names.map(name => (name === '-' ? name : path.resolve(cwd, name)));
  const first = files.find(file => file !== '-');
  return { files, workingDir: first === undefined ? path.resolve(cwd) : path.dirname(first) };
}

/** `COMPOSE_FILE` as words; the separator may be changed by `COMPOSE_PATH_SEPARATOR`. */
export function splitComposeFile(variables: Variables): readonly string[] {
  const separator = variables['COMPOSE_PATH_SEPARATOR'] ?? ':';
  const value = variables['COMPOSE_FILE'] ?? '';
  return (separator === '' ? [value] : value.split(separator)).filter(name => name !== '');
}

/** The folder's `.env` under the shell's own variables, as Compose does it. */
export function withDotEnv(folder: string, variables: Variables): Variables {
  const read = readSmallText(path.join(folder, '.env'));
  if (read.kind !== 'text') return variables;
  return { ...parseEnv(read.text), ...variables };
}

/**
 * The project's name by Compose's rules below `-p`: `COMPOSE_PROJECT_NAME`, the file's own `name:`, the folder's name.
 * The files are not parsed as YAML for this (the parser costs more than the rest of the start): a `name:` at the
 * beginning of a line is the only form in use.
 */
export function projectName(found: ComposeFiles, variables: Variables): string {
  const fromVariable = variables['COMPOSE_PROJECT_NAME'];
  if (fromVariable !== undefined && fromVariable !== '') return normalizeProjectName(fromVariable);
  // The last file wins, as in a merge.
  for (const file of found.files.toReversed()) {
    const name = file === '-' ? null : topLevelName(file, variables);
    if (name !== null) return normalizeProjectName(name);
  }
  return normalizeProjectName(path.basename(found.workingDir));
}

/** Compose's NormalizeProjectName: lower case, only `[a-z0-9_-]`, beginning with a letter or digit. */
export function normalizeProjectName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^-_a-z0-9]/g, '')
    .replace(/^[_-]+/, '');
}

function topLevelName(file: string, variables: Variables): string | null {
  const read = readSmallText(file);
  if (read.kind !== 'text') return null;
  const match = /^name:[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^\n#]*))/m.exec(read.text);
  const value = (match?.[1] ?? match?.[2] ?? match?.[3] ?? '').trim();
  return value === '' ? null : interpolate(value, variables);
}

// ${A}, ${A:-b}, ${A-b}, $A: what people write in a name. Anything more is left to Compose and gives no name here.
function interpolate(text: string, variables: Variables): string | null {
  const replaced = text.replaceAll(
    /\$(?:\{(\w+)(?:(:?-)([^}]*))?\}|(\w+))/g,
    (
      _,
      braced: string | undefined,
      operator: string | undefined,
      fallback: string | undefined,
      plain: string | undefined,
    ) => {
      const value = variables[braced ?? plain ?? ''];
      if (value === undefined || (value === '' && operator === ':-')) return fallback ?? '';
      return value;
    },
  );
  return replaced.includes('$') || replaced === '' ? null : replaced;
}

function firstThere(folder: string, names: readonly string[]): string | null {
  const name = names.find(candidate => fileExists(path.join(folder, candidate)));
  return name === undefined ? null : path.join(folder, name);
}
