/** The two parts of a frame that are Ink components and not rows, and where they lie. */
import { stripVTControlCharacters } from 'node:util';
import { dialogPlace } from '../ui/overlay.ts';
import { cells } from '../ui/text.ts';
import { layDialog } from './dialogs/dialog-content.ts';
import { checkSettings, fitsUnscrolled, showsSettingsTable, type CheckSettings } from './dialogs/probes-dialog.ts';
import { askingText } from './overview/wrong-pane.ts';
import { screenInput, type FrameInput } from './screen-input.ts';

export interface Spot {
  readonly top: number;
  readonly left: number;
}

/** Where the dots turn while the engine has not answered yet; null: it has, or there is no room. */
export function spinnerSpot({ state, columns }: FrameInput, rows: readonly string[]): Spot | null {
  if (state.stack.engine.phase !== 'connecting' || state.ui.dialog !== null) return null;
  const text = askingText(state.stack);
  const plain = rows.map(row => stripVTControlCharacters(row));
  const top = plain.findIndex(row => row.includes(text));
  const line = plain[top];
  if (line === undefined) return null;
  const left = cells(line.slice(0, line.indexOf(text) + text.length)) + 1;
  return left + 5 > columns ? null : { top, left };
}

/** The settings of a health check on top of the probes dialog; null: the dialog is not open, or shows them as lines. */
export function settingsSpot(frame: FrameInput): (Spot & { readonly settings: CheckSettings }) | null {
  const { dialog } = frame.state.ui;
  if (dialog?.kind !== 'probes') return null;
  const input = screenInput(frame);
  const laid = layDialog(input, frame);
  const settings = checkSettings(dialog.service, input);
  if (laid === null || !showsSettingsTable(settings, laid.box.width, frame.theme)) return null;
  if (!fitsUnscrolled(frame.rows, dialog.scroll)) return null;
  const { top, left } = dialogPlace(laid.box, frame);
  return { top: top + 1, left: left + 2, settings };
}
