import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeLeftovers } from './leftovers.ts';
import type { EngineVersion } from './prefix.ts';
import { childrenOf, isRunning, markProcess, signalProcess, waitForEnd, type ProcessMark } from './processes.ts';
import { shortHash, type TestHost } from './test-host.ts';

/** Where an engine keeps what, known before it starts. */
export type EnginePlace = {
  readonly version: EngineVersion;
  /** Of one test only: its data go when it stops. */
  readonly fresh: boolean;
  readonly dataRoot: string;
  /** In the runtime folder; holds all of the following. */
  readonly folder: string;
  readonly socket: string;
  readonly execRoot: string;
  readonly logFile: string;
  readonly pidFile: string;
};

/** What is written down about a running dockerd, so that another process can find it. */
type Note = { readonly place: EnginePlace; readonly dockerd: ProcessMark; readonly startedBy: ProcessMark | undefined };

const stopTimeoutMs = 90_000;

/** The place of the persistent engine of this version. */
export function persistentPlace(host: TestHost, version: EngineVersion): EnginePlace {
  return describePlace(version, false, join(host.cache, 'data', version), join(host.runtime, version));
}

/** A new place with empty data. */
export async function freshPlace(host: TestHost, version: EngineVersion): Promise<EnginePlace> {
  const parent = join(host.cache, 'fresh');
  await mkdir(parent, { recursive: true });
  const dataRoot = await mkdtemp(join(parent, `${version}-`));
  return describePlace(version, true, dataRoot, join(host.runtime, `fresh-${shortHash(dataRoot)}`));
}

function describePlace(version: EngineVersion, fresh: boolean, dataRoot: string, folder: string): EnginePlace {
  return {
    version,
    fresh,
    dataRoot,
    folder,
    socket: join(folder, 'docker.sock'),
    execRoot: join(folder, 'exec'),
    logFile: join(folder, 'dockerd.log'),
    pidFile: join(folder, 'docker.pid'),
  };
}

/** Writes down which process is this place's dockerd. */
export async function noteDockerd(place: EnginePlace, dockerd: ProcessMark): Promise<void> {
  const note: Note = { place, dockerd, startedBy: markProcess(process.pid) };
  await writeFile(noteFile(place.folder), JSON.stringify(note));
}

/** This place's dockerd, if it runs. */
export async function runningDockerd(place: EnginePlace): Promise<ProcessMark | undefined> {
  const note = await readNote(place.folder);
  return note !== undefined && isRunning(note.dockerd) ? note.dockerd : undefined;
}

/** Ends a dockerd in order, and removes what is left of it; the data too if they were of one test only. */
export async function stopEngineAt(place: EnginePlace, dockerd: ProcessMark): Promise<void> {
  await endDockerd(dockerd);
  await removeLeftovers(place.execRoot, place.dataRoot);
  await rm(place.folder, { recursive: true, force: true });
  if (place.fresh) await rm(place.dataRoot, { recursive: true, force: true });
}

/** Stops the fresh engines whose tests were killed before they could do it. */
export async function stopOrphans(host: TestHost): Promise<void> {
  const folders = await readdir(host.runtime).catch(() => []);
  for (const folder of folders.filter(name => name.startsWith('fresh-'))) {
    const note = await readNote(join(host.runtime, folder));
    if (note?.startedBy === undefined || isRunning(note.startedBy)) continue;
    host.report(`stopping a left-over engine (pid ${note.dockerd.pid})`);
    await stopEngineAt(note.place, note.dockerd);
  }
}

/** SIGTERM and its time, then SIGKILL; containerd, its child, is waited for too. */
export async function endDockerd(dockerd: ProcessMark): Promise<void> {
  const children = childrenOf(dockerd);
  signalProcess(dockerd, 'SIGCONT');
  signalProcess(dockerd, 'SIGTERM');
  for (const each of [dockerd, ...children]) {
    if (await waitForEnd(each, stopTimeoutMs)) continue;
    signalProcess(each, 'SIGKILL');
    await waitForEnd(each, 5000);
  }
}

/** The kernel ends containerd with its dockerd, but a moment later: waited for, else the next one takes it for alive. */
export async function killDockerd(dockerd: ProcessMark): Promise<void> {
  const children = childrenOf(dockerd);
  signalProcess(dockerd, 'SIGKILL');
  for (const each of [dockerd, ...children]) await waitForEnd(each, stopTimeoutMs);
}

async function readNote(folder: string): Promise<Note | undefined> {
  try {
    return JSON.parse(await readFile(noteFile(folder), 'utf8')) as Note;
  } catch {
    return undefined;
  }
}

const noteFile = (folder: string): string => join(folder, 'engine.json');
