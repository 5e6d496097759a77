/**
 * Bytes in pieces → the JSON values in them. The engine's streams put objects one after the other, with or without a
 * line feed between, and cut them anywhere, also within a character (O-STATS-4).
 */
export interface JsonStream {
  /** The values that are complete with these bytes. Throws `SyntaxError` on what can't be JSON, or is too long. */
  push(bytes: Uint8Array): readonly unknown[];
  /** True where an unfinished value is held back. */
  readonly pending: boolean;
}

/** `maxBytes`: longest single value. */
export function createJsonStream(maxBytes = 4 * 1024 * 1024): JsonStream {
  const decoder = new TextDecoder('utf-8');
  let held = '';
  let scanned = 0;
  let depth = 0;
  let inString = false;
  let escaped = false;

  const take = (end: number): unknown => {
    const value = JSON.parse(held.slice(0, end)) as unknown;
    held = held.slice(end);
    scanned = 0;
    return value;
  };

  return {
    push(bytes) {
      held += decoder.decode(bytes, { stream: true });
      const values: unknown[] = [];
      while (scanned < held.length) {
        const char = held.charCodeAt(scanned);
        scanned += 1;
        if (inString) {
          if (escaped) escaped = false;
          else if (char === backslash) escaped = true;
          else if (char === quote) inString = false;
        } else if (char === quote) {
          inString = true;
        } else if (char === openBrace || char === openBracket) {
          depth += 1;
        } else if (char === closeBrace || char === closeBracket) {
          depth -= 1;
          if (depth === 0) values.push(take(scanned));
        } else if (depth === 0) {
          if (char > space) throw new SyntaxError(`"${held.slice(0, 40)}" is no JSON object`);
          held = held.slice(scanned);
          scanned = 0;
        }
      }
      if (held.length > maxBytes) throw new SyntaxError(`a value is longer than ${maxBytes} bytes`);
      return values;
    },
    get pending() {
      return held.length > 0;
    },
  };
}

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const space = 0x20;
