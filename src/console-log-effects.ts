/** The log's effects with what they need of the outside: the state folder, the terminal, the engine. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Session } from './commands/session.ts';
import type { AppContext } from './context.ts';
import { readLogs } from './docker/read-logs.ts';
import { serviceNameOf } from './model/group-services.ts';
import type { LogRecord } from './model/log-record.ts';
import { createLogEffects, type LogEffects } from './store/log-effects.ts';
import { writeFileAtomic } from './system/files.ts';

/** Longer than this nobody waits for old lines, ms for each container. */
const historyMs = 15_000;

/** @param copy puts text into the clipboard; returns the characters that did not fit. */
export function createConsoleLogEffects(
  session: Session,
  context: AppContext,
  copy: (text: string) => number,
): LogEffects {
  const folder = path.join(session.paths.stateDir, 'logs');
  return createLogEffects(context, {
    copy,
    async save(name, text) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = path.join(folder, name);
      await writeFileAtomic(file, text, { mode: 0o600 });
      return file;
    },
    read: (containerId, range, signal) => readContainerLog(context, containerId, range, signal),
  });
}

async function* readContainerLog(
  { engine, store }: AppContext,
  containerId: string,
  { sinceMs, untilMs }: { readonly sinceMs: number; readonly untilMs: number | null },
  signal: AbortSignal,
): AsyncGenerator<readonly LogRecord[]> {
  const container = store.getState().stack.containers[containerId];
  if (container === undefined || container.detail === null) return;
  const owner = { containerId, service: serviceNameOf(container), tty: container.detail.log.tty };
  const until = untilMs === null ? {} : { until: untilMs + 1 };
  yield* readLogs(engine, owner, { since: sinceMs, ...until, limitMs: historyMs }, signal);
}
