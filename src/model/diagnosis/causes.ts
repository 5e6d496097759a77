/** Which finding explains which: one incident is one root, with its consequences after it. */
import type { Finding, FindingCode } from '../finding.ts';
import { sanitizeLabel } from '../sanitize.ts';
import { foundationsOf } from './dependencies.ts';
import type { Facts } from './facts.ts';
import { findingKey } from './finding-parts.ts';

/** What takes a service away from those that need it; the first of them on a service is the one to look at. */
const takesAway: readonly FindingCode[] = ['oom-killed', 'crash-loop', 'exited', 'not-started', 'paused', 'unhealthy'];
/** What a missing neighbour can bring about; a clean stop or an out-of-memory kill is a service's own affair. */
const sufferedCodes: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'crash-loop',
  'exited',
  'not-started',
  'unhealthy',
  'health-slow',
  'starting-long',
]);
/** What goes along with a bigger trouble of the same service. */
const alongCodes: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'exited',
  'crash-loop',
  'unhealthy',
  'health-slow',
  'starting-long',
  'memory-high',
  'cpu-throttled',
  'stats-lost',
  'log-unreadable',
]);
const severityRank = { critical: 0, warning: 1, info: 2 } as const;
/** Probes and time-outs delay what a consequence shows, and a cause can be noticed after its effect. */
const toleranceMs = 60_000;

/** Sets `causedBy`: by the same service's bigger trouble, by what the service stands on, by a full disk under a database. */
export function linkCauses(facts: Facts, findings: readonly Finding[]): Finding[] {
  const roots = rootsByService(findings);
  const causes = new Map<string, string>();
  return findings.map(finding => {
    const key = findingKey(finding);
    const cause =
      ownCause(finding, roots) ??
      leftoverCause(finding, findings) ??
      neighbourCause(facts, finding, roots) ??
      diskCause(facts, finding, findings) ??
      urlCause(facts, finding, roots);
    if (cause === null || severityRank[cause.severity] > severityRank[finding.severity]) return finding;
    const causedBy = findingKey(cause);
    // Two that need each other: the first to be linked is the consequence, the other one the root.
    if (leadsTo(causes, causedBy, key)) return finding;
    causes.set(key, causedBy);
    return { ...finding, causedBy };
  });
}

function leadsTo(causes: ReadonlyMap<string, string>, from: string, to: string): boolean {
  for (let key: string | undefined = from; key !== undefined; key = causes.get(key)) if (key === to) return true;
  return false;
}

function rootsByService(findings: readonly Finding[]): ReadonlyMap<string, Finding> {
  const roots = new Map<string, Finding>();
  for (const code of takesAway) {
    for (const finding of findings) {
      const { name, kind } = finding.subject;
      if (finding.code === code && kind === 'service' && !roots.has(name)) roots.set(name, finding);
    }
  }
  return roots;
}

function ownCause(finding: Finding, roots: ReadonlyMap<string, Finding>): Finding | null {
  if (finding.subject.kind !== 'service' || !alongCodes.has(finding.code)) return null;
  const root = roots.get(finding.subject.name);
  return root === undefined || root === finding ? null : root;
}

/** What never started beside a left-over is the other half of the same interrupted recreate. */
function leftoverCause({ code, subject }: Finding, findings: readonly Finding[]): Finding | null {
  if (code !== 'not-started') return null;
  return findings.find(other => other.code === 'leftover-container' && other.subject.name === subject.name) ?? null;
}

function neighbourCause(facts: Facts, finding: Finding, roots: ReadonlyMap<string, Finding>): Finding | null {
  const { kind, name } = finding.subject;
  if (kind !== 'service' || !sufferedCodes.has(finding.code) || isCleanStop(facts, finding)) return null;
  const service = facts.services.find(other => sanitizeLabel(other.name) === name);
  if (service === undefined) return null;
  // The nearest one that is down; it has a cause of its own where there is one farther down.
  const culprits = foundationsOf(facts, service).flatMap(other => roots.get(sanitizeLabel(other)) ?? []);
  return culprits.find(culprit => culprit.severity === 'critical' && beganBefore(culprit, finding)) ?? null;
}

function isCleanStop(facts: Facts, { code, subject }: Finding): boolean {
  return (
    code === 'exited' && facts.services.find(({ name }) => sanitizeLabel(name) === subject.name)?.state === 'stopped'
  );
}

function beganBefore(cause: Finding, effect: Finding): boolean {
  return cause.since === null || effect.since === null || cause.since <= effect.since + toleranceMs;
}

function diskCause(facts: Facts, { code, subject }: Finding, findings: readonly Finding[]): Finding | null {
  const isDatabase = facts.services.some(
    ({ name, role }) => role === 'database' && sanitizeLabel(name) === subject.name,
  );
  if (!isDatabase || !sufferedCodes.has(code)) return null;
  return (
    findings.find(
      other => other.code === 'disk-full' || (other.code === 'inodes-full' && other.severity === 'critical'),
    ) ?? null
  );
}

/** What users ask goes through the edge to what is behind it: the first of them that is down explains their answer. */
function urlCause(facts: Facts, { code }: Finding, roots: ReadonlyMap<string, Finding>): Finding | null {
  if (code !== 'public-url-fails') return null;
  const path = ['edge', 'web', 'api', 'database'].flatMap(role => facts.services.filter(item => item.role === role));
  const culprits = path.flatMap(({ name }) => roots.get(sanitizeLabel(name)) ?? []);
  return culprits.find(({ severity }) => severity === 'critical') ?? null;
}

const kindRank = { engine: 0, host: 1, stack: 2, service: 3, container: 4 } as const;

/** Critical ones first, each root right before its consequences of the same severity; then the older before the younger. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const children = Map.groupBy(findings, ({ causedBy }) => causedBy);
  const keys = new Set(findings.map(findingKey));
  const isRoot = ({ causedBy }: Finding): boolean => causedBy === null || !keys.has(causedBy);
  const weight = (finding: Finding): number => (children.get(findingKey(finding)) ?? []).length;
  const order = (a: Finding, b: Finding): number =>
    severityRank[a.severity] - severityRank[b.severity] ||
    weight(b) - weight(a) ||
    kindRank[a.subject.kind] - kindRank[b.subject.kind] ||
    (a.since ?? Infinity) - (b.since ?? Infinity) ||
    0;
  const withChildren = (finding: Finding, seen: ReadonlySet<Finding>): Finding[] =>
    seen.has(finding)
      ? []
      : [
          finding,
          ...(children.get(findingKey(finding)) ?? [])
            .toSorted(order)
            .flatMap(child => withChildren(child, new Set([...seen, finding]))),
        ];
  const grown = findings
    .filter(isRoot)
    .toSorted(order)
    .flatMap(root => withChildren(root, new Set()));
  const rest = findings.filter(finding => !grown.includes(finding));
  return [...grown, ...rest].toSorted((a, b) => severityRank[a.severity] - severityRank[b.severity]);
}
