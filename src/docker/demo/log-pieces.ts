/** A stretch of a log: lines as values, or a range of the flood's numbers. Kept apart, since a flood is too long to list. */
import type { Flood } from './flood.ts';
import type { DemoLine } from './log-text.ts';

export type LogPiece =
  | { readonly kind: 'lines'; readonly lines: readonly DemoLine[] }
  | { readonly kind: 'flood'; readonly from: number; readonly to: number };

export interface FloodRange {
  readonly from: number;
  readonly to: number;
}

/** Both in the order in which they were written. */
export function piecesOf(flood: Flood, lines: readonly DemoLine[], range: FloodRange): readonly LogPiece[] {
  if (range.to <= range.from) return lines.length === 0 ? [] : [{ kind: 'lines', lines }];
  const pieces: LogPiece[] = [];
  let cursor = range.from;
  let group: DemoLine[] = [];
  const endGroup = (): void => {
    if (group.length > 0) pieces.push({ kind: 'lines', lines: group });
    group = [];
  };
  for (const line of lines) {
    const before = Math.min(range.to, flood.firstSince({ ms: line.at, nanos: line.nanos }));
    if (before > cursor) {
      endGroup();
      pieces.push({ kind: 'flood', from: cursor, to: before });
      cursor = before;
    }
    group.push(line);
  }
  endGroup();
  if (cursor < range.to) pieces.push({ kind: 'flood', from: cursor, to: range.to });
  return pieces;
}

/** The last `count` lines of them. */
export function newestOf(pieces: readonly LogPiece[], count: number): readonly LogPiece[] {
  const kept: LogPiece[] = [];
  let left = count;
  for (let i = pieces.length - 1; i >= 0 && left > 0; i--) {
    const piece = pieces[i];
    if (piece === undefined) continue;
    if (piece.kind === 'lines') {
      const lines = piece.lines.slice(Math.max(0, piece.lines.length - left));
      kept.unshift({ kind: 'lines', lines });
      left -= lines.length;
    } else {
      const from = Math.max(piece.from, piece.to - left);
      kept.unshift({ kind: 'flood', from, to: piece.to });
      left -= piece.to - from;
    }
  }
  return kept;
}
