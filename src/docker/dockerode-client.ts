/** dockerode on one endpoint: version negotiated, each call with its own signal and time limit. */
import type { Agent, IncomingMessage } from 'node:http';
import Docker from 'dockerode';
import { chooseApi } from './api-version.ts';
import { createModem, streamBytes } from './dockerode-modem.ts';
import type { Endpoint } from './endpoint.ts';
import type { CallOptions, Raw } from './engine.ts';
import { createEngineAgent, hostHeader } from './engine-agent.ts';
import { EngineError, toEngineError, unreadableAnswer } from './engine-error.ts';
import { asRaw } from './parse/raw.ts';

export type Ask = (docker: Docker) => Promise<unknown>;

export interface DockerodeClient {
  /** One call in the negotiated version. `limitMs` holds where the caller gives no limit. */
  ask(ask: Ask, options: CallOptions, limitMs?: number): Promise<unknown>;
  /** A call outside the versions, for what must work before they are known. */
  askUnversioned(ask: Ask, options: CallOptions): Promise<unknown>;
  bytes(ask: Ask, options: CallOptions): AsyncGenerator<Uint8Array>;
  /** Chooses the version to speak from what the engine says of itself; throws where there is none in common. */
  adopt(apiVersion: unknown, minimum: unknown): void;
  close(): void;
}

export interface ClientOptions {
  readonly endpoint: Endpoint;
  /** ms until a call without a limit of its own fails with `not-answering`; default 5 s. */
  readonly timeoutMs?: number;
  /** For tests; default: the endpoint's own. */
  readonly agent?: Agent;
}

const defaultTimeoutMs = 5_000;
const maxAnswerBytes = 64 * 1024 * 1024;

export function createDockerodeClient(client: ClientOptions): DockerodeClient {
  const { endpoint } = client;
  const agent = client.agent ?? createEngineAgent(endpoint);
  const closing = new AbortController();
  let apiVersion: string | null = null;

  const dockerFor = (
    options: CallOptions,
    limitMs: number | undefined,
    version: string | null,
    stream: boolean,
  ): Docker => {
    const modem = createModem({
      agent,
      endpoint: endpoint.text,
      hostHeader: hostHeader(endpoint),
      apiVersion: version,
      signals: [options.signal, closing.signal],
      timeoutMs: options.timeoutMs ?? limitMs ?? client.timeoutMs ?? defaultTimeoutMs,
      stream,
      maxBytes: maxAnswerBytes,
    });
    // The constructor reads `modem` first; its types leave it out.
    return new Docker({ modem } as Docker.DockerOptions);
  };

  const send = async (ask: Ask, docker: Docker): Promise<unknown> => {
    try {
      return await ask(docker);
    } catch (error) {
      const failure = toEngineError(error, { endpoint: endpoint.text });
      // Another engine may answer at the same address after an upgrade: negotiate anew.
      if (failure.code === 'api-too-old' || failure.code === 'api-too-new') apiVersion = null;
      throw failure;
    }
  };

  const adopt = (version: unknown, minimum: unknown): void => {
    const chosen = chooseApi(typeof version === 'string' ? version : '', typeof minimum === 'string' ? minimum : null);
    if ('problem' in chosen) throw new EngineError(chosen.problem);
    apiVersion = chosen.version;
  };

  const askUnversioned = (ask: Ask, options: CallOptions): Promise<unknown> =>
    send(ask, dockerFor(options, undefined, null, false));

  const negotiated = async (options: CallOptions): Promise<string | null> => {
    if (apiVersion === null)
      adopt(headersOf(await askUnversioned(docker => docker.ping(), options))['api-version'], null);
    return apiVersion;
  };

  return {
    adopt,
    askUnversioned,
    ask: async (ask, options, limitMs) => send(ask, dockerFor(options, limitMs, await negotiated(options), false)),
    async *bytes(ask, options) {
      const docker = dockerFor(options, undefined, await negotiated(options), true);
      const response = (await send(ask, docker)) as IncomingMessage;
      options.onOpen?.();
      yield* streamBytes(response, { endpoint: endpoint.text, signals: [options.signal, closing.signal] });
    },
    close() {
      closing.abort();
      agent.destroy();
    },
  };
}

/** `/_ping` tells all it has to tell in its headers. */
export function headersOf(pingAnswer: unknown): Raw {
  return asRaw(asRaw(pingAnswer)['headers']);
}

export function readObject(answer: unknown, endpoint: string): Raw {
  if (typeof answer === 'object' && answer !== null && !Array.isArray(answer)) return answer as Raw;
  throw new EngineError(unreadableAnswer({ endpoint }, 'an object was expected'));
}

export function readObjects(answer: unknown, endpoint: string): readonly Raw[] {
  // Go writes an empty list that was never made as null.
  if (answer === null) return [];
  if (Array.isArray(answer)) return answer.map(asRaw);
  throw new EngineError(unreadableAnswer({ endpoint }, 'a list was expected'));
}
