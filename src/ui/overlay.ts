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

export interface Place {
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

/** Where the dialog lies, borders and all: in the middle, cut to the screen. */
export function dialogPlace(dialog: DialogBox, { columns, rows }: Omit<Screen, 'theme'>): Place {
  const width = Math.min(dialog.width, columns);
  const height = Math.min(dialog.rows.length + 2, rows);
  return { top: Math.floor((rows - height) / 2), left: Math.floor((columns - width) / 2), width, height };
}

/** The frame with the dialog over it; same size as the frame. */
export function overlayDialog(frame: readonly string[], dialog: DialogBox, screen: Screen): string[] {
  const { top, left, width, height } = dialogPlace(dialog, screen);
  const pane = { title: dialog.title, rows: dialog.rows, height: Math.max(0, height - 2), focused: true };
  const box = stackedPanes([pane], { width, theme: screen.theme }, dialog.bottom).slice(0, height);
  return frame.map((row, index) => {
    const part = box[index - top];
    if (part === undefined) return row;
    const size = cells(row);
    const after = left + width;
    const right = size > after ? cutRange(row, after, size) : '';
    return cutRange(row, 0, left) + part + right;
  });
}
