/** The first screen: the order of its rows is the order of a tired person's questions. */
import { innerWidth, singlePane, stackedPanes, type Pane } from '../../ui/pane.ts';
import { shareRows } from '../../ui/share-rows.ts';
import { logPane } from '../log-pane.ts';
import { hostRow } from '../frame/host-row.ts';
import { singlePaneHeight } from '../frame-layout.ts';
import type { ScreenInput } from '../screen-input.ts';
import { servicesNote, servicesRows, servicesTitle } from './services-pane.ts';
import { wrongNote, wrongRows, wrongTitle } from './wrong-pane.ts';

export interface BodyArea {
  readonly width: number;
  readonly height: number;
  readonly single: boolean;
}

/** Rows inside each of the three panes. */
export function overviewHeights(
  input: ScreenInput,
  { width, height, single }: BodyArea,
): readonly [number, number, number] {
  if (single) {
    const inside = singlePaneHeight(width, height);
    return [inside, inside, inside];
  }
  const room = height - 1 - 4;
  const wrong = wrongRows(input, room).length;
  const [services = 0, wrongs = 0, log = 0] = shareRows(room, [
    {
      least: Math.min(4, input.rows.length + 1),
      want: Math.min(input.rows.length + 1, Math.max(5, Math.ceil(room * 0.5))),
    },
    { least: 1, want: Math.min(wrong, Math.max(2, Math.floor(room * 0.4))) },
    { least: 1, want: 1 },
  ]);
  return [wrongs, services, log];
}

/** Exactly `height` rows of exactly `width` cells. */
export function overviewRows(input: ScreenInput, area: BodyArea): string[] {
  const { width, height, single } = area;
  const { theme } = input;
  const [wrong, services, log] = overviewHeights(input, area);
  const inside = single && height < 3 ? width : innerWidth(width);
  const makers: readonly (() => Pane & { bottom?: string })[] = [
    () => ({
      title: wrongTitle(input),
      note: wrongNote(input),
      rows: wrongRows(input, wrong),
      height: wrong,
      focused: input.ui.pane === 0,
    }),
    () => ({
      title: servicesTitle(input),
      note: servicesNote(input),
      rows: servicesRows(input, inside, services),
      height: services,
      focused: input.ui.pane === 1,
    }),
    () => logPane(input, { width: inside, height: log, focused: input.ui.pane === 2 }),
  ];
  if (single) {
    const pane = (makers[input.ui.pane] ?? makers[0])?.();
    return pane === undefined ? [] : singlePane({ ...pane, focused: true }, { width, height, theme }, pane.bottom);
  }
  const panes = makers.map(make => make());
  return [hostRow(input, width), ...stackedPanes(panes, { width, theme }, panes.at(-1)?.bottom)];
}
