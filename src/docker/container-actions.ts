/**
 * What happens to a container, as the engine calls it. Probe executions (`exec_*`) and attaches are left out: at four
 * services they are most of what an engine says, and of the 256 events that it keeps.
 */
export const containerActions: readonly string[] = [
  'create',
  'start',
  'restart',
  'die',
  'stop',
  'kill',
  'oom',
  'pause',
  'unpause',
  'destroy',
  'rename',
  'update',
  'health_status',
];
