/** Colours and signs of the headless printers; colour is never the only sign. */

export interface Manners {
  readonly color: boolean;
  readonly ascii: boolean;
}

export type Tone = 'good' | 'warn' | 'bad' | 'busy' | 'neutral';

export interface Brush {
  readonly color: boolean;
  /** Text in the colour of the n-th service; the name in it tells them apart without. */
  tag(index: number, text: string): string;
  /** Text in the colour of the tone; unchanged without colours. */
  tone(tone: Tone, text: string): string;
  dim(text: string): string;
  bold(text: string): string;
  /** One cell: ✔ ▲ ✖ ◐ · or + ! x ~ -. */
  sign(tone: Tone): string;
  /** Between two parts of a line: · or -. */
  readonly dot: string;
  /** For what is not known: – or -. */
  readonly unknown: string;
  readonly ellipsis: string;
  /** Our own words in ASCII where the terminal can't show more. */
  text(text: string): string;
}

const codes: Record<Tone, string | null> = { good: '32', warn: '33', bad: '31', busy: '36', neutral: null };
/** Not red, yellow or green: those are levels. */
const tagCodes = ['36', '34', '35', '96', '94', '95'];
const signs: Record<Tone, readonly [string, string]> = {
  good: ['✔', '+'],
  warn: ['▲', '!'],
  bad: ['✖', 'x'],
  busy: ['◐', '~'],
  neutral: ['·', '-'],
};
const asciiOf: Readonly<Record<string, string>> = {
  '–': '-',
  '—': '-',
  '…': '...',
  '·': '-',
  '→': '->',
  '⏎': '|',
  '␛': '^[',
  '×': 'x',
  '’': "'",
  '≥': '>=',
  '≤': '<=',
};

export function createBrush({ color, ascii }: Manners): Brush {
  const paint = (open: string, close: string, text: string): string =>
    color && text !== '' ? `\u001B[${open}m${text}\u001B[${close}m` : text;
  return {
    color,
    tag: (index, text) => paint(tagCodes[Math.max(0, index) % tagCodes.length] ?? '39', '39', text),
    tone(tone, text) {
      const code = codes[tone];
      return code === null ? text : paint(code, '39', text);
    },
    dim: text => paint('2', '22', text),
    bold: text => paint('1', '22', text),
    sign: tone => signs[tone][ascii ? 1 : 0],
    dot: ascii ? '-' : '·',
    unknown: ascii ? '-' : '–',
    ellipsis: ascii ? '...' : '…',
    text: text => (ascii ? text.replaceAll(/[^\u0020-\u007E]/gu, character => asciiOf[character] ?? '?') : text),
  };
}
