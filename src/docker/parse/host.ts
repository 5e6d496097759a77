/** Reads what stands in `--host`, DOCKER_HOST or a context, as the Docker CLI does. */

export type ParsedHost =
  | { readonly kind: 'unix'; readonly path: string }
  | {
      readonly kind: 'tcp';
      readonly host: string;
      readonly port: number;
      readonly secure: boolean;
      readonly text: string;
    }
  | {
      readonly kind: 'ssh';
      readonly user: string | null;
      readonly host: string;
      readonly port: number | null;
      readonly remoteSocket: string | null;
      readonly text: string;
    }
  | { readonly kind: 'refused'; readonly reason: string };

const defaultSocket = '/var/run/docker.sock';
const plainPort = 2375;
const tlsPort = 2376;

/** `withTls` decides the port where none is given, and the default where the text is empty. */
export function parseHost(text: string, withTls: boolean): ParsedHost {
  const trimmed = text.trim();
  if (trimmed === '') return withTls ? tcp(`localhost:${tlsPort}`, true, 'tcp') : { kind: 'unix', path: defaultSocket };
  const cut = trimmed.indexOf('://');
  const scheme = cut < 0 ? 'tcp' : trimmed.slice(0, cut).toLowerCase();
  const rest = cut < 0 ? trimmed : trimmed.slice(cut + 3);
  switch (scheme) {
    case 'unix':
      return { kind: 'unix', path: rest === '' ? defaultSocket : rest };
    case 'tcp':
    case 'http':
      return tcp(rest, withTls, scheme);
    case 'https':
      return tcp(rest, true, scheme);
    case 'ssh':
      return ssh(trimmed);
    case 'npipe':
      return { kind: 'refused', reason: `${trimmed} is a Windows pipe; this console runs where Linux engines are` };
    default:
      return { kind: 'refused', reason: `Can't use "${trimmed}" as the engine's address` };
  }
}

function tcp(address: string, secure: boolean, scheme: string): ParsedHost {
  const url = parseUrl(`http://${address.startsWith(':') ? 'localhost' : ''}${address}`);
  if (url === null || url.hostname === '')
    return { kind: 'refused', reason: `Can't read the address "${scheme}://${address}"` };
  if (url.pathname !== '/' || url.search !== '') {
    return { kind: 'refused', reason: `"${scheme}://${address}" has a path; an engine is a host and a port` };
  }
  // The URL parser drops the port 80 as the default of http://, which the CLI keeps.
  const written = /:(\d+)\/?$/.exec(address)?.[1];
  const port = written === undefined ? (secure ? tlsPort : plainPort) : Number(written);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { kind: 'tcp', host, port, secure, text: `tcp://${url.hostname}:${port}` };
}

function ssh(text: string): ParsedHost {
  const url = parseUrl(text);
  if (url === null || url.hostname === '') return { kind: 'refused', reason: `Can't read the address "${text}"` };
  if (url.password !== '') return { kind: 'refused', reason: 'ssh:// takes no password: use a key and the ssh agent' };
  const user = decodeURIComponent(url.username);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  // Both become words of ssh's command line: a leading dash would be an option.
  if (host.startsWith('-') || user.startsWith('-'))
    return { kind: 'refused', reason: `Can't use "${text}" as the engine's address` };
  return {
    kind: 'ssh',
    user: user === '' ? null : user,
    host,
    port: url.port === '' ? null : Number(url.port),
    remoteSocket: url.pathname === '' || url.pathname === '/' ? null : decodeURIComponent(url.pathname),
    text: `ssh://${user === '' ? '' : `${user}@`}${url.host}`,
  };
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
