import type { Key } from 'ink';

/** What came in from the terminal: one key, or several characters at once, which nobody types. */
export type Input =
  | { readonly kind: 'key'; readonly name: string; readonly text: string | null }
  /** A chunk of several characters: pasted, or typed ahead over a slow line. */
  | { readonly kind: 'chunk'; readonly text: string }
  | { readonly kind: 'nothing' };

/** Ink's two arguments as one name of a key: `j`, `G`, `ctrl-d`, `shift-tab`, `pageup`, `enter`. */
export function readInput(input: string, key: Key): Input {
  const special = specialName(key);
  if (special !== null) return { kind: 'key', name: special, text: null };
  if (key.ctrl)
    return input.length === 1 ? { kind: 'key', name: `ctrl-${input.toLowerCase()}`, text: null } : { kind: 'nothing' };
  if (key.meta || input === '') return { kind: 'nothing' };
  if ([...input].length > 1) return { kind: 'chunk', text: input };
  // A line feed is what a pasted line ends with; the Enter key sends a carriage return.
  if (input === '\n') return { kind: 'chunk', text: input };
  return { kind: 'key', name: input === ' ' ? 'space' : input, text: input };
}

function specialName(key: Key): string | null {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pageup';
  if (key.pageDown) return 'pagedown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.return) return 'enter';
  if (key.escape) return 'esc';
  if (key.tab) return key.shift ? 'shift-tab' : 'tab';
  if (key.backspace || key.delete) return 'backspace';
  return null;
}
