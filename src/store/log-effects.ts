/** What keys do with logs beyond the screen: into a file, into the clipboard, farther back in the engine. */
import type { ActionId } from '../model/actions.ts';
import { formatBytes } from '../model/format.ts';
import { logLineText } from '../model/log-line-text.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import type { StackStore } from './create-stack-store.ts';
import { wholeSecond } from './create-stack-store.ts';
import { loadLogHistory, type ReadLogHistory } from './load-log-history.ts';
import { logFilterOf, sinceOf } from './log-filter.ts';
import type { LogStore } from './log-store.ts';
import { logScope } from './ui-facts.ts';

export interface LogEffectsContext {
  readonly store: StackStore;
  readonly logs: LogStore;
  readonly clock: { now(): number };
  readonly signal: AbortSignal;
}

export interface LogPorts {
  /** Writes a file of this name where the person finds it, readable for him alone; resolves with its path. */
  readonly save: (name: string, text: string) => Promise<string>;
  /** @returns characters that did not fit into the clipboard. */
  readonly copy: (text: string) => number;
  readonly read: ReadLogHistory;
}

type LogAction = Extract<ActionId, 'logs.save' | 'logs.copy' | 'logs.range-longer' | 'logs.range-shorter'>;
export type LogEffects = Readonly<Record<LogAction, () => void | Promise<void>>>;

/** They run after the action was reduced. A failure to save rejects with the file system's error. */
export function createLogEffects(context: LogEffectsContext, ports: LogPorts): LogEffects {
  let reading: AbortController | null = null;
  const readBack = async (): Promise<void> => {
    // A person who presses + three times wants the third.
    reading?.abort();
    reading = new AbortController();
    await showFartherBack(context, ports.read, AbortSignal.any([context.signal, reading.signal]));
  };
  return {
    'logs.save': () => saveShown(context, ports.save),
    'logs.copy': () => copyMarked(context, ports.copy),
    'logs.range-longer': readBack,
    'logs.range-shorter': readBack,
  };
}

function scopeOf({ store, clock }: LogEffectsContext): string | null {
  const { ui, stack } = store.getState();
  return logScope(ui, store.selectors.uiFacts(stack, wholeSecond(clock.now())));
}

function say({ store, clock }: LogEffectsContext, text: string, tone: 'info' | 'warn' = 'info'): void {
  store.dispatchUi({ type: 'message-shown', at: clock.now(), text, tone });
}

/** All lines that the view lets through, not only those in sight; JSON as it came. */
async function saveShown(context: LogEffectsContext, save: LogPorts['save']): Promise<void> {
  const { store, logs, clock } = context;
  const now = clock.now();
  const service = scopeOf(context);
  const view = store.getState().ui.logs;
  const { lines } = logs.page({
    service,
    filter: logFilterOf(view, logs, now),
    start: null,
    inclusive: true,
    direction: 'forward',
    count: Infinity,
    readable: false,
  });
  if (lines.length === 0) return say(context, 'No line is shown, so there is nothing to save.', 'warn');
  const text = `${lines.map(logLineText).join('\n')}\n`;
  const path = await save(fileName(service, now), text);
  const size = formatBytes(Buffer.byteLength(text));
  say(context, `Saved to ${sanitizeLabel(path)} (${counted(lines.length, 'line')}, ${size})`);
}

/** "logs-api-20261125T010712Z.txt": a service's name may hold anything. */
function fileName(service: string | null, now: number): string {
  const name = (service ?? 'all').replaceAll(/[^\w.-]+/g, '_').slice(0, 60);
  return `logs-${name}-${new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '')}.txt`;
}

function copyMarked(context: LogEffectsContext, copy: LogPorts['copy']): void {
  const { store, logs } = context;
  const { marks } = store.getState().ui.logs;
  if (marks.length === 0) return say(context, 'No line is marked: m marks the line under the cursor.', 'warn');
  const lines = logs.linesOf(marks);
  if (lines.length === 0) return say(context, 'The marked lines are not kept any more.', 'warn');
  const cut = copy(lines.map(logLineText).join('\n'));
  const gone = marks.length - lines.length;
  const parts = [
    `Copied ${counted(lines.length, 'marked line')}`,
    ...(gone > 0 ? [`${gone} marked before are not kept any more`] : []),
    ...(cut > 0 ? [`${cut.toLocaleString('en-US')} characters did not fit (Ctrl-s saves all)`] : []),
  ];
  say(context, parts.join('; '), gone > 0 || cut > 0 ? 'warn' : 'info');
}

async function showFartherBack(context: LogEffectsContext, read: ReadLogHistory, signal: AbortSignal): Promise<void> {
  const { store, logs, clock } = context;
  const view = store.getState().ui.logs;
  const sinceMs = sinceOf(view, clock.now());
  if (sinceMs === null) {
    for (const id of Object.keys(store.getState().stack.containers)) logs.setHistory(id, []);
    return say(context, 'Shows the lines that came since the console looks.');
  }
  const service = scopeOf(context);
  const containerIds = Object.values(store.getState().stack.containers)
    .filter(container => service === null || container.labels.service === service)
    .map(container => container.id);
  if (containerIds.length === 0) return;
  say(context, `Reading the last ${view.range} min from the engine…`);
  const { lines, problems, cut } = await loadLogHistory(logs, { containerIds, sinceMs, signal }, read);
  if (signal.aborted) return;
  store.dispatch([{ type: 'logs-appended', at: clock.now(), version: logs.version }]);
  const parts = [
    `Last ${view.range} min: ${counted(lines, 'older line')} read from the engine`,
    ...(cut ? ['only the newest 10,000 of a container are kept'] : []),
    ...problems.slice(0, 1).map(problem => sanitizeLabel(problem, 120)),
  ];
  say(context, parts.join('; '), cut || problems.length > 0 ? 'warn' : 'info');
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
