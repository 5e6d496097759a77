/** A log line outside the screen: in a file, in the clipboard. */
import type { LogLine } from './log-line.ts';

const sgr = /\u001B\[[\d;]*m/g;

/** "2026-11-25T01:06:44.871Z api [2026-11-25 …] Booting": whole, without colours; what was cut is told. */
export function logLineText(line: LogLine): string {
  const text = line.text.replaceAll(sgr, '');
  if (line.kind === 'note') return `${stamp(line)} ${line.service} -- ${text} --`;
  const cut = line.cut > 0 ? ` … ${line.cut} characters more` : '';
  return `${stamp(line)} ${line.service} ${text}${cut}`;
}

/** All nine digits: the order of lines is in them. */
function stamp({ atMs, nanos }: LogLine): string {
  const micros = String(nanos).padStart(6, '0');
  return new Date(atMs).toISOString().replace('Z', `${micros}Z`);
}
