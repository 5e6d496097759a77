import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The version this server runs, from the file VERSION beside server.js. It is read when the server starts and not
 * baked in by `next build`, so that an image with a new version is built in two seconds.
 */
export function readVersion() {
  try {
    return readFileSync(join(/* turbopackIgnore: true */ process.cwd(), 'VERSION'), 'utf8').trim();
  } catch {
    return 'unknown';
  }
}
