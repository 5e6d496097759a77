/** The screens with their digits, the open one in reverse. */
import { keyLabel, keymap } from '../../keymap.ts';
import { segmentRow } from '../../ui/segments.ts';
import type { ScreenInput } from '../screen-input.ts';

export function tabsRow({ ui, theme }: ScreenInput, width: number): string {
  const tabs = keymap
    .filter(binding => binding.group === 'Screens')
    .map(({ action, keys, title }) => {
      const key = keyLabel(keys[0] ?? '');
      const name = title.split(':')[0] ?? '';
      const open = action === `screen.${ui.screen}`;
      const paint = open ? theme.inverse : theme.dim;
      return { rank: open ? 0 : 1, variants: [paint(` ${key} ${name} `), paint(` ${key} `)] };
    });
  return segmentRow(tabs, width, ' ');
}
