/** What a container has written in one second: its own start and end, its share of the traffic, its trouble. Pure. */
import { lastRun, pausedAt, type DemoContainer, type Run } from './container.ts';
import { apiImportError, apiLeak, apiProbe, apiRequest, apiStart, apiStop } from './lines-api.ts';
import { caddyRequest, caddyStart, caddyStop } from './lines-caddy.ts';
import { postgresRequest, postgresSecond, postgresStart, postgresStop } from './lines-postgres.ts';
import { webRequest, webStart, webTrouble } from './lines-web.ts';
import { terminalSecond, workerSecond, workerStart } from './lines-worker.ts';
import type { DemoLine } from './log-text.ts';
import { troubleSince } from './plan.ts';
import { chance } from './random.ts';
import { scenarioAt, type Timeline } from './timeline.ts';
import type { DemoRequest } from './traffic.ts';

/** Lines of the second `second` of the epoch, in order, no two with the same time. */
export function linesOfSecond(
  timeline: Timeline,
  container: DemoContainer,
  second: number,
  requests: readonly DemoRequest[],
): readonly DemoLine[] {
  const start = second * 1000;
  const lines: DemoLine[] = [];
  for (const run of runsTouching(container, start)) {
    const own = [...runLines(timeline, container, run, start), ...linesOfWork(timeline, container, second, requests)];
    for (const item of own) {
      // A line told a little before its second would be missed by a follower that has passed it.
      const at = Math.max(item.at, start);
      if (at >= start + 1000 || at < run.startedAt || (run.endedAt !== null && at > run.endedAt)) continue;
      // While the flood runs, api writes nothing else.
      if (container.service.role === 'api' && scenarioAt(timeline, at).name === 'log-flood') continue;
      if (!pausedAt(run, at)) lines.push(at === item.at ? item : { ...item, at });
    }
  }
  return inOrder(lines);
}

function runsTouching(container: DemoContainer, start: number): readonly Run[] {
  const last = lastRun(container);
  if (last.startedAt < start && last.endedAt === null) return [last];
  return container.runs.filter(run => run.startedAt < start + 1000 && (run.endedAt === null || run.endedAt >= start));
}

/** Lines that belong to the life of the process itself and fall into this second. */
function runLines(timeline: Timeline, container: DemoContainer, run: Run, start: number): readonly DemoLine[] {
  const lines: DemoLine[] = [];
  const { role } = container.service;
  if (start < run.startedAt + 5_000) lines.push(...startLines(container, run));
  if (run.signalledAt !== null) lines.push(...stopLines(container, run.signalledAt));
  if (role === 'api') lines.push(...apiTrouble(timeline, run, start));
  return lines.filter(item => item.at >= start && item.at < start + 1000);
}

function startLines(container: DemoContainer, run: Run): readonly DemoLine[] {
  switch (container.service.role) {
    case 'caddy':
      return caddyStart(run);
    case 'web':
      return webStart(run);
    case 'api':
      return apiStart(run);
    case 'postgres':
      return postgresStart(run);
    case 'worker':
      return workerStart(container.service.name, run);
    default:
      return [];
  }
}

function stopLines(container: DemoContainer, at: number): readonly DemoLine[] {
  switch (container.service.role) {
    case 'caddy':
      return caddyStop(at, 'SIGTERM');
    case 'api':
      return apiStop(at);
    case 'postgres':
      return postgresStop(at);
    default:
      return [];
  }
}

function apiTrouble(timeline: Timeline, run: Run, start: number): readonly DemoLine[] {
  const scenario = scenarioAt(timeline, Math.max(start, run.startedAt));
  const since = troubleSince(run, scenario);
  if (scenario.name === 'oom') return apiLeak(timeline.seed, run, since);
  if (scenario.name === 'crash-loop') return apiImportError(since + 1_150);
  return [];
}

function linesOfWork(
  timeline: Timeline,
  container: DemoContainer,
  second: number,
  requests: readonly DemoRequest[],
): readonly DemoLine[] {
  const { seed } = timeline;
  switch (container.service.role) {
    case 'caddy':
      return requests.flatMap(caddyRequest);
    case 'web':
      return [...requests.flatMap(webRequest), ...unwellWeb(timeline, second)];
    case 'api':
      return [...probeLines(container, second), ...requests.flatMap(request => apiRequest(request, 5))];
    case 'postgres':
      return [...postgresSecond(seed, second), ...requests.flatMap(postgresRequest)];
    case 'worker':
      return workerSecond(seed, container.service, second);
    default:
      return terminalSecond(second);
  }
}

function unwellWeb(timeline: Timeline, second: number): readonly DemoLine[] {
  const at = second * 1000 + 412;
  if (second % 5 !== 2 || scenarioAt(timeline, at).name !== 'unhealthy') return [];
  return webTrouble(at, chance(timeline.seed, second, 8));
}

/** gunicorn logs the health check's own request too; before the world's first probe one is made up every 5 s. */
function probeLines(container: DemoContainer, second: number): readonly DemoLine[] {
  const start = second * 1000;
  const { answers } = container;
  const first = answers[0];
  if (first === undefined || start + 1000 <= first.at) return second % 5 === 3 ? [apiProbe(start + 310, 200, 6)] : [];
  return answers
    .filter(answer => answer.at >= start && answer.at < start + 1000)
    .map(answer => apiProbe(answer.at, answer.status, answer.durationMs));
}

function inOrder(lines: DemoLine[]): readonly DemoLine[] {
  lines.sort((a, b) => a.at - b.at || a.nanos - b.nanos);
  let before: DemoLine | undefined;
  return lines.map(item => {
    const isLater = before === undefined || item.at > before.at || item.nanos > before.nanos;
    const placed = isLater || before === undefined ? item : { ...item, nanos: before.nanos + 137 };
    before = placed;
    return placed;
  });
}
