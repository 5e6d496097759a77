/** Text into the clipboard of the terminal a person sits at, through any number of SSH connections: OSC 52. */

export type Multiplexer = 'none' | 'tmux' | 'screen';

/** Terminals drop longer sequences whole: xterm's limit, as k9s keeps it. In bytes of base64. */
const mostEncoded = 74_994;
/** GNU screen cuts a string of its own protocol at 768 bytes. */
const screenPiece = 700;

export interface ClipboardWrite {
  /** To be written to the terminal as it is. */
  readonly sequence: string;
  /** Characters of the text that did not fit and were left out from its end. */
  readonly cut: number;
}

/**
 * tmux takes the plain form where `set-clipboard` is on and the wrapped one where `allow-passthrough` is: it gets both.
 */
export function clipboardWrite(text: string, multiplexer: Multiplexer): ClipboardWrite {
  const taken = fitting(text);
  const plain = `\u001B]52;c;${Buffer.from(taken, 'utf8').toString('base64')}\u0007`;
  return { sequence: wrapped(plain, multiplexer), cut: text.length - taken.length };
}

/** By what the multiplexers set in the environment of what runs in them. */
export function multiplexerOf(variables: Readonly<Record<string, string | undefined>>): Multiplexer {
  if ((variables['TMUX'] ?? '') !== '') return 'tmux';
  const inScreen = (variables['STY'] ?? '') !== '' || (variables['TERM'] ?? '').startsWith('screen');
  return inScreen ? 'screen' : 'none';
}

function wrapped(sequence: string, multiplexer: Multiplexer): string {
  switch (multiplexer) {
    case 'none':
      return sequence;
    case 'tmux':
      return `${sequence}\u001BPtmux;${sequence.replaceAll('\u001B', '\u001B\u001B')}\u001B\\`;
    case 'screen': {
      const pieces = sequence.match(new RegExp(`[\\s\\S]{1,${screenPiece}}`, 'g')) ?? [];
      return pieces.map(piece => `\u001BP${piece}\u001B\\`).join('');
    }
  }
}

/** As many characters as fit when encoded, no half of a surrogate pair. */
function fitting(text: string): string {
  const mostBytes = Math.floor(mostEncoded / 4) * 3;
  if (Buffer.byteLength(text, 'utf8') <= mostBytes) return text;
  const bytes = Buffer.from(text.slice(0, mostBytes), 'utf8').subarray(0, mostBytes);
  let end = bytes.length;
  // Back to the beginning of the character that was cut in two.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes
    .subarray(0, end)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
}
