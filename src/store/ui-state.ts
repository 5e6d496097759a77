/** What the person sees and where the cursor is. The log screen's own part is in log-view.ts. */
import type { ActionId, ScreenId } from '../model/actions.ts';
import type { LogFacts } from './log-facts.ts';
import type { LogView } from './log-view.ts';

export type Dialog =
  | { readonly kind: 'help'; readonly scroll: number }
  | { readonly kind: 'palette'; readonly query: string; readonly index: number }
  /** A finding by `code:subject`. */
  | { readonly kind: 'finding'; readonly key: string; readonly scroll: number }
  /** A service's health check and all kept probes. */
  | { readonly kind: 'probes'; readonly service: string; readonly scroll: number }
  | { readonly kind: 'prompt'; readonly purpose: 'log-search' | 'service-filter'; readonly text: string };

export interface UiState {
  readonly screen: ScreenId;
  /** Index of the focused pane on the screen, counted from its top. */
  readonly pane: number;
  /** Service under the cursor; null = the row "all services". */
  readonly cursor: string | null;
  /** False until the person has moved the cursor: till then it stands on the culprit. */
  readonly cursorMoved: boolean;
  readonly dialog: Dialog | null;
  readonly logs: LogView;
  /** Scroll offset of the pane that scrolls on this screen; in "What is wrong" the marked finding. */
  readonly scroll: number;
  /** Only services whose name has this in it are listed; empty: all. */
  readonly filter: string;
  readonly message: { readonly text: string; readonly tone: 'info' | 'warn' | 'bad'; readonly at: number } | null;
  /** When a key was last pressed: the samplers slow down when nobody looks. */
  readonly lastKeyAt: number;
}

export type UiEvent =
  /**
   * An action of the keymap. `page` = rows of the focused pane, for PgUp/PgDn; `extent` = the farthest it can be scrolled
   * (of a dialog where one is open), known only to who laid it out. `log` = where it leads in the log; absent where no log is
   * in sight.
   */
  | {
      readonly type: 'action-chosen';
      readonly at: number;
      readonly action: ActionId;
      readonly page: number;
      readonly extent: number;
      readonly log?: LogFacts;
    }
  | { readonly type: 'text-typed'; readonly at: number; readonly text: string }
  | { readonly type: 'text-erased'; readonly at: number }
  | { readonly type: 'text-cleared'; readonly at: number }
  | { readonly type: 'text-accepted'; readonly at: number }
  | { readonly type: 'dialog-closed'; readonly at: number }
  | {
      readonly type: 'message-shown';
      readonly at: number;
      readonly text: string;
      readonly tone: 'info' | 'warn' | 'bad';
    };
