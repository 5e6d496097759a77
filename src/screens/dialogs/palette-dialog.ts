import { sanitizeLabel } from '../../model/sanitize.ts';
import { paletteEntries } from '../../hooks/palette-entries.ts';
import { keyLabel } from '../../keymap.ts';
import type { Dialog } from '../../store/ui-state.ts';
import { innerWidth } from '../../ui/pane.ts';
import { windowAround } from '../../ui/scroll-window.ts';
import { fit } from '../../ui/text.ts';
import type { ScreenInput } from '../screen-input.ts';
import type { DialogContent, DialogRoom } from './dialog-types.ts';

const listRows = 12;
const keyCells = 8;

export function paletteDialog(
  { ui, stack, theme }: ScreenInput,
  { query, index }: Extract<Dialog, { kind: 'palette' }>,
  { columns, rows }: DialogRoom,
): DialogContent {
  const width = Math.min(columns, 84);
  const inside = innerWidth(width);
  const ellipsis = theme.symbols.ellipsis.slice(0, 1);
  const entries = paletteEntries(query, { screen: ui.screen, demo: stack.engine.demo });
  const height = Math.max(1, Math.min(listRows, rows - 5));
  const marked = Math.min(index, Math.max(0, entries.length - 1));
  const { start, end } = windowAround(entries.length, height, marked);
  const list = entries.slice(start, end).map(({ title, keys }, at) => {
    const isMarked = start + at === marked;
    const key = fit(keyLabel(keys[0] ?? ''), keyCells, 'right');
    const text =
      fit(`${isMarked ? theme.symbols.cursor : ' '} ${title}`, Math.max(0, inside - keyCells), 'left', ellipsis) + key;
    return isMarked ? theme.inverse(text) : text;
  });
  const found = list.length === 0 ? [theme.dim('  No action has these letters in this order.')] : list;
  const filler = Array.from({ length: Math.max(0, height - found.length) }, () => '');
  return {
    title: 'All actions',
    bottom: 'Enter: do it, Esc: back',
    width,
    rows: [`${theme.bold(':')} ${sanitizeLabel(query)}${theme.inverse(' ')}`, ...found, ...filler],
    scroll: 0,
    last: Math.max(0, entries.length - 1),
  };
}
