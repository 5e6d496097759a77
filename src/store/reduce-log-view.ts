/** What a person's action does to how the log is seen: scrolling up pauses, going to the end follows. */
import type { ActionId } from '../model/actions.ts';
import type { LogLevel } from '../model/log-line.ts';
import type { LogFacts } from './log-facts.ts';
import { searchProblem } from './log-search.ts';
import type { LogRangeMinutes, LogView } from './log-view.ts';

const ranges: readonly LogRangeMinutes[] = [null, 1, 5, 15, 30, 60];
const levels: readonly (LogLevel | null)[] = [null, 'info', 'warn', 'error'];
/** Marks are for a copy, not for a file. */
const mostMarks = 500;

export function reduceLogView(view: LogView, action: ActionId, facts: LogFacts): LogView {
  if (action.startsWith('cursor.') || isJump(action)) return moveTo(view, facts);
  switch (action) {
    case 'logs.follow':
      return view.follow ? pause(view, facts) : following(view);
    case 'logs.wrap':
      return { ...view, wrap: !view.wrap };
    case 'logs.timestamps':
      return { ...view, timestamps: !view.timestamps };
    case 'logs.full-screen':
      return { ...view, fullScreen: !view.fullScreen };
    case 'logs.level':
      return { ...view, minimumLevel: after(levels, view.minimumLevel) };
    case 'logs.range-longer':
      return { ...view, range: beside(ranges, view.range, 1) };
    case 'logs.range-shorter':
      return { ...view, range: beside(ranges, view.range, -1) };
    case 'logs.mark':
      return mark(view, facts);
    case 'logs.clear':
      return { ...following(view), clearedUpTo: facts.lastSequence, marks: [] };
    default:
      return view;
  }
}

/** Shows the newest lines, as they come. */
function following(view: LogView): LogView {
  return { ...view, follow: true, anchor: null, cursor: null, pausedAt: null };
}

/** Another service's log, from its end; marks stay, they are of lines. */
export function scopedTo(view: LogView, service: string | null): LogView {
  return { ...following(view), service };
}

/** `text` as typed after `/`: with a leading `!` it hides what matches. */
export function searching(view: LogView, text: string): LogView {
  const inverse = text.startsWith('!');
  const search = inverse ? text.slice(1) : text;
  return { ...view, search, inverse, searchProblem: search === '' ? null : searchProblem(search) };
}

function isJump(action: ActionId): boolean {
  return /^logs\.(?:next|previous)-/.test(action);
}

function moveTo(view: LogView, facts: LogFacts): LogView {
  if (facts.target === 'end') return following(view);
  if (facts.target === null) return view;
  return { ...pause(view, facts), cursor: facts.target };
}

function pause(view: LogView, { current, anchor, received, trimmed }: LogFacts): LogView {
  // Without a line there is nothing to stand at.
  if (anchor === null) return view;
  return { ...view, follow: false, anchor, cursor: current, pausedAt: view.pausedAt ?? { received, trimmed } };
}

function mark(view: LogView, { current }: LogFacts): LogView {
  if (current === null) return view;
  const marks = view.marks.includes(current)
    ? view.marks.filter(sequence => sequence !== current)
    : [...view.marks, current].slice(-mostMarks);
  return { ...view, marks };
}

/** The next of the items, after the last the first. */
function after<Item>(items: readonly Item[], item: Item): Item {
  const [next = item] = items.slice((items.indexOf(item) + 1) % items.length);
  return next;
}

function beside<Item>(items: readonly Item[], item: Item, by: number): Item {
  const [next = item] = items.slice(Math.max(0, Math.min(items.length - 1, items.indexOf(item) + by)));
  return next;
}
