import type { FileSystemFigures, HostFiles } from '../../src/host/host-files.ts';

/** A host made of texts: path → text, and path → figures of its file system. */
export function fakeHostFiles(
  texts: Readonly<Record<string, string>>,
  disks: Readonly<Record<string, Partial<FileSystemFigures>>> = {},
): HostFiles {
  return {
    readText: file => texts[file] ?? null,
    list: folder => [
      ...new Set(
        Object.keys(texts)
          .filter(file => file.startsWith(`${folder}/`))
          .map(file => file.slice(folder.length + 1).split('/')[0] ?? ''),
      ),
    ],
    statfs: file => {
      const disk = disks[file];
      const none = { blockBytes: 4096, blocks: 0, freeBlocks: 0, availableBlocks: 0, inodes: 0, freeInodes: 0 };
      return Promise.resolve(disk === undefined ? null : { ...none, ...disk });
    },
  };
}
