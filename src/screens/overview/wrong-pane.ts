/** The pane "What is wrong": every finding in a row, the marked or worst one with its evidence. */
import type { Finding } from '../../model/finding.ts';
import type { StackState } from '../../model/stack-state.ts';
import { sanitizeLabel } from '../../model/sanitize.ts';
import { windowAround } from '../../ui/scroll-window.ts';
import { counted } from '../counted.ts';
import { isRead, type ScreenInput } from '../screen-input.ts';
import { findingDetail, findingTitle } from './finding-rows.ts';

/** Said while the first answer is awaited. */
export function askingText({ engine }: StackState): string {
  return `Asking the engine at ${sanitizeLabel(engine.endpoint)}`;
}

/** Findings that call for somebody; remarks do not. */
function pressing(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(finding => finding.severity !== 'info');
}

export function wrongTitle({ counts, stack }: ScreenInput): string {
  if (stack.listedAt === null) return 'What is wrong';
  const parts = [counted(counts.incidents, 'incident'), counted(counts.warnings, 'warning')].filter(
    part => part !== '',
  );
  return `What is wrong: ${parts.length === 0 ? 'nothing' : parts.join(', ')}`;
}

export function wrongNote({ findings }: ScreenInput): string {
  const remarks = findings.length - pressing(findings).length;
  if (pressing(findings).length > 0) return 'Enter: details';
  return remarks === 0 ? '' : `${counted(remarks, 'remark')}, Enter: read`;
}

/** All rows the pane could show; the layout decides how many it gets. */
export function wrongRows(input: ScreenInput, height: number): string[] {
  const { theme, findings, stack } = input;
  if (stack.listedAt === null) return [`${theme.accent(theme.symbols.busy)} ${askingText(stack)}`];
  const focused = input.ui.pane === 0 && input.ui.screen === 'overview';
  const listed = focused ? findings : pressing(findings);
  if (listed.length === 0) return [calmRow(input)];
  const marked = focused ? Math.min(input.ui.scroll, listed.length - 1) : 0;
  return windowed(input, { listed, marked, focused }, height);
}

interface Listing {
  readonly listed: readonly Finding[];
  readonly marked: number;
  readonly focused: boolean;
}

/** Titles of all before details of one: a second incident must never hide behind the evidence of the first. */
function windowed(input: ScreenInput, { listed, marked, focused }: Listing, height: number): string[] {
  const { theme } = input;
  const { start, end, below } = windowAround(listed.length, height, marked);
  const shown = listed.slice(start, end);
  const room = height - shown.length;
  const cursor = theme.accent(theme.symbols.cursor);
  const rows = shown.flatMap((finding, index) => {
    const isMarked = start + index === marked;
    const title = (focused ? `${isMarked ? cursor : ' '} ` : '') + findingTitle(finding, theme);
    return isMarked ? [title].concat(findingDetail(finding, input).slice(0, room)) : [title];
  });
  if (below > 0 && rows.length > 1) {
    rows[rows.length - 1] = theme.dim(`  ${theme.symbols.ellipsis} ${below + 1} more: Tab, then j k and Enter`);
  }
  return rows;
}

/** The one calm line. It claims no more than the table shows. */
function calmRow({ theme, services, stack }: ScreenInput): string {
  if (services.length === 0)
    return `${theme.symbols.neutral} No container of project "${sanitizeLabel(stack.identity.project)}" exists.`;
  if (!isRead(stack)) return `${theme.accent(theme.symbols.busy)} Reading the details of ${services.length} services`;
  const well = services.filter(service => service.severity === 'good').length;
  if (well === services.length) return `${theme.good(theme.symbols.good)} All ${services.length} services are well.`;
  return `${theme.symbols.neutral} ${well} of ${services.length} services are well; nothing else is known to be wrong.`;
}
