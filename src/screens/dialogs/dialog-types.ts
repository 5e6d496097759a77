/** What a dialog is made of. */

export interface DialogRoom {
  readonly columns: number;
  readonly rows: number;
}

export interface DialogContent {
  readonly title: string;
  readonly bottom: string;
  /** Cells with borders. */
  readonly width: number;
  /** All rows, unscrolled. */
  readonly rows: readonly string[];
  readonly scroll: number;
  /** Instead of the farthest scroll: the last index of a list whose window moves by itself. */
  readonly last?: number;
}
