import { request } from 'node:http';

export type ApiRequest = {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
  /** Default: 30 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
};

/**
 * One call of the Engine's API over its unix socket; the answer's text. The tests' own bare client, so that the
 * adapter under test is not checked by itself.
 * @throws with the engine's own message for a status of 400 and more.
 */
export function callEngine(socket: string, path: string, options: ApiRequest = {}): Promise<string> {
  const { method = 'GET', body, timeoutMs = 30_000 } = options;
  const signals = [AbortSignal.timeout(timeoutMs), ...(options.signal === undefined ? [] : [options.signal])];
  return new Promise((resolve, reject) => {
    const call = request(
      {
        socketPath: socket,
        path,
        method,
        agent: false,
        signal: AbortSignal.any(signals),
        headers: body === undefined ? {} : { 'content-type': 'application/json' },
      },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('error', reject);
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          if (status < 400) resolve(text);
          else reject(new Error(`${method} ${path}: the engine answered ${status}: ${text.trim()}`));
        });
      },
    );
    call.on('error', reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Whether an engine answers on this socket now. */
export async function answers(socket: string, timeoutMs = 1000): Promise<boolean> {
  try {
    return (await callEngine(socket, '/_ping', { timeoutMs })) === 'OK';
  } catch {
    return false;
  }
}
