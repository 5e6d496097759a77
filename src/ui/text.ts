/** Text measured in terminal cells. Everything that is cut or padded in the console goes through here. */
import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';

// oxlint-disable-next-line no-control-regex
const plainAscii = /^[\u0020-\u007E]*$/;

/** Width in cells; SGR codes count nothing. */
export function cells(text: string): number {
  return plainAscii.test(text) ? text.length : stringWidth(text);
}

/** First `width` cells; never half of a wide character: the missing cell becomes a space. */
export function cutCells(text: string, width: number): string {
  if (width <= 0) return '';
  if (plainAscii.test(text)) return text.slice(0, width);
  if (stringWidth(text) <= width) return text;
  const cut = sliceAnsi(text, 0, width);
  return cut + ' '.repeat(Math.max(0, width - stringWidth(cut)));
}

/** Exactly `width` cells: cut with an ellipsis, or padded on the side away from `align`. */
export function fit(text: string, width: number, align: 'left' | 'right' = 'left', ellipsis = '…'): string {
  if (width <= 0) return '';
  const size = cells(text);
  if (size > width) return width === 1 ? cutCells(text, 1) : cutCells(text, width - 1) + ellipsis;
  const padding = ' '.repeat(width - size);
  return align === 'left' ? text + padding : padding + text;
}
