/** What the open dialog holds; how it is laid over the frame is src/ui/overlay.ts. */
import type { DialogBox } from '../../ui/overlay.ts';
import { visibleWindow } from '../../ui/scroll-window.ts';
import type { ScreenInput } from '../screen-input.ts';
import type { DialogContent, DialogRoom } from './dialog-types.ts';
import { findingDialog } from './finding-dialog.ts';
import { helpDialog } from './help-dialog.ts';
import { paletteDialog } from './palette-dialog.ts';
import { probesDialog } from './probes-dialog.ts';

export interface LaidDialog {
  readonly box: DialogBox;
  readonly page: number;
  readonly extent: number;
}

/** null: no dialog is open, or the prompt, which is in the footer. */
export function layDialog(input: ScreenInput, room: DialogRoom): LaidDialog | null {
  const content = dialogContent(input, room);
  if (content === null) return null;
  const height = Math.max(1, Math.min(content.rows.length, room.rows - 4));
  const { start, end, below } = visibleWindow(content.rows.length, height, content.scroll);
  const bottom = below > 0 ? `${content.bottom}, j: ${below} more` : content.bottom;
  return {
    box: { title: content.title, rows: content.rows.slice(start, end), bottom, width: content.width },
    page: height,
    extent: content.last ?? Math.max(0, content.rows.length - height),
  };
}

function dialogContent(input: ScreenInput, room: DialogRoom): DialogContent | null {
  const { dialog } = input.ui;
  switch (dialog?.kind) {
    case 'help':
      return helpDialog(input, dialog, room);
    case 'palette':
      return paletteDialog(input, dialog, room);
    case 'finding':
      return findingDialog(input, dialog, room);
    case 'probes':
      return probesDialog(input, dialog, room);
    default:
      return null;
  }
}
