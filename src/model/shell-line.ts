import { sanitizeLabel } from './sanitize.ts';

/** Words as a shell reads them, safe to show and to paste; what is not plain is quoted. */
export function shellLine(words: readonly string[]): string {
  return words
    .map(word => sanitizeLabel(word))
    .map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ');
}
