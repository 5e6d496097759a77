/** One HTTP request as a user would make it, within a time limit. */
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { HttpProbe } from '../model/host-sample.ts';
import type { Clock } from '../system/clock.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import { networkReason } from './network-error.ts';

export interface HttpProbeQuery {
  readonly url: string;
  /** ms for the whole, redirects too. */
  readonly timeoutMs: number;
  /**
   * Connect to this address instead of asking DNS, the name stays in TLS and the Host header: asks the edge on this host
   * even where the name points to a load balancer, or to nothing yet.
   */
  readonly address?: string;
}

const maxRedirects = 3;
const maxBodyBytes = 4_096;
const shownCharacters = 200;

interface Answer {
  readonly statusCode: number;
  readonly location: string | null;
  readonly body: string;
}

/**
 * Never throws: no answer is `ok: false` with the reason. `ok` = a final status below 400. A certificate that does not
 * fit fails the probe, as it fails the users.
 */
export async function probeHttp(query: HttpProbeQuery, clock: Clock, signal: AbortSignal): Promise<HttpProbe> {
  const at = clock.now();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(query.timeoutMs)]);
  const base = { at, url: query.url };
  try {
    let url = new URL(query.url);
    for (let hop = 0; ; hop++) {
      const answer = await ask(url, query, limit);
      const target = redirectTarget(answer, url);
      if (target === null || hop === maxRedirects) {
        const ok = answer.statusCode < 400 && target === null;
        const detail =
          target === null ? answer.body : `more than ${maxRedirects} redirects, the last to ${target.href}`;
        return {
          ...base,
          ok,
          statusCode: answer.statusCode,
          durationMs: clock.now() - at,
          detail: sanitizeLabel(detail, shownCharacters),
        };
      }
      url = target;
    }
  } catch (error) {
    const detail = limit.aborted && !signal.aborted ? `no answer within ${query.timeoutMs} ms` : networkReason(error);
    return { ...base, ok: false, statusCode: null, durationMs: null, detail: sanitizeLabel(detail, shownCharacters) };
  }
}

function redirectTarget(answer: Answer, from: URL): URL | null {
  if (answer.location === null || ![301, 302, 303, 307, 308].includes(answer.statusCode)) return null;
  const target = URL.parse(answer.location, from);
  return target?.protocol === 'http:' || target?.protocol === 'https:' ? target : null;
}

async function ask(url: URL, query: HttpProbeQuery, signal: AbortSignal): Promise<Answer> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const options: RequestOptions = {
    method: 'GET',
    signal,
    // A connection of its own each time: a kept one would hide an edge that takes no new ones.
    agent: false,
    headers: { 'user-agent': 'depotix-probe', connection: 'close', 'accept-encoding': 'identity' },
  };
  const { address } = query;
  // Only the name of the query goes to that address; a redirect to another name is asked where it lives.
  if (address !== undefined && url.hostname === new URL(query.url).hostname) options.lookup = lookupOf(address);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    send(url, options, resolve).on('error', reject).end();
  });
  try {
    return {
      statusCode: response.statusCode ?? 0,
      location: response.headers.location ?? null,
      body: await firstBytes(response),
    };
  } finally {
    response.destroy();
  }
}

function lookupOf(address: string): NonNullable<RequestOptions['lookup']> {
  const family = address.includes(':') ? 6 : 4;
  return (_name, options, done) => {
    if (options.all === true) done(null, [{ address, family }]);
    else done(null, address, family);
  };
}

async function firstBytes(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    total += chunk.length;
    if (total >= maxBodyBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBodyBytes).toString('utf8');
}
