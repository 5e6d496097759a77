/** The last row: a message, a prompt, or the keys that help here. */
import { sanitizeLabel } from '../../model/sanitize.ts';
import { footerHints, type FooterHint } from '../../keymap.ts';
import { messageLifeMs } from '../../store/reduce-ui.ts';
import { cutRange, cells, fit, joinFitting } from '../../ui/text.ts';
import { isChoosing } from '../choose/choose-body.ts';
import { hasNoEngine } from '../no-engine-rows.ts';
import type { ScreenInput } from '../screen-input.ts';

export function footerRow(input: ScreenInput, width: number): string {
  const { ui, theme, now } = input;
  const ellipsis = theme.symbols.ellipsis.slice(0, 1);
  if (ui.dialog?.kind === 'prompt') return promptRow(input, width);
  if (ui.message !== null && now - ui.message.at < messageLifeMs) {
    const paint = { info: theme.accent, warn: theme.warn, bad: theme.bad }[ui.message.tone];
    return paint(fit(` ${sanitizeLabel(ui.message.text)}`, width, 'left', ellipsis));
  }
  const write = ({ key, hint }: FooterHint): string => `${theme.bold(key)} ${theme.dim(hint)}`;
  const instead = isChoosing(input) ? 'choosing' : hasNoEngine(input) ? 'no-engine' : null;
  const hints = footerHints(ui.screen, { following: ui.logs.follow, instead });
  // However narrow, the way to the rest of the keys stays.
  const ways = hints.filter(isWay).map(write);
  const both = ways.join('  ');
  const way = cells(both) <= width / 2 ? both : (ways.at(-1) ?? '');
  const others = hints.filter(hint => !isWay(hint)).map(write);
  const shown = joinFitting(others, width - cells(way) - 4, '  ');
  return fit(` ${shown === '' ? way : `${shown}  ${way}`}`, width, 'left', ellipsis);
}

/** The end of what is typed stays in sight; why a search can't be used stands beside it. */
function promptRow({ ui, theme }: ScreenInput, width: number): string {
  if (ui.dialog?.kind !== 'prompt') return '';
  const { purpose } = ui.dialog;
  const text = sanitizeLabel(ui.dialog.text);
  const label = purpose === 'log-search' ? ' /' : ' filter: ';
  const problem = purpose === 'log-search' ? ui.logs.searchProblem : null;
  const note =
    problem === null
      ? purpose === 'log-search'
        ? '  Enter: search  !text: hide  Esc: back'
        : '  Enter: keep  Esc: back'
      : `  ${problem}`;
  const room = Math.max(1, width - cells(label) - 1);
  const size = cells(text);
  const shown = size > room ? cutRange(text, size - room, size) : text;
  const paint = problem === null ? theme.dim : theme.bad;
  return fit(
    theme.bold(label) + shown + theme.inverse(' ') + paint(note),
    width,
    'left',
    theme.symbols.ellipsis.slice(0, 1),
  );
}

function isWay({ key }: FooterHint): boolean {
  return key === ':' || key === '?';
}
