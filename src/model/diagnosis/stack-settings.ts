/** Three settings whose absence costs at the wrong moment. One line each for the whole stack: no alarm, advice. */
import { isFinishedJob, restartsAlways } from '../container-condition.ts';
import type { ContainerDetail } from '../container.ts';
import type { Finding, FindingCode } from '../finding.ts';
import type { Service } from '../service.ts';
import type { Facts } from './facts.ts';
import { advice, evidence, finding, listNames, stackSubject } from './finding-parts.ts';

/** No check, or `HEALTHCHECK NONE`: "running" is all that can be said of it. */
export function noHealthCheck(facts: Facts): Finding[] {
  return settingFinding(facts, detail => detail.healthCheck === null || detail.healthCheck.test[0] === 'NONE', {
    code: 'no-health-check',
    title: names => `no health check: ${names}`,
    line: 'without one only "running" is known, not whether it works',
    step: 'add `healthcheck:` to the service in the compose file',
  });
}

export function noRestartPolicy(facts: Facts): Finding[] {
  return settingFinding(
    facts,
    detail => !restartsAlways(detail.restartPolicy) && !detail.restartPolicy.startsWith('on-failure'),
    {
      code: 'no-restart-policy',
      title: names => `no restart policy: ${names}`,
      line: 'after a crash or a reboot of the host it stays down',
      step: 'add `restart: unless-stopped` to the service in the compose file',
    },
  );
}

export function noLimit(facts: Facts): Finding[] {
  return settingFinding(facts, detail => detail.limits.memoryBytes === null, {
    code: 'no-limit',
    title: names => `no memory limit: ${names}`,
    line: 'a leak there takes the memory of the whole host',
    step: 'add `mem_limit:` to the service in the compose file',
  });
}

interface SettingText {
  readonly code: FindingCode;
  readonly title: (names: string) => string;
  readonly line: string;
  readonly step: string;
}

function settingFinding(
  facts: Facts,
  lacks: (detail: ContainerDetail) => boolean,
  { code, title, line, step }: SettingText,
): Finding[] {
  const without = facts.services.filter(service =>
    service.containers.some(({ detail }) => detail !== null && lacks(detail) && !isJob(service, detail)),
  );
  if (without.length === 0) return [];
  const names = without.map(({ name }) => name);
  return [
    finding({
      code,
      severity: 'info',
      subject: stackSubject(facts.identity),
      title: title(listNames(names)),
      since: null,
      evidence: [evidence(null, line)],
      nextSteps: [advice(step)],
    }),
  ];
}

function isJob({ role }: Service, detail: ContainerDetail): boolean {
  return detail.finishedAt !== null && detail.pid === null && isFinishedJob(detail, role);
}
