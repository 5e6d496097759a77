/** The log pane of the overview, until src/screens/logs has its own. */
import { sanitizeLabel } from '../model/sanitize.ts';
import type { PaneContent, PaneSize } from './body.ts';
import type { ScreenInput } from './screen-input.ts';

export function logPane({ logScope, logs }: ScreenInput, { height }: PaneSize): PaneContent {
  const filter = { minimumLevel: null, clearedUpTo: 0, sinceMs: null, hide: null };
  const { lines } = logs.page({
    service: logScope,
    filter,
    start: null,
    inclusive: true,
    direction: 'back',
    count: height,
  });
  return {
    title: `Log: ${sanitizeLabel(logScope ?? 'all services')}`,
    rows: lines.map(line => line.text),
    bottom: 'following',
  };
}
