/**
 * Colours and symbols. Sixteen colours only, so that the person's own terminal theme decides; colour is never the only
 * sign. Each paint function returns its text unchanged with `color: false` (NO_COLOR, TERM=dumb).
 */
interface Symbols {
  readonly good: string;
  readonly warn: string;
  readonly bad: string;
  readonly busy: string;
  readonly neutral: string;
  readonly cursor: string;
  readonly arrow: string;
  readonly ellipsis: string;
  readonly dot: string;
  readonly horizontal: string;
  readonly vertical: string;
  readonly topLeft: string;
  readonly topRight: string;
  readonly bottomLeft: string;
  readonly bottomRight: string;
  readonly teeLeft: string;
  readonly teeRight: string;
  /** Eight steps, lowest first. */
  readonly bars: readonly string[];
  readonly full: string;
  readonly empty: string;
}

const unicodeSymbols: Symbols = {
  good: '✔',
  warn: '▲',
  bad: '✖',
  busy: '◐',
  neutral: '·',
  cursor: '▸',
  arrow: '→',
  ellipsis: '…',
  dot: '·',
  horizontal: '─',
  vertical: '│',
  topLeft: '┌',
  topRight: '┐',
  bottomLeft: '└',
  bottomRight: '┘',
  teeLeft: '├',
  teeRight: '┤',
  bars: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  full: '█',
  empty: '░',
};

const asciiSymbols: Symbols = {
  good: '+',
  warn: '!',
  bad: 'x',
  busy: '~',
  neutral: '-',
  cursor: '>',
  arrow: '->',
  ellipsis: '~',
  dot: '-',
  horizontal: '-',
  vertical: '|',
  topLeft: '+',
  topRight: '+',
  bottomLeft: '+',
  bottomRight: '+',
  teeLeft: '+',
  teeRight: '+',
  bars: ['_', '_', '.', '.', '-', '-', '=', '#'],
  full: '#',
  empty: '.',
};

export type Paint = (text: string) => string;
export type Tone = 'good' | 'warn' | 'bad' | 'busy' | 'neutral';

export interface Theme {
  readonly color: boolean;
  readonly ascii: boolean;
  readonly symbols: Symbols;
  readonly good: Paint;
  readonly warn: Paint;
  readonly bad: Paint;
  readonly accent: Paint;
  readonly dim: Paint;
  readonly bold: Paint;
  /** A whole finished row dimmed, its own colours and weights kept. */
  readonly faded: Paint;
  /** Reverse video: the cursor row, a search match. Works without colour too. */
  readonly inverse: Paint;
  /** The paint for a tone; busy is the accent, neutral is plain. */
  tone(tone: Tone): Paint;
}

const plain: Paint = text => text;
/** Bold and dim are ended by the same code, so dim has to begin anew after each end. */
const faded: Paint = text => `\u001B[2m${text.replaceAll('\u001B[22m', '\u001B[22m\u001B[2m')}\u001B[22m`;
const sgr =
  (open: string, close: string): Paint =>
  text =>
    text === '' ? '' : `\u001B[${open}m${text}\u001B[${close}m`;

export function createTheme(options: { readonly color: boolean; readonly ascii: boolean }): Theme {
  const paint = (open: string, close: string): Paint => (options.color ? sgr(open, close) : plain);
  const good = paint('32', '39');
  const warn = paint('33', '39');
  const bad = paint('31', '39');
  const accent = paint('36', '39');
  const tones: Record<Tone, Paint> = { good, warn, bad, busy: accent, neutral: plain };
  return {
    color: options.color,
    ascii: options.ascii,
    symbols: options.ascii ? asciiSymbols : unicodeSymbols,
    good,
    warn,
    bad,
    accent,
    dim: paint('2', '22'),
    bold: paint('1', '22'),
    faded: options.color ? faded : plain,
    inverse: sgr('7', '27'),
    tone: name => tones[name],
  };
}
