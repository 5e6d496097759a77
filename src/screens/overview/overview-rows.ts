/** The first screen: the order of its rows is the order of a tired person's questions. */
import type { Body } from '../body.ts';
import { hostRow } from '../frame/host-row.ts';
import { logPane } from '../logs/log-pane.ts';
import type { ScreenInput } from '../screen-input.ts';
import { servicesNote, servicesRows, servicesTitle } from './services-pane.ts';
import { wrongNote, wrongRows, wrongTitle } from './wrong-pane.ts';

/** @param height rows of the body. */
export function overviewBody(input: ScreenInput, width: number, height: number): Body {
  const table = input.rows.length + 1;
  return {
    above: [hostRow(input, width)],
    panes: [
      {
        turn: 1,
        least: 1,
        want: Math.min(wrongRows(input, height).length, Math.max(2, Math.floor(height * 0.35))),
        make: size => ({ title: wrongTitle(input), note: wrongNote(input), rows: wrongRows(input, size.height) }),
      },
      {
        turn: 0,
        least: Math.min(4, table),
        want: Math.min(table, Math.max(5, Math.ceil(height * 0.45))),
        make: size => ({
          title: servicesTitle(input),
          note: servicesNote(input),
          rows: servicesRows(input, size.width, size.height),
        }),
      },
      { turn: 2, least: 1, want: 1, make: size => logPane(input, size) },
    ],
  };
}
