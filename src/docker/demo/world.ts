/**
 * The demo's engine and its containers as a state machine over a clock. Nothing runs between two looks at it: each look
 * first lets happen what was due since the last, in its order. Log lines, load and statistics are not kept but computed
 * from the past (`timeline.ts`), so a world of days takes no time to make and no memory to hold.
 */
import type { Clock } from '../../system/clock.ts';
import type { DemoContainer, Run } from './container.ts';
import type { DemoEvent } from './event.ts';
import { demoImages, type DemoImage } from './images.ts';
import { composeLabels } from './labels.ts';
import { between, chance, hexOf } from './random.ts';
import { scenarioInfo, type ScenarioName } from './scenario.ts';
import { containerName, type DemoService } from './service.ts';
import type { ScenarioSpan, Timeline } from './timeline.ts';
import type { Stage } from './stage.ts';
import { doDue, nextDue, planEnd, startRun } from './transitions.ts';

export interface WorldOptions {
  readonly clock: Clock;
  readonly seed: number;
  readonly scenario: ScenarioName;
  readonly services: readonly DemoService[];
}

export interface World extends Stage {
  readonly seed: number;
  readonly openedAt: number;
  readonly images: readonly DemoImage[];
  /** Lets happen what is due, and tells the time. */
  advance(): number;
  containers(): readonly DemoContainer[];
  /** By name, id, or a beginning of the id that fits one only. */
  find(reference: string): DemoContainer | undefined;
  remove(container: DemoContainer): void;
  scenario(): ScenarioSpan;
  setScenario(name: ScenarioName): void;
  /** The newest 256, as the engine keeps them; oldest first. */
  events(): readonly DemoEvent[];
  /** Hears each event as it happens; returns the way to stop hearing. */
  listen(listener: (event: DemoEvent) => void): () => void;
}

const historyMs = 30 * 60_000;
const eventsKept = 256;
const scenariosKept = 50;
/** After a longer gap (a suspended machine) older probes are left out: only the last five can be read anyway. */
const longestGapMs = 15 * 60_000;

export function createWorld(options: WorldOptions): World {
  const { clock, seed } = options;
  const openedAt = clock.now();
  const { leadMs } = scenarioInfo(options.scenario);
  // A minute of calm before, so that health logs are full when it opens.
  let now = openedAt - leadMs - 60_000;
  let containers = options.services.map(service => createContainer(seed, service, openedAt, now));
  const scenarios: ScenarioSpan[] = [{ name: 'healthy', from: Number.NEGATIVE_INFINITY }];
  const events: DemoEvent[] = [];
  const listeners = new Set<(event: DemoEvent) => void>();
  const timeline: Timeline = {
    seed,
    beginsAt: openedAt - historyMs,
    scenarios,
    byRole: role => containers.find(container => container.service.role === role),
  };
  const stage: Stage = {
    timeline,
    tell(at, container, action, attributes = {}) {
      const event: DemoEvent = { at, action, container, attributes };
      events.push(event);
      if (events.length > eventsKept) events.shift();
      for (const listener of listeners) listener(event);
    },
  };
  const advanceTo = (target: number): number => {
    if (target - now > longestGapMs) skipProbes(containers, target - longestGapMs);
    for (let due = earliest(containers); due !== undefined && nextDue(due) <= target; due = earliest(containers)) {
      doDue(stage, due, nextDue(due));
    }
    now = Math.max(now, target);
    return now;
  };
  const setScenario = (name: ScenarioName): void => {
    scenarios.push({ name, from: now });
    if (scenarios.length > scenariosKept) scenarios.splice(1, 1);
    for (const container of containers) enterScenario(stage, container, name, now);
  };
  advanceTo(openedAt - leadMs);
  if (options.scenario !== 'healthy') setScenario(options.scenario);
  advanceTo(openedAt);
  return {
    ...stage,
    seed,
    openedAt,
    images: demoImages(seed),
    advance: () => advanceTo(clock.now()),
    containers: () => containers,
    find: reference => findContainer(containers, reference),
    remove(container) {
      containers = containers.filter(other => other !== container);
    },
    scenario: () => scenarios.at(-1) ?? { name: 'healthy', from: openedAt },
    setScenario(name) {
      advanceTo(clock.now());
      setScenario(name);
    },
    events: () => events,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function createContainer(seed: number, service: DemoService, openedAt: number, now: number): DemoContainer {
  const name = containerName(service);
  const startedAt = openedAt - service.ageMs;
  const pid = between(900, 1_900, chance(seed, service.address, 0, 7));
  const { endedWith } = service;
  const firstRun: Run = {
    index: 0,
    startedAt,
    pid,
    endedAt: endedWith === null ? null : startedAt + 30_000,
    exitCode: endedWith ?? 0,
    oomKilled: false,
    signalledAt: null,
    pauses: [],
  };
  // Probes of different services never fall on one moment.
  const firstProbe = now + Math.floor(chance(seed, service.address, 3) * (service.probe?.intervalMs ?? 0));
  return {
    service,
    id: hexOf(seed, `container ${name}`, 64),
    name,
    createdAt: startedAt - 400,
    labels: composeLabels(seed, service),
    state: endedWith === null ? 'running' : 'exited',
    runs: [firstRun],
    restartCount: 0,
    backoffMs: 0,
    restartAt: null,
    stopAt: null,
    end: null,
    health: { status: service.probe === null ? 'none' : 'healthy', failingStreak: 0, log: [] },
    nextProbe: service.probe === null ? null : { phase: 'waiting', at: firstProbe },
    answers: [],
  };
}

/** A change of scenario mends what the one before has broken, then lets the new trouble begin. */
function enterScenario(stage: Stage, container: DemoContainer, name: ScenarioName, at: number): void {
  if (container.state === 'exited' && container.service.restartPolicy !== 'no') startRun(stage, container, at, false);
  if (container.state === 'restarting') container.restartAt = at;
  container.stopAt = null;
  planEnd(stage, container, at);
  if (name === 'db-down' && container.service.role === 'postgres' && container.state === 'running') {
    container.stopAt = at + 1_000;
  }
}

function earliest(containers: readonly DemoContainer[]): DemoContainer | undefined {
  let first: DemoContainer | undefined;
  for (const container of containers) {
    if (first === undefined || nextDue(container) < nextDue(first)) first = container;
  }
  return first !== undefined && nextDue(first) < Number.POSITIVE_INFINITY ? first : undefined;
}

function skipProbes(containers: readonly DemoContainer[], until: number): void {
  for (const container of containers) {
    if (container.nextProbe !== null && container.nextProbe.at < until) {
      container.nextProbe = { phase: 'waiting', at: until };
    }
  }
}

function findContainer(containers: readonly DemoContainer[], reference: string): DemoContainer | undefined {
  const name = reference.replace(/^\//, '');
  const exact = containers.find(container => container.id === name || container.name === name);
  if (exact !== undefined) return exact;
  const fitting = name === '' ? [] : containers.filter(container => container.id.startsWith(name));
  return fitting.length === 1 ? fitting[0] : undefined;
}
