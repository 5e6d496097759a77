/** No engine has answered since the start: what the host itself can tell, and the exact commands to run next (design §7). */
import { sanitizeLabel } from '../model/sanitize.ts';
import { formatClock, formatDuration } from '../model/format.ts';
import { wrapCells } from '../ui/text.ts';
import type { Body } from './body.ts';
import { outsideRows } from './health/probe-rows.ts';
import { survivorRows, unitRows } from './remains-rows.ts';
import { hostRows } from './resources/host-rows.ts';
import type { ScreenInput } from './screen-input.ts';

/** True while there is nothing of the stack to show. */
export function hasNoEngine({ stack }: ScreenInput): boolean {
  return stack.engine.phase === 'lost' && stack.listedAt === null;
}

export function noEngineBody(input: ScreenInput, width: number): Body {
  const problem = problemRows(input, Math.max(1, width - 3));
  const host = hostRows(input);
  const alive = survivorRows(input);
  const units = unitRows(input);
  return {
    above: [],
    panes: [
      { turn: 0, least: 2, want: problem.length, make: () => ({ title: 'No engine', rows: problem }) },
      { turn: 1, least: 1, want: alive.length, make: () => ({ title: 'Containers that still run', rows: alive }) },
      { turn: 2, least: 1, want: host.length, make: () => ({ title: 'Host', rows: host }) },
      { turn: 3, least: 1, want: units.length, make: () => ({ title: 'Units of Docker', rows: units }) },
      {
        turn: 4,
        least: 0,
        want: 0,
        make: () => ({ title: 'From outside', rows: input.stack.http.length === 0 ? [] : outsideRows(input) }),
      },
    ],
  };
}

function problemRows({ stack, theme, now }: ScreenInput, width: number): string[] {
  const { problem, endpoint, since, retryAt } = stack.engine;
  const message = problem?.message ?? `The engine at ${endpoint} does not answer`;
  const next =
    retryAt === null ? '' : `, next attempt ${retryAt <= now ? 'now' : `in ${formatDuration(retryAt - now)}`}`;
  const steps = problem?.nextSteps ?? [];
  return [
    ...wrapCells(`${theme.symbols.bad} ${sanitizeLabel(message)}`, width).map(row => theme.bad(theme.bold(row))),
    theme.dim(`  since ${formatClock(since)}${next}; the console comes back by itself`),
    ...(steps.length === 0 ? [] : ['', 'What to do next']),
    ...steps.flatMap(step =>
      wrapCells(sanitizeLabel(step), Math.max(1, width - 2)).map(row => `  ${theme.accent(row)}`),
    ),
  ];
}
