/**
 * The whole frame as rows: exactly `rows` strings of exactly `columns` cells, for any size from 1x1. Pure, and free of
 * Ink, so that the first frame can be painted before the UI has loaded.
 */
import { overlayDialog } from '../ui/overlay.ts';
import { asciiMarks, fit } from '../ui/text.ts';
import { bodyRows } from './body.ts';
import { layDialog } from './dialogs/dialog-content.ts';
import { frameBody } from './frame-body.ts';
import { footerRow } from './frame/footer-row.ts';
import { headerRow } from './frame/header-row.ts';
import { tabsRow } from './frame/tabs-row.ts';
import { screenInput, type FrameInput } from './screen-input.ts';

export type { FrameInput } from './screen-input.ts';

export function frameRows(frame: FrameInput): string[] {
  const { columns, rows, theme } = frame;
  const input = screenInput(frame);
  const { layout, area, ...inside } = frameBody(input, frame);
  const body = bodyRows(inside.body, inside.focus, area, theme);
  // Old data stays readable, but must not look alive.
  const stale = input.stack.engine.phase === 'lost' && input.stack.listedAt !== null;
  const lines = [
    headerRow(input, columns),
    ...(layout.tabs ? [tabsRow(input, columns)] : []),
    ...Array.from({ length: layout.bodyHeight }, (_, index) =>
      stale ? theme.faded(body[index] ?? '') : (body[index] ?? ''),
    ),
    ...(layout.footer ? [footerRow(input, columns)] : []),
  ];
  const whole = lines.slice(0, rows).map(line => fit(line, columns, 'left', theme.symbols.ellipsis.slice(0, 1)));
  const dialog = layDialog(input, frame);
  const finished = dialog === null ? whole : overlayDialog(whole, dialog.box, frame);
  return theme.ascii ? finished.map(asciiMarks) : finished;
}
