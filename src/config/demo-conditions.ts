/**
 * May `npm start` open the demo? Only where Docker clearly does not live (design §3): on a production host with a dead
 * engine a healthy-looking demo would be the worst answer. A docker client alone is no sign.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileExists } from '../system/files.ts';
import type { Environment } from '../system/environment.ts';

/** Every sign of a Docker on this machine, or of a person who means a certain one. */
export interface DockerSigns {
  /** Anything was typed after `npm start --`. */
  readonly arguments: boolean;
  /** A compose file or project is named by a variable. */
  readonly stackNamed: boolean;
  /** DOCKER_HOST, DOCKER_CONTEXT or a current context. */
  readonly endpointNamed: boolean;
  /** Any context besides the default one. */
  readonly contexts: boolean;
  readonly daemonProgram: boolean;
  readonly daemonUnit: boolean;
  readonly socket: boolean;
  readonly dataFolder: boolean;
}

/** Why the demo must not open; empty: it may. */
export function reasonsAgainstDemo(signs: DockerSigns): readonly string[] {
  const reasons: readonly (readonly [boolean, string])[] = [
    [signs.arguments, 'arguments were given'],
    [signs.stackNamed, 'COMPOSE_FILE or COMPOSE_PROJECT_NAME names a stack'],
    [signs.endpointNamed, 'DOCKER_HOST, DOCKER_CONTEXT or the current context names an engine'],
    [signs.contexts, 'docker contexts are configured'],
    [signs.daemonProgram, 'dockerd is installed'],
    [signs.daemonUnit, 'a docker unit is installed'],
    [signs.socket, 'a docker socket exists'],
    [signs.dataFolder, '/var/lib/docker exists'],
  ];
  return reasons.filter(([holds]) => holds).map(([, reason]) => reason);
}

export interface SignPlaces {
  /** Folders besides those of PATH where a dockerd may be: a person's PATH often lacks sbin. */
  readonly programFolders: readonly string[];
  readonly unitFolders: readonly string[];
  readonly sockets: readonly string[];
  readonly dataFolders: readonly string[];
}

const systemPlaces: SignPlaces = {
  programFolders: ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/snap/bin', '/opt/bin'],
  unitFolders: ['/etc/systemd/system', '/run/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system'],
  sockets: ['/var/run/docker.sock', '/run/docker.sock'],
  dataFolders: ['/var/lib/docker', '/var/snap/docker'],
};

const unitNames = ['docker.service', 'docker.socket', 'snap.docker.dockerd.service'];

/** Looks at files only; asks nobody. */
export function readDockerSigns(
  environment: Environment,
  given: { readonly arguments: boolean; readonly endpointNamed: boolean },
  places: SignPlaces = systemPlaces,
): DockerSigns {
  const { variables, home } = environment;
  const searched = (variables['PATH'] ?? '').split(':').filter(folder => folder !== '');
  const runtime = variables['XDG_RUNTIME_DIR'];
  const rootlessSockets = runtime === undefined || runtime === '' ? [] : [path.join(runtime, 'docker.sock')];
  const dockerConfig = variables['DOCKER_CONFIG'];
  const contexts = path.join(
    dockerConfig === undefined || dockerConfig === '' ? path.join(home, '.docker') : dockerConfig,
    'contexts/meta',
  );
  return {
    ...given,
    stackNamed: (variables['COMPOSE_FILE'] ?? '') !== '' || (variables['COMPOSE_PROJECT_NAME'] ?? '') !== '',
    contexts: hasEntries(contexts),
    daemonProgram: anywhere([...searched, ...places.programFolders], ['dockerd', 'dockerd-rootless.sh']),
    daemonUnit: anywhere([...places.unitFolders, path.join(home, '.config/systemd/user')], unitNames),
    socket: [...places.sockets, ...rootlessSockets].some(fileExists),
    dataFolder: [...places.dataFolders, path.join(home, '.local/share/docker')].some(fileExists),
  };
}

function anywhere(folders: readonly string[], names: readonly string[]): boolean {
  return folders.some(folder => names.some(name => fileExists(path.join(folder, name))));
}

function hasEntries(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch (error) {
    // A folder that is there but can't be read may hold contexts: that is a sign too.
    return error instanceof Error && 'code' in error && error.code !== 'ENOENT' && error.code !== 'ENOTDIR';
  }
}
