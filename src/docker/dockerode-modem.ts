/**
 * The transport under dockerode: it is given to `new Docker({modem})` in place of docker-modem, which reads
 * `process.env` in its constructor, formats every request for its debug log whether or not anybody listens, carries
 * ssh2, and can't tell a time limit from an abort. dockerode still knows the paths, parameters and good status codes.
 */
import { request as httpRequest } from 'node:http';
import type { Agent, ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { stringify } from 'node:querystring';
import { callbackify } from 'node:util';
import {
  EngineError,
  aborted,
  died,
  notAnswering,
  problemOfStatus,
  toEngineError,
  unreadableAnswer,
} from './engine-error.ts';
import type { CallSubject } from './engine-error.ts';

/** What dockerode asks of a modem. */
interface DialOptions {
  readonly path: string;
  readonly method: string;
  readonly statusCodes: Readonly<Record<number, true | string>>;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly isStream?: boolean;
}

type DialCallback = (error: Error | null, data: unknown) => void;

export interface Modem {
  Promise?: PromiseConstructor;
  dial(options: DialOptions, callback: DialCallback): void;
}

export interface ModemCall {
  readonly agent: Agent;
  readonly endpoint: string;
  readonly hostHeader: string;
  /** `1.45`, or null for paths without a version. */
  readonly apiVersion: string | null;
  /** Any of them ends the call. */
  readonly signals: readonly AbortSignal[];
  /** ms: the whole call, or of a stream until its first answer. */
  readonly timeoutMs: number;
  /** Hand out the response itself, even where dockerode would collect it. */
  readonly stream: boolean;
  /** Bytes of a collected answer; more is an error, not memory. */
  readonly maxBytes: number;
}

/** A modem for one call: its signal and its time limit are the call's own. */
export function createModem(call: ModemCall): Modem {
  return {
    dial(options, callback) {
      callbackify(() => exchange(call, options, 0))(callback);
    },
  };
}

async function exchange(call: ModemCall, options: DialOptions, attempt: number): Promise<unknown> {
  const exchanged = startRequest(call, options);
  try {
    const response = await exchanged.response;
    const status = response.statusCode ?? 0;
    if (options.statusCodes[status] !== true) {
      throw new EngineError(problemOfStatus(status, messageOf(await collect(response, call)), call));
    }
    if (call.stream || options.isStream === true) {
      exchanged.handOver(response);
      return response;
    }
    const data = readBody(response, await collect(response, call), call);
    exchanged.end();
    return data;
  } catch (error) {
    const failure = exchanged.reason() ?? error;
    exchanged.end(failure instanceof Error ? failure : undefined);
    // The engine was restarted, or closed an idle connection just as we took it: once more on a fresh one.
    if (
      attempt === 0 &&
      options.method === 'GET' &&
      exchanged.reusedSocket() &&
      isCut(error) &&
      exchanged.reason() === null
    ) {
      return exchange(call, options, attempt + 1);
    }
    throw failure;
  }
}

interface Exchange {
  readonly response: Promise<IncomingMessage>;
  /** Why we cut it ourselves, null when we did not. */
  reason(): EngineError | null;
  reusedSocket(): boolean;
  /** From here on only the signal may end it. */
  handOver(response: IncomingMessage): void;
  end(error?: Error): void;
}

function startRequest(call: ModemCall, options: DialOptions): Exchange {
  let reason: EngineError | null = null;
  const cut = (why: EngineError): void => {
    reason ??= why;
    request.destroy(why);
  };
  const onAbort = (): void => cut(new EngineError(aborted()));
  const request = openRequest(call, options);
  const timer = setTimeout(() => cut(new EngineError(notAnswering(call))), call.timeoutMs);
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    // Stays on: a socket error after the response is told by the response, but must not be unhandled here.
    request.on('error', reject);
  });
  if (call.signals.some(signal => signal.aborted)) onAbort();
  for (const signal of call.signals) signal.addEventListener('abort', onAbort, { once: true });
  const end = (error?: Error): void => {
    clearTimeout(timer);
    for (const signal of call.signals) signal.removeEventListener('abort', onAbort);
    if (error !== undefined) request.destroy(error);
  };
  return {
    response,
    reason: () => reason,
    reusedSocket: () => request.reusedSocket,
    handOver(stream) {
      clearTimeout(timer);
      stream.once('close', () => end());
    },
    end,
  };
}

/**
 * The agent knows the server's name for TLS. Without a word Node works one out, and compiles two regular expressions for
 * IP addresses on the way: 3 ms of every start. (An option of the agent, which the types of a request leave out.)
 */
const noServerName = { servername: '' };

function openRequest(call: ModemCall, options: DialOptions): ClientRequest {
  const wantsQuery = options.path.endsWith('?');
  const path = wantsQuery ? options.path.slice(0, -1) + queryOf(options.options) : options.path;
  const body =
    options.method === 'POST' && !wantsQuery && options.options !== undefined ? JSON.stringify(options.options) : null;
  const headers: OutgoingHttpHeaders = { Host: call.hostHeader, 'User-Agent': 'depotix' };
  if (body !== null) {
    headers['Content-Type'] = 'application/json';
    headers['Content-Length'] = Buffer.byteLength(body);
  } else if (options.method === 'POST') {
    headers['Content-Length'] = 0;
  }
  const request = httpRequest({
    ...noServerName,
    agent: call.agent,
    method: options.method,
    path: call.apiVersion === null ? path : `/v${call.apiVersion}${path}`,
    headers,
  });
  request.end(body ?? undefined);
  return request;
}

function queryOf(options: Readonly<Record<string, unknown>> | undefined): string {
  const words: Record<string, string> = {};
  for (const [key, value] of Object.entries(options ?? {})) {
    if (value === undefined) continue;
    words[key] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  const query = stringify(words);
  return query === '' ? '' : `?${query}`;
}

async function collect(response: IncomingMessage, call: ModemCall): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > call.maxBytes) throw new EngineError(unreadableAnswer(call, `more than ${call.maxBytes} bytes`));
    chunks.push(chunk);
  }
  return chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks);
}

function readBody(response: IncomingMessage, body: Buffer, call: ModemCall): unknown {
  if (!(response.headers['content-type'] ?? '').includes('json')) {
    return { headers: response.headers, text: body.toString('utf8') };
  }
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw new EngineError(unreadableAnswer(call, 'its JSON is broken'));
  }
}

/** The engine says `{"message": …}`; a proxy before it says HTML or plain text. */
function messageOf(body: Buffer): string {
  const text = body.toString('utf8', 0, 4096).trim();
  try {
    const value = JSON.parse(text) as unknown;
    const message: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'message') : undefined;
    return typeof message === 'string' ? message : text;
  } catch {
    return text.startsWith('<') ? '' : text;
  }
}

function isCut(error: unknown): boolean {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return code === 'ECONNRESET' || code === 'EPIPE';
}

/** The bytes of a handed-over response; the caller's `break` or the signal closes the connection. */
export async function* streamBytes(
  response: IncomingMessage,
  call: CallSubject & Pick<ModemCall, 'signals'>,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    if (call.signals.some(signal => signal.aborted)) throw new EngineError(aborted(), error);
    // An answer without its end: the engine is gone (https://nodejs.org/api/http.html#event-close_2).
    const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
    if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE')
      throw new EngineError(died(call.endpoint), error);
    throw toEngineError(error, call);
  } finally {
    response.destroy();
  }
}
