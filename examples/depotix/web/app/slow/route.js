import { setTimeout as wait } from 'node:timers/promises';

const longestSeconds = 30;

/** Answers after `s` seconds: a request that is still in flight while containers are exchanged. */
export async function GET(request) {
  const seconds = Math.min(Number(request.nextUrl.searchParams.get('s') ?? 1) || 0, longestSeconds);
  await wait(seconds * 1000);
  return Response.json({ ok: true, seconds });
}
