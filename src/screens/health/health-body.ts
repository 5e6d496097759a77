/** The health screen: what is probed, how, and what the probes said. */
import { windowedTable } from '../../ui/table-rows.ts';
import { scrolled, type Body } from '../body.ts';
import { markedIndex, serviceRowsOf } from '../service-columns.ts';
import type { ScreenInput } from '../screen-input.ts';
import { healthColumns } from './health-columns.ts';
import { outsideRows, probeRows, probesTitle } from './probe-rows.ts';

export function healthBody(input: ScreenInput, height: number): Body {
  const rows = serviceRowsOf(input);
  return {
    above: [],
    panes: [
      {
        turn: 0,
        least: Math.min(4, rows.length + 1),
        want: Math.min(rows.length + 1, Math.ceil(height * 0.6)),
        make: size => ({
          title: 'Health checks',
          note: 'Enter: all of a service',
          rows: windowedTable(healthColumns(input), rows, markedIndex(input), { ...size, theme: input.theme }),
        }),
      },
      {
        turn: 1,
        least: 1,
        want: 1,
        make: size => {
          const marked = input.services.find(service => service.name === input.cursor);
          const lines = marked === undefined ? outsideRows(input) : probeRows(marked.name, input);
          const offset = input.ui.screen === 'health' && input.ui.pane === 1 ? input.ui.scroll : 0;
          return {
            title: marked === undefined ? 'Last probes, and from outside' : probesTitle(marked, input),
            ...scrolled(lines, size.height, offset),
          };
        },
      },
    ],
  };
}
