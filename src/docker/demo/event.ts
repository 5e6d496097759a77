/** The engine's events as the demo tells them. */
import type { DemoContainer } from './container.ts';
import { chance } from './random.ts';
import { nanosOf } from './stamp.ts';

export interface DemoEvent {
  readonly at: number;
  readonly action: string;
  readonly container: DemoContainer;
  /** Beside the labels, image and name: `exitCode`, `signal`, `execID` … */
  readonly attributes: Readonly<Record<string, string>>;
}

/** `Actor.Attributes`: the container's labels, its image and name, then what belongs to the action. */
export function attributesOf(event: DemoEvent): Readonly<Record<string, string>> {
  return {
    ...event.container.labels,
    ...event.attributes,
    image: event.container.service.image,
    name: event.container.name,
  };
}

/** One line of the event stream. Written by hand at its end: `timeNano` has more digits than a JavaScript number. */
export function eventJson(event: DemoEvent): string {
  const { action, container } = event;
  const head = JSON.stringify({
    status: action,
    id: container.id,
    from: container.service.image,
    Type: 'container',
    Action: action,
    Actor: { ID: container.id, Attributes: attributesOf(event) },
    scope: 'local',
  });
  const seconds = Math.floor(event.at / 1000);
  const nanos = nanosOf(event.at, Math.floor(chance(container.service.address, event.at, action.length) * 1e6));
  return `${head.slice(0, -1)},"time":${seconds},"timeNano":${seconds}${nanos}}\n`;
}
