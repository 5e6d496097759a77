/** How far each container's log was printed, so that following it on neither doubles nor loses a line; pure. */
import { compareTimes, type Timed } from './merge-by-time.ts';

interface Line extends Timed {
  readonly containerId: string;
}

export interface PrintedBorder {
  /** This line was printed, or counts as printed. */
  passed(line: Line): void;
  /** True for a line beyond the border; each line is asked about once. */
  isNew(line: Line): boolean;
}

interface Border {
  readonly at: Timed;
  /** Lines with exactly this stamp that were printed: two lines may share one. */
  same: number;
}

export function createPrintedBorder(): PrintedBorder {
  const borders = new Map<string, Border>();
  return {
    passed(line) {
      const known = borders.get(line.containerId);
      if (known !== undefined && compareTimes(line, known.at) === 0) known.same += 1;
      else borders.set(line.containerId, { at: { atMs: line.atMs, nanos: line.nanos }, same: 1 });
    },
    isNew(line) {
      const border = borders.get(line.containerId);
      if (border === undefined) return true;
      const order = compareTimes(line, border.at);
      if (order !== 0) return order > 0;
      border.same -= 1;
      return border.same < 0;
    },
  };
}
