/**
 * Text from outside is hostile: logs, names, labels, probe output. What leaves here holds no control character but the
 * SGR sequences of colours, bold, dim and underline. Ink does not do this: it passes OSC 8 and SGR 8 of a `<Text>`.
 */
import stringWidth from 'string-width';
import { invisibleSource, unsafeSource } from './unsafe-characters.ts';

/** UTF-16 units of a log line that are shown; the rest is told as a number. */
export const displayLimit = 16 * 1024;
export const labelLimit = 512;

export interface SafeText {
  readonly text: string;
  /** Characters of the original that were cut from the end; 0 normally. */
  readonly cut: number;
}

/** Printable ASCII only: nine lines of ten, and nothing in it can harm. */
const printable = /^[\u0020-\u007E]*$/;
const unsafe = new RegExp(unsafeSource);
const everyUnsafe = new RegExp(unsafeSource, 'g');
const invisible = new RegExp(`^(?:${invisibleSource})$`);
const everyInvisible = new RegExp(invisibleSource, 'g');
const everySgr = /\u001B\[[\d;:]*m/g;
const token = new RegExp(`\\u001B\\[([\\d;:]*)m|${unsafeSource}`, 'g');

/**
 * One log line, safe to show. After a carriage return only the last state of a progress bar is left; tabs are spaces up
 * to the next multiple of eight cells; other controls are visible (`␛`, `\x07`, `\u202e`), invisible characters are
 * dropped so that a search finds the word. Colours end with the line.
 */
export function sanitizeLogText(raw: string): SafeText {
  if (raw.length <= displayLimit && printable.test(raw)) return { text: raw, cut: 0 };
  const line = lastState(raw.isWellFormed() ? raw : raw.toWellFormed());
  const limited = line.length > displayLimit ? line.slice(0, endBefore(line, displayLimit)) : line;
  if (!unsafe.test(limited)) return { text: limited, cut: line.length - limited.length };
  const { text, read } = rewrite(limited);
  return { text, cut: line.length - read };
}

/** `pull 10%\rpull 55%\rpull 100%` → `pull 100%`; a CR at the end belongs to the line's end. */
function lastState(line: string): string {
  if (!line.includes('\r')) return line;
  return line.split('\r').findLast(state => state !== '') ?? '';
}

/** A cut that leaves no half of a surrogate pair. */
function endBefore(text: string, limit: number): number {
  const last = text.charCodeAt(limit - 1);
  return last >= 0xd8_00 && last <= 0xdb_ff ? limit - 1 : limit;
}

interface Rewritten {
  readonly text: string;
  /** How many units of the input are in the text: fewer than all when tabs and escapes made it longer than the limit. */
  readonly read: number;
}

function rewrite(line: string): Rewritten {
  let out = '';
  let read = 0;
  let column = 0;
  let columnAt = 0;
  let painted = false;
  const takePlain = (end: number): void => {
    const part = line.slice(read, Math.min(end, read + displayLimit - out.length));
    const whole = part.length === end - read ? part : part.slice(0, endBefore(part, part.length));
    out += whole;
    read += whole.length;
  };
  for (const match of line.matchAll(token)) {
    takePlain(match.index);
    if (out.length >= displayLimit || read < match.index) break;
    read += match[0].length;
    if (match[1] !== undefined) {
      const kept = allowedSgr(match[1]);
      if (kept === null) continue;
      painted = !kept.endsWith(';0') && kept !== '0';
      out += `\u001B[${kept}m`;
    } else if (match[0] === '\t') {
      column += stringWidth(out.slice(columnAt));
      const gap = 8 - (column % 8);
      out += ' '.repeat(gap);
      column += gap;
      columnAt = out.length;
    } else {
      out += visible(match[0]);
    }
  }
  if (out.length < displayLimit) takePlain(line.length);
  return { text: painted ? `${out}\u001B[0m` : out, read };
}

/** A control character as people write it; an invisible one as nothing. */
function visible(character: string): string {
  if (character === '\u001B') return '␛';
  if (invisible.test(character)) return '';
  const code = character.charCodeAt(0);
  return code < 0x1_00 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** The parameters that are colours, bold, dim or underline, joined again; null when none is. `colon` forms are dropped. */
function allowedSgr(parameters: string): string | null {
  if (parameters.includes(':')) return null;
  const codes = parameters.split(';').map(code => (code === '' ? 0 : Number(code)));
  const kept: number[] = [];
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    if (code === 38 || code === 48) {
      const length = codes[index + 1] === 5 ? 3 : codes[index + 1] === 2 ? 5 : 0;
      const colour = codes.slice(index, index + length);
      if (length === 0) return kept.length === 0 ? null : kept.join(';');
      if (colour.length === length && colour.slice(2).every(part => part <= 255)) kept.push(...colour);
      index += length - 1;
    } else if (isPlainSgr(code)) {
      kept.push(code);
    }
  }
  return kept.length === 0 ? null : kept.join(';');
}

function isPlainSgr(code: number): boolean {
  return (
    [0, 1, 2, 4, 22, 24, 39, 49].includes(code) ||
    (code >= 30 && code <= 37) ||
    (code >= 40 && code <= 47) ||
    (code >= 90 && code <= 97) ||
    (code >= 100 && code <= 107)
  );
}

/** The text that a search looks at: without SGR and without invisible characters. */
export function stripForSearch(text: string): string {
  if (printable.test(text)) return text;
  return text.replace(everySgr, '').replace(everyInvisible, '');
}

/** A name, label, image reference or a message in one line: no colours, no controls, at most 512 characters. */
export function sanitizeLabel(raw: string, limit = labelLimit): string {
  if (raw.length <= limit && printable.test(raw)) return raw;
  const wellFormed = raw.slice(0, limit * 4).toWellFormed();
  const flat = wellFormed.replace(everySgr, '').replace(/[\t\n\r\u2028\u2029]+/g, ' ');
  const safe = flat.replace(everyUnsafe, visible);
  return safe.length > limit ? `${safe.slice(0, endBefore(safe, limit - 1))}…` : safe;
}

/** Output of several lines as one: its last lines that say something, joined by " · ". */
export function lastWords(raw: string, lines = 2, limit = 200): string {
  const spoken = raw
    .split(/[\r\n]+/)
    .map(line => line.trim())
    .filter(line => line !== '');
  return sanitizeLabel(spoken.slice(-lines).join(' · '), limit);
}
