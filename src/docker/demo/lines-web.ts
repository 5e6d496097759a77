/** web: Next.js in production says little; the rest are the lines of its own pages. */
import type { Run } from './container.ts';
import { line, type DemoLine } from './log-text.ts';
import { chance } from './random.ts';
import type { DemoRequest } from './traffic.ts';

export function webStart(run: Run): readonly DemoLine[] {
  const at = run.startedAt;
  return [
    line(at + 420, 1, '   ▲ Next.js 16.0.3'),
    line(at + 420, 1, '   - Local:        http://localhost:3000', 100),
    line(at + 420, 1, '   - Network:      http://0.0.0.0:3000', 200),
    line(at + 420, 1, '', 300),
    line(at + 430, 1, ' ✓ Starting...'),
    line(at + 860, 1, ' ✓ Ready in 438ms'),
  ];
}

export function webRequest(request: DemoRequest): readonly DemoLine[] {
  if (request.upstream !== 'web' || request.dialError !== null || request.status === 504) return [];
  const at = request.endedAt - 1;
  const lines: DemoLine[] = [];
  if (request.apiFailure !== null) {
    lines.push(line(at - 2, 2, `ERROR orders: ${request.apiFailure}`, request.nanos));
  }
  if (chance(request.number, 3) > 0.996) lines.push(staleClient(at, request));
  const ms = Math.max(1, Math.round(request.durationMs - 2));
  if (!request.uri.startsWith('/_next/')) {
    lines.push(line(at, 1, ` ${request.method} ${request.uri} ${request.status} in ${ms}ms`, request.nanos));
  }
  return lines;
}

/** What browsers with the page of before a deploy cause: known, and no reason to roll back. */
function staleClient(at: number, request: DemoRequest): DemoLine {
  const text =
    'Error: Failed to find Server Action "7f1c0aa1". This request might be from an older or newer deployment. ' +
    'Read more: https://nextjs.org/docs/messages/failed-to-find-server-action';
  return line(at - 1, 2, text, request.nanos);
}

/** The scenario `unhealthy`: the page's own reason why its /healthz says 503. */
export function webTrouble(at: number, x: number): readonly DemoLine[] {
  const rss = 780 + Math.floor(x * 90);
  return [
    line(
      at,
      2,
      `WARN healthz: event loop delay p99 ${600 + Math.floor(x * 700)} ms (limit 250 ms), rss ${rss} MB: answering 503`,
    ),
  ];
}
