/** Where things of this user live, by the XDG base directory rules: a relative path in a variable is ignored. */
import path from 'node:path';
import type { Environment } from './environment.ts';

export interface Paths {
  /** The user's own config file; it need not exist. */
  readonly configFile: string;
  readonly cacheDir: string;
  readonly stateDir: string;
}

/** Resolves the folders; makes none of them. `configFile` wins where a person named one by `--config`. */
export function resolvePaths(environment: Environment, configFile: string | null = null): Paths {
  const base = (variable: string, fallback: string): string => {
    const value = environment.variables[variable];
    const folder = value !== undefined && path.isAbsolute(value) ? value : path.join(environment.home, fallback);
    return path.join(folder, 'depotix');
  };
  return {
    configFile:
      configFile === null
        ? path.join(base('XDG_CONFIG_HOME', '.config'), 'config.yaml')
        : path.resolve(environment.cwd, configFile),
    cacheDir: base('XDG_CACHE_HOME', '.cache'),
    stateDir: base('XDG_STATE_HOME', '.local/state'),
  };
}
