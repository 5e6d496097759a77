/** What actions do beyond the screen: read again, save and copy logs, change the demo's scenario. */
import type { Session } from './commands/session.ts';
import type { ConsoleStreams } from './console-streams.ts';
import type { ActionId } from './model/actions.ts';
import type { LogEffects } from './store/log-effects.ts';

type Effects = Partial<Record<ActionId, () => void | Promise<void>>>;

const scenarioPrefix = 'demo.scenario.';
const scenarioActions: readonly ActionId[] = [
  'demo.scenario.healthy',
  'demo.scenario.oom',
  'demo.scenario.crash-loop',
  'demo.scenario.db-down',
  'demo.scenario.unhealthy',
  'demo.scenario.slow',
  'demo.scenario.log-flood',
];

export function createEffects({ demo }: Session, streams: ConsoleStreams, logs: LogEffects): Effects {
  const scenarios = scenarioActions.map(action => [
    action,
    (): void => {
      if (demo === null) throw new Error('Scenarios belong to the demo: depotix demo');
      demo.setScenario(action.slice(scenarioPrefix.length));
    },
  ]);
  return { refresh: streams.refresh, ...logs, ...Object.fromEntries(scenarios) };
}
