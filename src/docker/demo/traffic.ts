/**
 * The requests of the demo's users. One request is one value that Caddy, web, api and postgres each log in their way, so
 * that the logs of the four fit together. Computed second by second from the past, by the time of its end.
 */
import { conditionAt } from './container.ts';
import { between, chance, pick } from './random.ts';
import { scenarioAt, type Timeline } from './timeline.ts';
import { waveAt } from './wave.ts';

export interface DemoRequest {
  /** When Caddy had answered, ms. */
  readonly endedAt: number;
  readonly nanos: number;
  readonly number: number;
  readonly method: 'GET' | 'POST';
  readonly uri: string;
  readonly upstream: 'web' | 'api';
  readonly clientIp: string;
  readonly userAgent: string;
  readonly durationMs: number;
  readonly size: number;
  readonly status: number;
  /** The upstream gave no answer: Caddy's own 502, with the reason. */
  readonly dialError: string | null;
  /** The page asked the api too, and this is what it got instead of orders. */
  readonly apiFailure: string | null;
}

interface Route {
  readonly method: 'GET' | 'POST';
  readonly uri: (x: number) => string;
  readonly upstream: 'web' | 'api';
  readonly weight: number;
  readonly size: number;
  readonly ms: number;
}

/** Requests a second at mean traffic. */
const rate = 3;

const routes: readonly Route[] = [
  route('GET', () => '/', 'web', 18, 5_300, 21),
  route('GET', () => '/orders', 'web', 24, 8_900, 64),
  route('GET', x => `/orders?page=${between(2, 40, x)}`, 'web', 8, 8_600, 71),
  route('GET', () => '/_next/static/chunks/main-app-6f0c1d.js', 'web', 12, 84_000, 4),
  route('GET', () => '/api/orders', 'api', 22, 5_100, 38),
  route('POST', () => '/api/orders', 'api', 6, 184, 46),
  route('GET', () => '/api/healthz', 'api', 6, 12, 7),
  route('POST', () => '/api/echo', 'api', 3, 64, 6),
  route('GET', () => '/healthz', 'api', 5, 12, 7),
];
const totalWeight = routes.reduce((sum, item) => sum + item.weight, 0);

const userAgents = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
  'depotix-scanner/2.4 (warehouse 3)',
] as const;

/** The requests that ended in this second of the epoch, oldest first. None while Caddy does not run. */
export function requestsOfSecond(timeline: Timeline, second: number): readonly DemoRequest[] {
  const { seed } = timeline;
  const start = second * 1000;
  const count = Math.floor(rate * waveAt(seed, start) + chance(seed, second, 1));
  const requests: DemoRequest[] = [];
  for (let index = 0; index < count; index++) {
    // Each in its own part of the second, so that they need no sorting; 10 ms apart from the second before.
    const place = (index + chance(seed, second, 2, index) * 0.9) / count;
    const request = makeRequest(timeline, second, index, start + 10 + Math.floor(place * 980));
    if (request !== undefined) requests.push(request);
  }
  return requests;
}

function makeRequest(timeline: Timeline, second: number, index: number, endedAt: number): DemoRequest | undefined {
  if (conditionAt(timeline.byRole('caddy'), endedAt) !== 'up') return undefined;
  const { seed } = timeline;
  const x = (salt: number): number => chance(seed, second, salt, index);
  const chosen = chooseRoute(x(3));
  const outcome = outcomeOf(timeline, chosen, endedAt, x(4));
  return {
    endedAt,
    nanos: Math.floor(x(5) * 1e6),
    number: second * 16 + index,
    method: chosen.method,
    uri: chosen.uri(x(6)),
    upstream: chosen.upstream,
    clientIp: `203.0.113.${between(4, 97, x(7))}`,
    userAgent: pick(userAgents, x(8)),
    size: Math.floor((outcome.status < 400 ? chosen.size : 40) * (0.9 + 0.2 * x(9))),
    apiFailure: null,
    dialError: null,
    ...outcome,
  };
}

