/** Answers, with the headers of the engine. */
import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { apiVersion } from './payload-system.ts';

export function setCommonHeaders(response: ServerResponse): void {
  response.setHeader('Api-Version', apiVersion);
  response.setHeader('Docker-Experimental', 'false');
  response.setHeader('Ostype', 'linux');
  response.setHeader('Server', 'Docker/26.1.5 (linux)');
}

export function sendJson(response: ServerResponse, value: unknown, statusCode = 200): void {
  const body = `${JSON.stringify(value)}\n`;
  response.writeHead(statusCode, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

export function sendError(response: ServerResponse, statusCode: number, message: string): void {
  if (response.headersSent) response.destroy();
  else sendJson(response, { message }, statusCode);
}

export function sendNothing(response: ServerResponse, statusCode: number): void {
  response.writeHead(statusCode);
  response.end();
}

/** Ends when the client has gone. */
export function closedSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}

/** Writes what comes, no faster than the client reads. */
export async function sendStream(
  response: ServerResponse,
  contentType: string,
  parts: AsyncIterable<Uint8Array | string>,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(200, { 'Content-Type': contentType });
  // The engine tells that it accepts before the first byte comes, and clients wait for that.
  response.flushHeaders();
  for await (const part of parts) {
    if (signal.aborted) break;
    if (part.length > 0 && !response.write(part)) await drained(response, signal);
  }
  response.end();
}

async function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  try {
    await once(response, 'drain', { signal });
  } catch (error) {
    // A client that goes away while it is waited for is an end, not a failure.
    if (!signal.aborted) throw error;
  }
}
