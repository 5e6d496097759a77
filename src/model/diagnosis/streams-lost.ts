/** Where the console itself is blind: no details, no figures, no log lines. */
import type { Finding } from '../finding.ts';
import { formatDuration } from '../format.ts';
import { sanitizeLabel } from '../sanitize.ts';
import { runningContainers, type Facts } from './facts.ts';
import { dockerCommand, evidence, finding, press, readLogs, serviceSubject, shell } from './finding-parts.ts';

/** A container that was just replaced leaves a stream that ends by itself. */
const patienceMs = 10_000;

/** `docker ps` answers and `docker inspect` hangs: usual where a mount, a network driver or a dying shim is stuck. */
export function inspectFailed(facts: Facts): Finding[] {
  return facts.services.flatMap(service => {
    const blind = service.containers.filter(
      ({ id }) => facts.now - (facts.unreadable[id]?.at ?? Infinity) > patienceMs,
    );
    const [first] = blind;
    const failure = first === undefined ? undefined : facts.unreadable[first.id];
    if (first === undefined || failure === undefined) return [];
    return [
      finding({
        code: 'inspect-failed',
        severity: 'warning',
        subject: serviceSubject(service),
        title: `can’t be inspected for ${formatDuration(facts.now - failure.at)}: its restarts, limits and health log are ${first.detail === null ? 'not known' : 'old'}`,
        since: failure.at,
        evidence: blind.map(({ id, name }) => evidence(failure.at, `${name}: ${facts.unreadable[id]?.reason ?? ''}`)),
        nextSteps: [shell('does it answer by hand?', dockerCommand('inspect', first.name)), readLogs],
      }),
    ];
  });
}

export function statsLost(facts: Facts): Finding[] {
  return facts.services.flatMap(service => {
    const blind = runningContainers(service).filter(
      ({ id }) => facts.now - (facts.lostStats[id]?.at ?? Infinity) > patienceMs,
    );
    const loss = facts.lostStats[blind[0]?.id ?? ''];
    if (loss === undefined) return [];
    return [
      finding({
        code: 'stats-lost',
        severity: 'warning',
        subject: serviceSubject(service),
        title: `no usage figures for ${formatDuration(facts.now - loss.at)}: ${sanitizeLabel(loss.reason)}`,
        since: loss.at,
        evidence: blind.map(({ name }) => evidence(loss.at, `${name}: ${loss.reason}`)),
        nextSteps: [press('refresh', 'read everything again')],
      }),
    ];
  });
}

export function logUnreadable(facts: Facts): Finding[] {
  return facts.services.flatMap(service => {
    const streams = service.containers.flatMap(({ id }) => facts.logStreams[id] ?? []);
    const unreadable = streams.find(({ phase }) => phase === 'unreadable');
    const lost = streams.find(({ phase, since }) => phase === 'lost' && facts.now - since > patienceMs);
    const stream = lost ?? unreadable;
    if (stream === undefined) return [];
    const reason = sanitizeLabel(stream.reason ?? 'the engine gives no reason');
    return [
      finding({
        code: 'log-unreadable',
        // By configuration, and known to whoever set it; a lost stream is news.
        severity: lost === undefined ? 'info' : 'warning',
        subject: serviceSubject(service),
        title:
          lost === undefined
            ? `log can’t be read: ${reason}`
            : `log stream lost for ${formatDuration(facts.now - stream.since)}: ${reason}`,
        since: stream.since,
        evidence: service.containers.flatMap(({ name, detail }) =>
          detail === null ? [] : [evidence(null, `${name}: logging driver ${detail.log.driver}`)],
        ),
        nextSteps: [press('logs.all-services', 'read the logs of the others')],
      }),
    ];
  });
}
