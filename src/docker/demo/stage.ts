/** What a change of a container needs of the world: its past, and somebody who hears the events. */
import type { DemoContainer } from './container.ts';
import type { Timeline } from './timeline.ts';

export interface Stage {
  readonly timeline: Timeline;
  tell(at: number, container: DemoContainer, action: string, attributes?: Readonly<Record<string, string>>): void;
}
