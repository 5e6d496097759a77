/** What a health check, run at a moment, finds. Pure. */
import { conditionAt, type DemoContainer, type ProbeOutcome } from './container.ts';
import { chance } from './random.ts';
import { scenarioAt, type Timeline } from './timeline.ts';

/** The outcome of the container's own health check if it starts at `at`, its time limit applied. */
export function probeOutcome(timeline: Timeline, container: DemoContainer, at: number): ProbeOutcome {
  const outcome = measure(timeline, container, at);
  const timeoutMs = container.service.probe?.timeoutMs ?? Number.POSITIVE_INFINITY;
  if (outcome.durationMs < timeoutMs) return outcome;
  return { exitCode: -1, output: `Health check exceeded timeout (${timeoutMs / 1000}s)`, durationMs: timeoutMs };
}

function measure(timeline: Timeline, container: DemoContainer, at: number): ProbeOutcome {
  const x = chance(timeline.seed, at, container.service.address, 1);
  const up = conditionAt(container, at) === 'up';
  const quick = 40 + Math.floor(x * 60);
  switch (container.service.role) {
    case 'caddy':
      return up
        ? ok('', quick)
        : failed(1, "wget: can't connect to remote host (127.0.0.1): Connection refused\n", quick);
    case 'web':
      return probeWeb(timeline, up, at, x);
    case 'api':
      return probeApi(timeline, up, at, x);
    case 'postgres':
      return up ? ok('', quick) : failed(2, '', quick);
    default:
      return ok('', quick);
  }
}

function probeWeb(timeline: Timeline, up: boolean, at: number, x: number): ProbeOutcome {
  if (!up) return failed(1, "wget: can't connect to remote host (127.0.0.1): Connection refused\n", 30);
  if (scenarioAt(timeline, at).name === 'unhealthy') {
    return failed(1, 'wget: server returned error: HTTP/1.1 503 Service Unavailable\n', 700 + Math.floor(x * 900));
  }
  return ok('', 50 + Math.floor(x * 60));
}

function probeApi(timeline: Timeline, up: boolean, at: number, x: number): ProbeOutcome {
  if (!up) {
    return failed(7, "curl: (7) Failed to connect to 127.0.0.1 port 8000 after 0 ms: Couldn't connect to server\n", 35);
  }
  const database = conditionAt(timeline.byRole('postgres'), at);
  if (database === 'paused') {
    return failed(28, 'curl: (28) Operation timed out after 3001 milliseconds with 0 bytes received\n', 3_010);
  }
  if (database !== 'up')
    return failed(22, 'curl: (22) The requested URL returned error: 503\n', 60 + Math.floor(x * 120));
  if (scenarioAt(timeline, at).name === 'slow') return ok('{"ok": true}', 1_200 + Math.floor(x * 1_600));
  return ok('{"ok": true}', 45 + Math.floor(x * 50));
}

function ok(output: string, durationMs: number): ProbeOutcome {
  return { exitCode: 0, output, durationMs };
}

function failed(exitCode: number, output: string, durationMs: number): ProbeOutcome {
  return { exitCode, output, durationMs };
}
