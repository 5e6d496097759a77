/** Colours and symbols that this terminal can show, from its variables; pure. */
export interface TerminalManners {
  readonly color: boolean;
  readonly ascii: boolean;
}

/**
 * Colours need a terminal, no `NO_COLOR` (https://no-color.org: set and not empty) and a `TERM` that is not dumb;
 * symbols need a UTF-8 locale: the first set one of LC_ALL, LC_CTYPE and LANG decides, as in setlocale(3).
 */
export function terminalManners(
  variables: Readonly<Record<string, string | undefined>>,
  facts: { readonly isTTY: boolean; readonly noColor: boolean; readonly ascii: boolean },
): TerminalManners {
  const dumb = variables['TERM'] === 'dumb';
  const noColor = facts.noColor || (variables['NO_COLOR'] ?? '') !== '';
  const locale =
    [variables['LC_ALL'], variables['LC_CTYPE'], variables['LANG']].find(value => (value ?? '') !== '') ?? 'C';
  return {
    color: facts.isTTY && !noColor && !dumb,
    ascii: facts.ascii || dumb || !/utf-?8/i.test(locale),
  };
}
