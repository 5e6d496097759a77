/** One request on its way through the routes. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ParsedUrl } from './request-query.ts';
import type { DemoRoom } from './room.ts';

export interface Call {
  readonly room: DemoRoom;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: ParsedUrl;
  readonly signal: AbortSignal;
  readonly method: string;
}
