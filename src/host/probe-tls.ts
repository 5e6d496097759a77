/** One TLS handshake: which certificate the edge shows to this name, and until when. */
import { isIP } from 'node:net';
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { TlsProbe } from '../model/host-sample.ts';
import type { Clock } from '../system/clock.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import { networkReason } from './network-error.ts';

export interface TlsProbeQuery {
  /** Name sent and checked. */
  readonly host: string;
  readonly port: number;
  /** Where to connect, if not to the name. */
  readonly address?: string;
  readonly timeoutMs: number;
}

/**
 * Never throws. The certificate is read even when it is not trusted (`authorized: false`, with the reason): its dates
 * and names are what the reader needs then. Without a handshake, dates are 0 and `problem` says why.
 */
export async function probeTls(query: TlsProbeQuery, clock: Clock, signal: AbortSignal): Promise<TlsProbe> {
  const at = clock.now();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(query.timeoutMs)]);
  let socket: TLSSocket | null = null;
  try {
    socket = await handshake(query, limit);
    const certificate = socket.getPeerCertificate();
    const problem = socket.authorized ? null : String(socket.authorizationError);
    return { at, host: query.host, ...namesAndDates(certificate), authorized: socket.authorized, problem };
  } catch (error) {
    const reason =
      limit.aborted && !signal.aborted ? `no handshake within ${query.timeoutMs} ms` : networkReason(error);
    const unknown = { subject: '', issuer: '', validFrom: 0, validTo: 0 };
    return { at, host: query.host, ...unknown, authorized: false, problem: sanitizeLabel(reason, 200) };
  } finally {
    socket?.destroy();
  }
}

function handshake(query: TlsProbeQuery, signal: AbortSignal): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new Error('stopped on request'));
      return;
    }
    const socket = connect({
      host: query.address ?? query.host,
      port: query.port,
      // RFC 6066 allows no address here.
      ...(isIP(query.host) === 0 ? { servername: query.host } : {}),
      // Not to trust it, but to read it: `authorized` tells whether a browser would.
      rejectUnauthorized: false,
    });
    const stop = (): void => {
      socket.destroy(new Error('stopped'));
    };
    signal.addEventListener('abort', stop, { once: true });
    const settle = (): void => signal.removeEventListener('abort', stop);
    socket.once('secureConnect', () => {
      settle();
      resolve(socket);
    });
    socket.once('error', error => {
      settle();
      socket.destroy();
      reject(error);
    });
  });
}

function namesAndDates(certificate: PeerCertificate): Pick<TlsProbe, 'subject' | 'issuer' | 'validFrom' | 'validTo'> {
  const names = (certificate.subjectaltname ?? '').replaceAll('DNS:', '');
  return {
    subject: sanitizeLabel(names === '' ? textOf(certificate.subject?.CN) : names, 200),
    issuer: sanitizeLabel(textOf(certificate.issuer?.O) || textOf(certificate.issuer?.CN), 100),
    validFrom: dateOf(certificate.valid_from),
    validTo: dateOf(certificate.valid_to),
  };
}

function textOf(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : (value?.join(', ') ?? '');
}

function dateOf(text: string | undefined): number {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? 0 : ms;
}
