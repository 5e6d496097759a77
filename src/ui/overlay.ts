/** Dialogs: a framed box laid over a finished frame. */
import { stackedPanes } from './pane.ts';
import { cells, cutRange } from './text.ts';
import type { Theme } from './theme.ts';

export interface DialogBox {
  readonly title: string;
  readonly rows: readonly string[];
  readonly bottom: string;
  /** Cells with borders; cut to the screen. */
  readonly width: number;
}

export interface Screen {
  readonly columns: number;
  readonly rows: number;
  readonly theme: Theme;
}

/** The frame with the dialog in its middle; same size as the frame. */
export function overlayDialog(frame: readonly string[], dialog: DialogBox, screen: Screen): string[] {
  const width = Math.min(dialog.width, screen.columns);
  const height = Math.min(dialog.rows.length, Math.max(0, screen.rows - 2));
  const box = stackedPanes(
    [{ title: dialog.title, rows: dialog.rows, height, focused: true }],
    { width, theme: screen.theme },
    dialog.bottom,
  ).slice(0, screen.rows);
  const top = Math.max(0, Math.floor((screen.rows - box.length) / 2));
  const left = Math.max(0, Math.floor((screen.columns - width) / 2));
  return frame.map((row, index) => {
    const part = box[index - top];
    if (part === undefined) return row;
    const size = cells(row);
    const after = left + width;
    const right = size > after ? cutRange(row, after, size) : '';
    return cutRange(row, 0, left) + part + right;
  });
}
