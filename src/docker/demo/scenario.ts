/** The drills: what can be wrong with the demo's stack, by name. */

const minute = 60_000;

const scenarios = {
  healthy: { title: 'All four services are well; a little traffic', leadMs: 0 },
  oom: { title: 'api reaches its 1 GiB limit 40 s after each start: OOM-killed, restarted, again', leadMs: 5 * minute },
  'crash-loop': {
    title: 'api ends at once with an ImportError and is restarted with growing pauses',
    leadMs: 4 * minute,
  },
  'db-down': { title: 'postgres was stopped: api answers with errors, the edge with 500 and 502', leadMs: 3 * minute },
  unhealthy: { title: "web's probe fails, though the pages still come, slowly", leadMs: 3 * minute },
  slow: { title: 'api is throttled to its CPU limit: requests queue and take seconds', leadMs: 4 * minute },
  'log-flood': { title: 'api writes 50,000 log lines a second', leadMs: 0 },
} as const;

export type ScenarioName = keyof typeof scenarios;

export interface ScenarioInfo {
  readonly name: ScenarioName;
  /** One line for people. */
  readonly title: string;
  /** How long it has been going on when the demo is opened with it, ms. */
  readonly leadMs: number;
}

export function listScenarios(): readonly ScenarioInfo[] {
  return (Object.keys(scenarios) as ScenarioName[]).map(scenarioInfo);
}

export function scenarioInfo(name: ScenarioName): ScenarioInfo {
  return { name, ...scenarios[name] };
}

export function isScenario(name: string): name is ScenarioName {
  return Object.hasOwn(scenarios, name);
}
