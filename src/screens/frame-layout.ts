/** How the terminal is divided, before anything is drawn. */

export interface FrameLayout {
  readonly tabs: boolean;
  readonly footer: boolean;
  readonly bodyHeight: number;
  /** One pane at a time: under 60x16 there is no room for more. */
  readonly single: boolean;
}

export function frameLayout(columns: number, rows: number, fullScreen: boolean): FrameLayout {
  const tabs = rows >= 20 && !fullScreen;
  const footer = rows >= 3;
  const bodyHeight = Math.max(0, rows - 1 - (tabs ? 1 : 0) - (footer ? 1 : 0));
  return { tabs, footer, bodyHeight, single: columns < 60 || rows < 16 };
}
