/**
 * The keys, as one table of named actions. Input, footer, `?`, palette, hints in findings and docs/keys.md are made of it;
 * nothing else in the console knows a key. A key means one thing on a screen (tested).
 */
import type { ActionId, ScreenId } from './model/actions.ts';

type KeyGroup = 'Screens' | 'Move' | 'Look closer' | 'Logs' | 'Console' | 'Demo';

export interface Binding {
  readonly action: ActionId;
  /** Names as `keyNameOf` (src/hooks/key-name.ts) gives them: `j`, `ctrl-d`, `pageup`. None: palette only. */
  readonly keys: readonly string[];
  readonly screens: 'all' | readonly ScreenId[];
  readonly group: KeyGroup;
  /** A sentence without its full stop, for help, palette and documentation. */
  readonly title: string;
  /** One or two words for the footer; absent: not in the footer. */
  readonly hint?: string;
  /** Another hint on these screens. */
  readonly hintOn?: Partial<Readonly<Record<ScreenId, string>>>;
  /** Place in the footer, the lowest first; the least important hints fall off a narrow one. */
  readonly footer?: number;
  /** Moves are keys only: in a palette they would be noise. */
  readonly palette: boolean;
}

const logScreens: readonly ScreenId[] = ['overview', 'logs'];
const logsOnly: readonly ScreenId[] = ['logs'];

export const keymap: readonly Binding[] = [
  screen('screen.overview', '1', 'Overview: what is wrong, the services and their log'),
  screen('screen.logs', '2', 'Logs: all services or one, with search'),
  screen('screen.health', '3', 'Health: probes, their output and streaks'),
  screen('screen.resources', '4', 'Resources: usage against limits, and the host'),

  move('cursor.down', ['j', 'down'], 'Next row'),
  move('cursor.up', ['k', 'up'], 'Row before'),
  move('cursor.top', ['g', 'home'], 'First row'),
  move('cursor.bottom', ['G', 'end'], 'Last row; in a log: follow again'),
  move('cursor.page-down', ['pagedown', 'space'], 'One page down'),
  move('cursor.page-up', ['pageup', 'b'], 'One page up'),
  move('cursor.half-page-down', ['ctrl-d'], 'Half a page down'),
  move('cursor.half-page-up', ['ctrl-u'], 'Half a page up'),
  { ...move('pane.next', ['tab'], 'Next pane'), hint: 'pane', footer: 60 },
  move('pane.previous', ['shift-tab'], 'Pane before'),

  {
    ...look(
      'open',
      ['enter'],
      'Open what is marked: a finding with its next steps, the probes of a service, the log',
      'why',
      10,
    ),
    hintOn: { health: 'all probes' },
  },
  look('back', ['esc'], 'Back: close the dialog, leave the full screen, drop the filter'),
  look('search', ['/'], 'Search in the log, or filter the services; /! hides what matches', 'search', 50),
  look('logs.of-service', ['l'], 'Log of the marked service', 'logs', 20),
  look('copy.summary', ['c'], 'Copy a five-line summary for the incident channel', 'copy summary', 40, [
    'overview',
    'health',
    'resources',
  ]),

  log('logs.follow', ['f'], 'Follow the log, or pause it', logScreens, 'follow', 22),
  log('logs.all-services', ['L'], 'All services in one log, by time', logScreens, 'all services', 24),
  log('logs.full-screen', ['z'], 'Log on the full screen, and back', logScreens, 'full screen', 26),
  log('logs.next-match', ['n'], 'Next match of the search', logsOnly, 'next match', 54),
  log('logs.previous-match', ['N'], 'Match before', logsOnly),
  log('logs.next-error', ['e'], 'Next error', logsOnly, 'next error', 28),
  log('logs.previous-error', ['E'], 'Error before', logsOnly, 'error before', 29),
  log('logs.wrap', ['w'], 'Wrap long lines, or cut them', logsOnly, 'wrap', 56),
  log('logs.timestamps', ['t'], 'Show or hide the time of each line', logsOnly, 'time', 58),
  log('logs.level', ['v'], 'Hide lines below a level: all, info, warn, error', logsOnly, 'level', 52),
  log('logs.range-shorter', ['-'], 'Look back less far', logsOnly),
  log('logs.range-longer', ['+', '='], 'Look back farther: 1, 5, 15, 30, 60 minutes', logsOnly, 'farther back', 62),
  log('logs.mark', ['m'], 'Mark the line, or take the mark away', logsOnly),
  log('logs.copy', ['c'], 'Copy the marked lines', logsOnly, 'copy marked', 64),
  log('logs.save', ['ctrl-s'], 'Save the shown lines to a file', logsOnly, 'save', 66),
  log('logs.clear', ['C'], 'Clear the view; the lines stay in the console', logsOnly),

  general('palette', [':'], 'All actions by name', 'all actions', 70),
  general('help', ['?'], 'The keys of this screen', 'help', 80),
  general('refresh', ['ctrl-l', 'ctrl-r'], 'Read everything again and draw the screen anew'),
  general('suspend', ['ctrl-z'], 'Back to the shell; fg returns'),
  general('quit', ['q', 'ctrl-c'], 'Quit', 'quit', 90),

  scenario('healthy', 'all is well'),
  scenario('oom', 'api runs out of memory'),
  scenario('crash-loop', 'api crashes at each start'),
  scenario('db-down', 'postgres is down'),
  scenario('unhealthy', 'web fails its health check'),
  scenario('slow', 'api answers slowly'),
  scenario('log-flood', 'api floods its log'),
];

