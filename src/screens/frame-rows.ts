/**
 * The whole frame as rows: exactly `rows` strings of exactly `columns` cells, for any size from 1x1. Pure, and free of
 * Ink, so that the first frame can be painted before the UI has loaded.
 */
import { fit } from '../ui/text.ts';
import { frameLayout } from './frame-layout.ts';
import { footerRow } from './frame/footer-row.ts';
import { headerRow } from './frame/header-row.ts';
import { tabsRow } from './frame/tabs-row.ts';
import { overviewRows, type BodyArea } from './overview/overview-rows.ts';
import { screenInput, type FrameInput, type ScreenInput } from './screen-input.ts';

export type { FrameInput } from './screen-input.ts';

export function frameRows(frame: FrameInput): string[] {
  const { columns, rows } = frame;
  const input = screenInput(frame);
  const layout = frameLayout(columns, rows, false);
  const body = bodyRows(input, { width: columns, height: layout.bodyHeight, single: layout.single });
  const lines = [
    headerRow(input, columns),
    ...(layout.tabs ? [tabsRow(input, columns)] : []),
    ...Array.from({ length: layout.bodyHeight }, (_, index) => body[index] ?? ''),
    ...(layout.footer ? [footerRow(input, columns)] : []),
  ];
  return lines.slice(0, rows).map(line => fit(line, columns, 'left', frame.theme.symbols.ellipsis.slice(0, 1)));
}

function bodyRows(input: ScreenInput, area: BodyArea): string[] {
  return overviewRows(input, area);
}
