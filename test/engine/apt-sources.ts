/** Where this machine gets Debian from. */
export type Mirror = { readonly uri: string; readonly signedBy: string | undefined };

/**
 * The mirror of Debian's main archive in apt's source files: both notations (deb822 `.sources` and one-line `.list`),
 * the security archive and third parties' archives left out.
 * @param files contents of the source files
 * @param codename the machine's own release, e.g. "bookworm": the archive is the one that has this suite
 */
export function findDebianMirror(files: readonly string[], codename: string): Mirror | undefined {
  return files
    .flatMap(text => (/^\s*URIs:/im.test(text) ? readStanzas(text) : readLines(text)))
    .find(entry => entry.suites.includes(codename) && entry.components.includes('main'))?.mirror;
}

type Entry = { readonly suites: readonly string[]; readonly components: readonly string[]; readonly mirror: Mirror };

function readStanzas(text: string): Entry[] {
  return text.split(/\n\s*\n/).flatMap(stanza => {
    const fields = new Map<string, string>();
    for (const line of stanza.split('\n').filter(each => !each.startsWith('#'))) {
      const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) fields.set(name.toLowerCase(), value.trim());
    }
    const [uri] = words(fields.get('uris'));
    const binary = words(fields.get('types')).includes('deb') && fields.get('enabled') !== 'no';
    if (!binary || uri === undefined) return [];
    const signedBy = fields.get('signed-by');
    return [
      {
        suites: words(fields.get('suites')),
        components: words(fields.get('components')),
        // A key may also stand in the file itself; then the machine's archive keyring has to do.
        mirror: { uri, signedBy: signedBy?.startsWith('/') === true ? signedBy : undefined },
      },
    ];
  });
}

function readLines(text: string): Entry[] {
  return text.split('\n').flatMap(line => {
    const [, options = '', uri, suite, components = ''] =
      /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*(.*)$/.exec(line.trim()) ?? [];
    if (uri === undefined || suite === undefined) return [];
    const signedBy = /signed-by=(\/\S+)/i.exec(options)?.[1];
    return [{ suites: [suite], components: words(components.replace(/#.*$/, '')), mirror: { uri, signedBy } }];
  });
}

function words(text: string | undefined): string[] {
  return text?.split(/\s+/).filter(word => word !== '') ?? [];
}
