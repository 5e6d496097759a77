/** Text measured in terminal cells. Everything that is cut or padded in the console goes through here. */
import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';

/** ASCII and our own symbols (box drawing, blocks, arrows, marks): one unit, one cell, no SGR. Most of what is drawn. */
const oneCellEach =
  /^[\u0020-\u007E\u00A1-\u00AC\u00AE-\u024F\u2013\u2014\u2018-\u201E\u2026\u2190-\u2193\u2500-\u259F\u25B2\u25B8\u25D0\u2714\u2716]*$/;

const colours = /\u001B\[[0-9;]*m/g;

/** Width in cells; SGR codes count nothing. */
export function cells(text: string): number {
  if (oneCellEach.test(text)) return text.length;
  const plain = text.replace(colours, '');
  return oneCellEach.test(plain) ? plain.length : stringWidth(plain);
}

/** First `width` cells; never half of a wide character: the missing cell becomes a space. */
export function cutCells(text: string, width: number): string {
  return cells(text) <= width ? text : cutRange(text, 0, width);
}

/** Cells `from` up to `to`, exactly `to - from` of them: what is missing (half of a wide character, a short text) is spaces. */
export function cutRange(text: string, from: number, to: number): string {
  const width = to - from;
  if (width <= 0) return '';
  if (oneCellEach.test(text)) return text.slice(from, to).padEnd(width);
  const cut = sliceAnsi(text, from, to);
  const missing = width - stringWidth(cut);
  if (missing <= 0) return cut;
  // A wide character that straddles `from` is left out: its free cell is at the start, not at the end.
  const straddles = from > 0 && stringWidth(sliceAnsi(text, 0, from)) < from && stringWidth(text) > from;
  return straddles ? ` ${cut}${' '.repeat(missing - 1)}` : cut + ' '.repeat(missing);
}

/** Exactly `width` cells: cut with an ellipsis, or padded on the side away from `align`. */
export function fit(text: string, width: number, align: 'left' | 'right' = 'left', ellipsis = '…'): string {
  if (width <= 0) return '';
  const size = cells(text);
  if (size > width) return width === 1 ? cutRange(text, 0, 1) : cutRange(text, 0, width - 1) + ellipsis;
  const padding = ' '.repeat(width - size);
  return align === 'left' ? text + padding : padding + text;
}

/** Plain text broken at spaces into rows of at most `width` cells; a word wider than that is broken where it must. */
export function wrapCells(text: string, width: number): string[] {
  if (width <= 0) return [];
  const rows: string[] = [];
  let row = '';
  for (const word of text.split(' ')) {
    const joined = row === '' ? word : `${row} ${word}`;
    if (cells(joined) <= width) {
      row = joined;
      continue;
    }
    if (row !== '') rows.push(row);
    row = word;
    for (let size = cells(row); size > width; size = cells(row)) {
      rows.push(cutRange(row, 0, width));
      row = cutRange(row, width, size);
    }
  }
  if (row !== '' || rows.length === 0) rows.push(row);
  return rows;
}

/** The parts that fit in `width`, in order, joined; the rest is left out whole. */
export function joinFitting(parts: readonly string[], width: number, separator: string): string {
  let row = '';
  for (const part of parts) {
    const joined = row === '' ? part : row + separator + part;
    if (cells(joined) > width) break;
    row = joined;
  }
  return row;
}

const asciiFor: Readonly<Record<string, string>> = {
  '–': '-',
  '—': '-',
  '…': '~',
  '’': "'",
  '“': '"',
  '”': '"',
  '·': '-',
  '→': '>',
  '×': 'x',
};

/** Our own marks in sentences made elsewhere, each as one ASCII character; what people and programs wrote stays. */
export function asciiMarks(text: string): string {
  return text.replace(/[\u2013\u2014\u2026\u2019\u201C\u201D\u00B7\u2192\u00D7]/g, mark => asciiFor[mark] ?? mark);
}
