/** A line of `GET /events` about a container. */
import type { EngineEvent } from '../../model/stack-event.ts';
import type { Raw } from '../engine.ts';
import { numberAt, rawAt, stringAt } from './raw.ts';

/**
 * null: about nothing that has a container id. `action` is the bare verb with its word of health,
 * "health_status: unhealthy"; other actions lose what follows the colon ("exec_create: /bin/sh …").
 */
export function parseEvent(raw: Raw): EngineEvent | null {
  const actor = rawAt(raw, 'Actor');
  const attributes = rawAt(actor, 'Attributes');
  const containerId = stringAt(actor, 'ID') || stringAt(raw, 'id');
  if (containerId === '' || (stringAt(raw, 'Type') || 'container') !== 'container') return null;
  const action = stringAt(raw, 'Action') || stringAt(raw, 'status');
  const exitCode = Number.parseInt(stringAt(attributes, 'exitCode'), 10);
  return {
    at: eventTime(raw),
    action: action.startsWith('health_status') ? action : (action.split(':')[0] ?? ''),
    containerId,
    service: stringAt(attributes, 'com.docker.compose.service') || null,
    name: stringAt(attributes, 'name') || containerId.slice(0, 12),
    exitCode: Number.isNaN(exitCode) ? null : exitCode,
    signal: signalName(stringAt(attributes, 'signal')),
  };
}

/** ms. `timeNano` is beyond 2^53, so a double has it exact to some 256 ns: enough for ms. */
function eventTime(raw: Raw): number {
  const nanos = numberAt(raw, 'timeNano');
  return nanos === null ? (numberAt(raw, 'time') ?? 0) * 1000 : Math.floor(nanos / 1e6);
}

const signals: Readonly<Record<string, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  9: 'SIGKILL',
  10: 'SIGUSR1',
  12: 'SIGUSR2',
  15: 'SIGTERM',
};

/** The engine tells the number: "15"; other numbers stay. `Config.StopSignal` may be either, with or without "SIG". */
export function signalName(word: string): string | null {
  if (word === '') return null;
  if (/^\d+$/.test(word)) return signals[word] ?? word;
  const upper = word.toUpperCase();
  return upper.startsWith('SIG') ? upper : `SIG${upper}`;
}
