import { helpGroups, keyLabel } from '../../keymap.ts';
import type { Dialog } from '../../store/ui-state.ts';
import type { ScreenInput } from '../screen-input.ts';
import type { DialogContent, DialogRoom } from './dialog-types.ts';

const keyCells = 20;

export function helpDialog(
  { ui, theme }: ScreenInput,
  { scroll }: Extract<Dialog, { kind: 'help' }>,
  { columns }: DialogRoom,
): DialogContent {
  const ascii = theme.ascii;
  const rows = helpGroups(ui.screen).flatMap(({ group, bindings }, index) => {
    const lines = bindings.map(({ keys, title }) => {
      const names = keys.map(key => keyLabel(key, ascii)).join(' ');
      return `  ${theme.bold(names.padEnd(keyCells))}${title}`;
    });
    return (index === 0 ? [] : ['']).concat(theme.dim(group), lines);
  });
  return {
    title: `Keys on this screen: ${ui.screen}`,
    bottom: 'Esc: back',
    width: Math.min(columns, 96),
    rows,
    scroll,
  };
}
