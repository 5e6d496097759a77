/** Versions of the Engine API, such as `1.41`: which one to speak. */
import type { EngineProblem } from '../model/engine-status.ts';
import { makeProblem } from './engine-error.ts';

/** Engine 20.10: the first with one-shot statistics. */
export const oldestApi = '1.41';
/** The newest whose change log was read; later engines still speak it (29 goes down to 1.44). */
export const newestApi = '1.51';

/** Negative when `a` is older than `b`. */
export function compareApi(a: string, b: string): number {
  const [aMajor = 0, aMinor = 0] = a.split('.').map(Number);
  const [bMajor = 0, bMinor = 0] = b.split('.').map(Number);
  return aMajor === bMajor ? aMinor - bMinor : aMajor - bMajor;
}

/**
 * The API version to put in front of each path: the engine's own, at most `newestApi`. Returns the problem where the
 * two have no version in common; `minimum` is the engine's oldest, when known.
 */
export function chooseApi(
  engine: string,
  minimum: string | null,
): { readonly version: string } | { readonly problem: EngineProblem } {
  if (!/^\d+\.\d+$/.test(engine)) {
    return {
      problem: makeProblem('unreadable-answer', `The engine tells no API version ("${engine}")`, [
        'Is it a Docker Engine? docker version',
      ]),
    };
  }
  if (compareApi(engine, oldestApi) < 0) {
    return {
      problem: makeProblem('api-too-old', `The engine speaks API ${engine}; this console needs ${oldestApi} or newer`, [
        'Docker Engine 20.10 or newer is needed: docker version',
      ]),
    };
  }
  const version = compareApi(engine, newestApi) > 0 ? newestApi : engine;
  if (minimum !== null && compareApi(version, minimum) < 0) {
    return {
      problem: makeProblem(
        'api-too-new',
        `The engine speaks API ${minimum} and newer; this console speaks up to ${newestApi}`,
        ['Update the console: npm install -g depotix'],
      ),
    };
  }
  return { version };
}
