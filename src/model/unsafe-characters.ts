/** The characters that must not reach a terminal as they are, by code point, with why. */

type Range = readonly [first: number, last: number];

/** Nothing to see: dropped, so that a search finds the word they were hidden in, and every terminal agrees on the width. */
const invisibleRanges: readonly Range[] = [
  [0xad, 0xad], // soft hyphen
  [0x3_4f, 0x3_4f], // combining grapheme joiner
  [0x11_5f, 0x11_60], // Hangul fillers
  [0x17_b4, 0x17_b5], // Khmer inherent vowels
  [0x18_0b, 0x18_0f], // Mongolian selectors and separator
  [0x20_0b, 0x20_0d], // zero-width space, non-joiner, joiner
  [0x20_60, 0x20_65], // word joiner, invisible operators
  [0x20_6a, 0x20_6f], // deprecated format characters
  [0x31_64, 0x31_64], // Hangul filler
  [0xfe_00, 0xfe_0f], // variation selectors
  [0xfe_ff, 0xfe_ff], // byte order mark
  [0xff_a0, 0xff_a0], // halfwidth Hangul filler
  [0xff_f0, 0xff_fb], // unassigned, interlinear annotation
];

/** They act: shown as an escape. */
const actingRanges: readonly Range[] = [
  [0x00, 0x1f], // C0
  [0x7f, 0x9f], // DEL and C1: 0x9b is CSI in one character
  [0x6_1c, 0x6_1c], // Arabic letter mark
  [0x20_0e, 0x20_0f], // left-to-right and right-to-left marks
  [0x20_28, 0x20_2e], // line and paragraph separators, bidi embeddings and overrides
  [0x20_66, 0x20_69], // bidi isolates
];

/** Tags and further selectors of plane 14 (U+E0000..U+E03FF), as surrogate pairs. */
const planeFourteen = '\\uDB40[\\uDC00-\\uDFFF]';

function classOf(ranges: readonly Range[]): string {
  return ranges.map(([first, last]) => `${unit(first)}-${unit(last)}`).join('');
}

function unit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

export const invisibleSource = `[${classOf(invisibleRanges)}]|${planeFourteen}`;
export const unsafeSource = `[${classOf([...actingRanges, ...invisibleRanges])}]|${planeFourteen}`;
