/** The resources screen: usage against limits, ten minutes of the marked service, the host. */
import { sanitizeLabel } from '../../model/sanitize.ts';
import { windowedTable } from '../../ui/table-rows.ts';
import { scrolled, type Body } from '../body.ts';
import { markedIndex, serviceRowsOf } from '../service-columns.ts';
import type { ScreenInput } from '../screen-input.ts';
import { serviceGraphs } from './graph-rows.ts';
import { hostRows } from './host-rows.ts';
import { resourceColumns, withUsage } from './resource-columns.ts';

export function resourcesBody(input: ScreenInput, height: number): Body {
  const rows = serviceRowsOf(input);
  const offset = input.ui.screen === 'resources' && input.ui.pane === 2 ? input.ui.scroll : 0;
  return {
    above: [],
    panes: [
      {
        turn: 0,
        least: Math.min(4, rows.length + 1),
        want: Math.min(rows.length + 1, Math.ceil(height * 0.5)),
        make: size => {
          const usage = rows.map(row => withUsage(input, row));
          const table = windowedTable(resourceColumns(input), usage, markedIndex(input), {
            ...size,
            theme: input.theme,
          });
          return { title: 'Usage and limits', rows: table };
        },
      },
      {
        turn: 2,
        least: 1,
        want: 1,
        make: size => ({
          title: `Ten minutes: ${sanitizeLabel(input.cursor ?? 'all services')}`,
          rows: serviceGraphs(input, size),
        }),
      },
      {
        turn: 1,
        least: 1,
        want: Math.min(hostRows(input).length, Math.ceil(height * 0.25)),
        make: size => ({ title: 'Host', ...scrolled(hostRows(input), size.height, offset) }),
      },
    ],
  };
}
