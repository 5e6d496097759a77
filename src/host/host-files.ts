/** What the host adapters read; injected, so that a folder of recorded files stands for a host in tests. */
import { readdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { readSmallText } from '../system/files.ts';

export interface FileSystemFigures {
  readonly blockBytes: number;
  readonly blocks: number;
  readonly freeBlocks: number;
  /** Free for a process without privileges. */
  readonly availableBlocks: number;
  readonly inodes: number;
  readonly freeInodes: number;
}

export interface HostFiles {
  /** The text, or null where it is missing or may not be read. */
  readText(file: string): string | null;
  /** Names in a folder; empty where it is missing or may not be read. */
  list(folder: string): readonly string[];
  /** null where there is no such path, or it does not answer (a dead network mount). */
  statfs(file: string): Promise<FileSystemFigures | null>;
}

const statfsLimitMs = 2_000;

/** @param root Where `/proc` and `/sys` are looked for; `/` but in tests. */
export function createHostFiles(root = '/'): HostFiles {
  return {
    readText(file) {
      const read = readSmallText(path.join(root, file));
      return read.kind === 'text' ? read.text : null;
    },
    list(folder) {
      try {
        return readdirSync(path.join(root, folder));
      } catch {
        return [];
      }
    },
    async statfs(file) {
      let timer: NodeJS.Timeout | undefined;
      // A hung NFS server never answers statfs, and a read in the thread pool can't be cancelled: we stop waiting.
      const limit = new Promise<null>(resolve => {
        timer = setTimeout(() => resolve(null), statfsLimitMs);
      });
      try {
        const figures = await Promise.race([statfs(path.join(root, file)), limit]);
        if (figures === null) return null;
        return {
          blockBytes: figures.bsize,
          blocks: figures.blocks,
          freeBlocks: figures.bfree,
          availableBlocks: figures.bavail,
          inodes: figures.files,
          freeInodes: figures.ffree,
        };
      } catch {
        return null;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
