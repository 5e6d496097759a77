/** Several stacks on one engine and nothing that says which: the person says it. */
import type { StackCandidate } from '../../model/compose-project.ts';
import type { ConsoleState } from '../../store/create-stack-store.ts';
import { windowedTable, type Column } from '../../ui/table-rows.ts';
import type { Body } from '../body.ts';
import type { ScreenInput } from '../screen-input.ts';

interface CandidateRow {
  readonly candidate: StackCandidate;
  readonly marked: boolean;
}

/** True while the stacks of the engine are offered. */
export function isChoosing({ stack }: Pick<ScreenInput, 'stack'>): boolean {
  return stack.candidates !== null;
}

/** What Enter takes; null: there is nothing to choose. */
export function markedCandidate({ stack, ui }: ConsoleState): StackCandidate | null {
  const candidates = stack.candidates ?? [];
  return ui.dialog === null ? (candidates[markedOf(candidates, ui.scroll)] ?? null) : null;
}

export function chooseBody(input: ScreenInput): Body {
  const candidates = input.stack.candidates ?? [];
  const marked = markedOf(candidates, input.ui.scroll);
  const rows = candidates.map((candidate, index) => ({ candidate, marked: index === marked }));
  return {
    above: [],
    panes: [
      {
        turn: 0,
        least: 1,
        want: 1,
        make: size => ({
          title: 'Which stack?',
          note: 'j k, Enter: open it',
          rows: windowedTable(columns(input), rows, marked, { ...size, theme: input.theme }),
          extent: Math.max(0, candidates.length - 1),
          bottom: 'next time: depotix -p PROJECT',
        }),
      },
    ],
  };
}

function markedOf(candidates: readonly StackCandidate[], scroll: number): number {
  return Math.max(0, Math.min(scroll, candidates.length - 1));
}

function columns({ theme }: ScreenInput): readonly Column<CandidateRow>[] {
  return [
    {
      title: '',
      rank: 0,
      gap: 1,
      cell: ({ marked }) => ({ text: marked ? theme.symbols.cursor : ' ', paint: theme.accent }),
    },
    {
      title: 'PROJECT',
      rank: 0,
      min: 8,
      max: 40,
      cell: ({ candidate, marked }) => ({ text: candidate.project, ...(marked ? { paint: theme.inverse } : {}) }),
    },
    { title: 'SERVICES', rank: 2, align: 'right', cell: ({ candidate }) => String(candidate.services) },
    { title: 'RUNNING', rank: 1, align: 'right', cell: ({ candidate }) => String(candidate.running) },
    {
      title: 'FOLDER',
      rank: 3,
      min: 8,
      max: 80,
      cell: ({ candidate }) => ({ text: candidate.workingDir ?? '', paint: theme.dim }),
    },
  ];
}
