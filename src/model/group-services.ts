/** Containers and the compose file → services in a stable order, each with the one word that sums it up. */
import type { ComposeProject } from './compose-project.ts';
import { conditionOf, type Condition } from './container-condition.ts';
import type { Container } from './container.ts';
import { roleOf } from './guess-roles.ts';
import type { Profile, ServiceRole } from './profile.ts';
import type { Service, ServiceState } from './service.ts';

export interface GroupContext {
  /** False: nothing is claimed; the words stay, the colours go. */
  readonly engineConnected: boolean;
}

interface Group {
  readonly name: string;
  readonly wanted: number;
  readonly role: ServiceRole | null;
  readonly containers: readonly Container[];
  readonly leftovers: readonly Container[];
  readonly oneOffs: readonly Container[];
}

/**
 * Found by labels, never by name: one-off `run` containers and the left-overs of an interrupted recreate
 * (https://github.com/docker/compose/issues/10460) belong to their service but are no replicas of it.
 * Order: edge, web, api, the others by name, database last.
 */
export function groupServices(
  containers: readonly Container[],
  compose: ComposeProject | null,
  profile: Pick<Profile, 'roles'>,
  context: GroupContext,
): Service[] {
  const byService = Object.groupBy(containers, serviceNameOf);
  const names = new Set([...Object.keys(byService), ...(compose?.services ?? []).map(({ name }) => name)]);
  return [...names]
    .map(name => makeGroup(name, byService[name] ?? [], compose, profile))
    .toSorted((a, b) => rank(a.role) - rank(b.role) || (a.name < b.name ? -1 : 1))
    .map(group => makeService(group, context));
}

/** A container of the project without a service label stands for itself. */
export function serviceNameOf({ labels, name }: Pick<Container, 'labels' | 'name'>): string {
  return labels.service ?? name;
}

function makeGroup(
  name: string,
  members: readonly Container[],
  compose: ComposeProject | null,
  { roles }: Pick<Profile, 'roles'>,
): Group {
  const wish = compose?.services.find(service => service.name === name);
  const ordinary = members.filter(({ labels, leftover }) => !labels.oneOff && !leftover).toSorted(byNumber);
  const leftovers = members.filter(({ labels, leftover }) => leftover && !labels.oneOff);
  const image = wish?.image ?? ordinary[0]?.image ?? leftovers[0]?.image ?? null;
  return {
    name,
    wanted: wish?.wanted ?? ordinary.length,
    role: roleOf(name, image, roles),
    containers: ordinary,
    leftovers,
    oneOffs: members.filter(({ labels }) => labels.oneOff),
  };
}

function byNumber(a: Container, b: Container): number {
  return (a.labels.number ?? Infinity) - (b.labels.number ?? Infinity) || (a.name < b.name ? -1 : 1);
}

function rank(role: ServiceRole | null): number {
  const ranks: Record<ServiceRole, number> = { edge: 0, web: 1, api: 2, database: 4 };
  return role === null ? 3 : ranks[role];
}

function makeService(group: Group, { engineConnected }: GroupContext): Service {
  const conditions = group.containers.map(container => conditionOf(container, group.role));
  const summary = conditions.length === 0 ? emptyCondition(group) : sumUp(conditions, group);
  return {
    name: group.name,
    role: group.role,
    wanted: group.wanted,
    containers: group.containers,
    leftovers: group.leftovers,
    oneOffs: group.oneOffs,
    state: summary.state,
    stateText: summary.text,
    severity: engineConnected ? summary.severity : 'neutral',
    since: summary.since,
    restarts: group.containers.reduce((total, { detail }) => total + (detail?.restartCount ?? 0), 0),
  };
}

function emptyCondition({ wanted, leftovers, oneOffs }: Group): Condition {
  const running = leftovers.some(({ state }) => state === 'running');
  if (running) return { state: 'running', text: 'left-over only', severity: 'warn', since: null };
  if (wanted > 0) return { state: 'not-created', text: 'not created', severity: 'warn', since: null };
  const text = oneOffs.length > 0 ? 'one-off only' : 'scaled to 0';
  return { state: 'not-created', text, severity: 'neutral', since: null };
}

/** Worst first; the state of a service is that of its worst container. */
const worstFirst: readonly ServiceState[] = [
  'failing',
  'restarting',
  'unhealthy',
  'stopped',
  'not-created',
  'created',
  'paused',
  'stopping',
  'starting',
  'running',
  'healthy',
];

function sumUp(conditions: readonly Condition[], { wanted, leftovers }: Group): Condition {
  const worst = conditions.reduce((a, b) => (worstFirst.indexOf(b.state) < worstFirst.indexOf(a.state) ? b : a));
  const total = Math.max(wanted, conditions.length);
  const up = conditions.filter(({ state }) => isUp(state)).length;
  const covered = leftovers.some(({ state }) => state === 'running');
  if (total === 1) {
    return covered && !isUp(worst.state)
      ? { ...worst, text: `${worst.text}, left-over runs`, severity: 'warn' }
      : worst;
  }
  if (up < total) {
    const state = conditions.length < total && isUp(worst.state) ? 'not-created' : worst.state;
    const severity = up > 0 ? softer(worst.severity) : worst.severity;
    return { ...worst, state, severity, text: `${up} of ${total} running` };
  }
  if (worst.state === 'unhealthy') {
    const sick = conditions.filter(({ state }) => state === 'unhealthy').length;
    return sick === total ? worst : { ...worst, severity: 'warn', text: `${sick} of ${total} unhealthy` };
  }
  return { ...worst, since: oldest(conditions) };
}

/** Its process runs and is meant to: serving or on the way to it. */
export function isUp(state: ServiceState): boolean {
  return state === 'healthy' || state === 'running' || state === 'starting' || state === 'unhealthy';
}

/** One replica of several down: users are served, somebody should look. A finished or stopping one stays what it is. */
function softer(severity: Service['severity']): Service['severity'] {
  return severity === 'bad' || severity === 'good' ? 'warn' : severity;
}

function oldest(conditions: readonly Condition[]): number | null {
  const times = conditions.map(({ since }) => since).filter(since => since !== null);
  return times.length === 0 ? null : Math.min(...times);
}
