/** Small files, read within a bound and written so that a crash leaves the old or the new one. */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

const defaultMaxBytes = 1024 * 1024;

/** What became of reading a file: its text, its absence, or why it was not read. */
export type FileRead =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly reason: string };

export interface ReadOptions {
  /** A bigger file is refused, not cut: half a config is worse than none. Default 1 MiB. */
  readonly maxBytes?: number;
  /**
   * Only files of root or of this user that nobody else may write, and no symbolic link: for files that tell the console
   * how to behave but lie in a folder that others may use. The checks are made on the opened file, so none can be
   * swapped in between.
   */
  readonly trustedBy?: number;
}

/** Reads a whole small file at once, synchronously: the start needs two of them and a thread's round trip costs more. */
export function readSmallText(file: string, options: ReadOptions = {}): FileRead {
  const maxBytes = options.maxBytes ?? defaultMaxBytes;
  let descriptor: number;
  try {
    // O_NONBLOCK: opening a FIFO somebody left in the folder must not hang the console.
    const noFollow = options.trustedBy === undefined ? 0 : constants.O_NOFOLLOW;
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | noFollow);
  } catch (error) {
    return readFailure(error);
  }
  try {
    const entry = fstatSync(descriptor);
    if (!entry.isFile()) return { kind: 'refused', reason: 'is not a regular file' };
    if (options.trustedBy !== undefined) {
      const reason = distrust(entry, options.trustedBy);
      if (reason !== null) return { kind: 'refused', reason };
    }
    if (entry.size > maxBytes) return { kind: 'refused', reason: `is bigger than ${maxBytes} bytes` };
    return readUpTo(descriptor, maxBytes);
  } catch (error) {
    return readFailure(error);
  } finally {
    closeSync(descriptor);
  }
}

/** True for anything that exists there, links followed. */
export function fileExists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

/**
 * Writes the whole file or nothing: a new file beside it (0600 unless said otherwise), flushed, then renamed over it.
 * @throws the file system's own error; the half-written file is gone then.
 */
export async function writeFileAtomic(
  file: string,
  text: string,
  options: { readonly mode?: number } = {},
): Promise<void> {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString('hex')}`);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  let handle: FileHandle | null = null;
  try {
    handle = await open(temporary, flags, options.mode ?? 0o600);
    await handle.writeFile(text);
    await handle.sync();
    await handle.close();
    handle = null;
    await rename(temporary, file);
  } catch (error) {
    await handle?.close().catch(() => {});
    await rm(temporary, { force: true });
    throw error;
  }
}

// The size of a /proc file is told as 0, so the bound is kept while reading too.
function readUpTo(descriptor: number, maxBytes: number): FileRead {
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(Math.min(64 * 1024, maxBytes + 1 - total));
    const size = readSync(descriptor, chunk, 0, chunk.length, null);
    if (size === 0) return { kind: 'text', text: Buffer.concat(chunks).toString('utf8') };
    total += size;
    if (total > maxBytes) return { kind: 'refused', reason: `is bigger than ${maxBytes} bytes` };
    chunks.push(chunk.subarray(0, size));
  }
}

function distrust(entry: { readonly uid: number; readonly mode: number }, uid: number): string | null {
  if (entry.uid !== 0 && entry.uid !== uid) return `belongs to user ${entry.uid}, neither to root nor to you`;
  if ((entry.mode & 0o022) !== 0) return 'may be written by others (chmod go-w makes it trusted)';
  return null;
}

function readFailure(error: unknown): FileRead {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
  if (code === 'EACCES' || code === 'EPERM') return { kind: 'refused', reason: 'permission denied' };
  if (code === 'ELOOP') return { kind: 'refused', reason: 'is a symbolic link' };
  return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
}

/** A file's text, or the file system's own error (`code: 'ENOENT'`): for those who tell the cases apart themselves. */
export function readTextOrThrow(file: string): string {
  return readFileSync(file, 'utf8');
}
