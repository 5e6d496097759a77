/** The followers' batches → the rings, and what the state has to know of it. */
import type { LogBatch } from '../model/log-record.ts';
import type { StackEvent } from '../model/stack-event.ts';
import type { LogStore } from './log-store.ts';

/**
 * Appends each batch and says so: the new version, and how a stream stands. A batch costs about 0.15 µs a line, so it needs
 * no slices; what comes faster than it is taken waits in the engine's own connection.
 */
export async function* ingestLogs(
  batches: AsyncIterable<LogBatch>,
  logs: LogStore,
  clock: { now(): number },
): AsyncGenerator<StackEvent> {
  for await (const batch of batches) {
    const before = logs.version;
    if (batch.some(item => item.kind !== 'status')) logs.append(batch);
    const at = clock.now();
    for (const item of batch) {
      if (item.kind === 'status') yield { type: 'log-stream-changed', at, status: item.status };
    }
    if (logs.version !== before) yield { type: 'logs-appended', at, version: logs.version };
  }
}