function screen(action: ActionId, key: string, title: string): Binding {
  return { action, keys: [key], screens: 'all', group: 'Screens', title, palette: true };
}

function move(action: ActionId, keys: readonly string[], title: string): Binding {
  return { action, keys, screens: 'all', group: 'Move', title, palette: false };
}

function look(
  action: ActionId,
  keys: readonly string[],
  title: string,
  hint?: string,
  footer?: number,
  screens: Binding['screens'] = 'all',
): Binding {
  return { action, keys, screens, group: 'Look closer', title, palette: action !== 'back', ...hints(hint, footer) };
}

function log(
  action: ActionId,
  keys: readonly string[],
  title: string,
  screens: readonly ScreenId[],
  hint?: string,
  footer?: number,
): Binding {
  return { action, keys, screens, group: 'Logs', title, palette: true, ...hints(hint, footer) };
}

function general(action: ActionId, keys: readonly string[], title: string, hint?: string, footer?: number): Binding {
  return {
    action,
    keys,
    screens: 'all',
    group: 'Console',
    title,
    palette: action !== 'palette',
    ...hints(hint, footer),
  };
}

function scenario(name: string, title: string): Binding {
  return {
    action: `demo.scenario.${name}` as ActionId,
    keys: [],
    screens: 'all',
    group: 'Demo',
    title: `Scenario ${name}: ${title}`,
    palette: true,
  };
}

function hints(hint: string | undefined, footer: number | undefined): { hint?: string; footer?: number } {
  return { ...(hint === undefined ? {} : { hint }), ...(footer === undefined ? {} : { footer }) };
}

/** Whether the binding means something on this screen. */
export function worksOn(binding: Binding, screenId: ScreenId): boolean {
  return binding.screens === 'all' || binding.screens.includes(screenId);
}

/** The action a key means on a screen; null where it means nothing. */
export function resolveKey(keyName: string, screenId: ScreenId): ActionId | null {
  return keymap.find(binding => binding.keys.includes(keyName) && worksOn(binding, screenId))?.action ?? null;
}

/** Names of the keys of an action, the first one is the one to show; empty: palette only, or no such action. */
export function keysOf(action: string): readonly string[] {
  return keymap.find(binding => binding.action === action)?.keys ?? [];
}

const labels: Readonly<Record<string, readonly [unicode: string, ascii: string]>> = {
  up: ['↑', 'Up'],
  down: ['↓', 'Down'],
  pageup: ['PgUp', 'PgUp'],
  pagedown: ['PgDn', 'PgDn'],
  home: ['Home', 'Home'],
  end: ['End', 'End'],
  enter: ['Enter', 'Enter'],
  esc: ['Esc', 'Esc'],
  tab: ['Tab', 'Tab'],
  'shift-tab': ['Shift-Tab', 'Shift-Tab'],
  space: ['Space', 'Space'],
};

/** How a key is written for people: `Ctrl-d`, `PgUp`, `↑`. */
export function keyLabel(keyName: string, ascii = false): string {
  const label = labels[keyName];
  if (label !== undefined) return label[ascii ? 1 : 0];
  return keyName.startsWith('ctrl-') ? `Ctrl-${keyName.slice(5)}` : keyName;
}

export interface FooterHint {
  readonly key: string;
  readonly hint: string;
}

/** What stands in the place of the screens while there is no stack to show, and the hints that mean something there. */
const hintsWithoutStack = {
  choosing: {
    open: 'open',
    'cursor.down': 'down',
    'cursor.up': 'up',
    palette: 'all actions',
    help: 'help',
    quit: 'quit',
  },
  'no-engine': { palette: 'all actions', help: 'help', quit: 'quit' },
} as const satisfies Readonly<Record<string, Partial<Readonly<Record<ActionId, string>>>>>;

interface FooterView {
  /** The log is followed: nothing is newer than its end, so errors lie before it. */
  readonly following: boolean;
  /** What stands in the place of the screen; null: nothing does. */
  readonly instead: keyof typeof hintsWithoutStack | null;
}

/** What the footer shows on a screen, most important first. */
export function footerHints(screenId: ScreenId, { following, instead }: FooterView): readonly FooterHint[] {
  if (instead !== null)
    return Object.entries(hintsWithoutStack[instead]).map(([action, hint]) => ({
      key: keyLabel(keysOf(action)[0] ?? ''),
      hint,
    }));
  const leftOut: ActionId = following ? 'logs.next-error' : 'logs.previous-error';
  return keymap
    .filter(({ action, hint }) => hint !== undefined && action !== leftOut)
    .filter(binding => worksOn(binding, screenId))
    .toSorted((a, b) => (a.footer ?? 99) - (b.footer ?? 99))
    .map(binding => ({ key: keyLabel(binding.keys[0] ?? ''), hint: binding.hintOn?.[screenId] ?? binding.hint ?? '' }));
}

export interface HelpGroup {
  readonly group: KeyGroup;
  readonly bindings: readonly Binding[];
}

/** The bindings that work on a screen and have a key, by group in the order of the table. */
export function helpGroups(screenId: ScreenId): readonly HelpGroup[] {
  return [...Map.groupBy(keymap, binding => binding.group)]
    .map(([group, bindings]) => ({
      group,
      bindings: bindings.filter(binding => binding.keys.length > 0 && worksOn(binding, screenId)),
    }))
    .filter(({ bindings }) => bindings.length > 0);
}