type Outcome = Pick<DemoRequest, 'status' | 'durationMs'> & Partial<Pick<DemoRequest, 'dialError' | 'apiFailure'>>;

/** Cause and effect: what stands behind Caddy at that moment decides what the user gets. */
function outcomeOf(timeline: Timeline, chosen: Route, at: number, x: number): Outcome {
  const scenario = scenarioAt(timeline, at).name;
  const calm = chosen.ms * (0.6 + 0.9 * x);
  const upstream = timeline.byRole(chosen.upstream);
  const condition = conditionAt(upstream, at);
  if (condition === 'dead' || condition === 'booting')
    return refused(chosen.upstream, upstream?.service.address ?? 3, x);
  if (condition === 'paused') return { status: 504, durationMs: 30_000 };
  if (chosen.upstream === 'web') return pageOutcome(timeline, chosen, at, x, calm);
  if (scenario === 'slow') return slowOutcome(x);
  if (databaseGone(timeline, at) && chosen.uri(0) !== '/api/echo') return withoutDatabase(chosen, x);
  const addsOrder = chosen.method === 'POST' && chosen.uri(0) === '/api/orders';
  if (addsOrder && x > 0.94) return { status: 400, durationMs: calm };
  return { status: addsOrder ? 201 : 200, durationMs: calm };
}

function pageOutcome(timeline: Timeline, chosen: Route, at: number, x: number, calm: number): Outcome {
  const scenario = scenarioAt(timeline, at).name;
  if (scenario === 'unhealthy') return { status: x > 0.93 ? 503 : 200, durationMs: 900 + 2_600 * x };
  if (!chosen.uri(0).startsWith('/orders')) return { status: 200, durationMs: calm };
  const apiFailure = apiFailureAt(timeline, at);
  if (apiFailure !== null) return { status: 200, durationMs: calm + 20, apiFailure };
  return { status: 200, durationMs: scenario === 'slow' ? 900 + 3_300 * x : calm };
}

/** web asks the api directly, not by way of Caddy. */
function apiFailureAt(timeline: Timeline, at: number): string | null {
  const condition = conditionAt(timeline.byRole('api'), at);
  if (condition === 'paused') return 'The operation was aborted due to timeout';
  if (condition !== 'up') return 'fetch failed';
  return databaseGone(timeline, at) ? 'the api answered 500' : null;
}

function databaseGone(timeline: Timeline, at: number): boolean {
  return conditionAt(timeline.byRole('postgres'), at) !== 'up';
}

/** A worker that waits for the database too long is ended by gunicorn, and Caddy's request with it. */
function withoutDatabase(chosen: Route, x: number): Outcome {
  if (x > 0.7) return { status: 502, durationMs: 4_000 + 2_000 * x, dialError: 'EOF' };
  return { status: chosen.uri(0).endsWith('/healthz') ? 503 : 500, durationMs: 40 + 300 * x };
}

function slowOutcome(x: number): Outcome {
  if (x > 0.97) return { status: 502, durationMs: 60_000, dialError: 'EOF' };
  return { status: 200, durationMs: 700 + 5_200 * x * x };
}

function refused(upstream: 'web' | 'api', address: number, x: number): Outcome {
  const port = upstream === 'web' ? 3000 : 8000;
  return {
    status: 502,
    durationMs: 0.4 + x,
    dialError: `dial tcp 172.18.0.${address}:${port}: connect: connection refused`,
  };
}

function chooseRoute(x: number): Route {
  let left = x * totalWeight;
  for (const item of routes) {
    left -= item.weight;
    if (left < 0) return item;
  }
  return routes[0] as Route;
}

function route(
  method: Route['method'],
  uri: Route['uri'],
  upstream: Route['upstream'],
  weight: number,
  size: number,
  ms: number,
): Route {
  return { method, uri, upstream, weight, size, ms };
}
