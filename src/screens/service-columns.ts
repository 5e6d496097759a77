/** Columns that several screens share: the mark, the name, the state. */
import type { Service } from '../model/service.ts';
import type { Cell, Column } from '../ui/table-rows.ts';
import type { Theme, Tone } from '../ui/theme.ts';
import type { ScreenInput } from './screen-input.ts';

/** A row of a service table; null = all services. */
export interface ServiceRow {
  readonly service: Service | null;
  readonly marked: boolean;
}

export function serviceRowsOf(input: ScreenInput): readonly ServiceRow[] {
  return input.rows.map(service => ({ service, marked: (service?.name ?? null) === input.cursor }));
}

/** Where the cursor is among the rows. */
export function markedIndex(input: ScreenInput): number {
  return Math.max(
    0,
    input.rows.findIndex(service => (service?.name ?? null) === input.cursor),
  );
}

function severityMark(tone: Tone, { symbols }: Theme): string {
  return { good: symbols.good, warn: symbols.warn, bad: symbols.bad, busy: symbols.busy, neutral: symbols.neutral }[
    tone
  ];
}

/** The worst of all, for the row "all services". */
function worstTone(services: readonly Service[]): Tone {
  const order: readonly Tone[] = ['bad', 'warn', 'busy', 'good'];
  return order.find(tone => services.some(service => service.severity === tone)) ?? 'neutral';
}

/** `▸✖`: the cursor and how the service is. */
export function markColumn(input: ScreenInput): Column<ServiceRow> {
  const { theme } = input;
  return {
    title: '',
    rank: 0,
    gap: 1,
    cell: ({ service, marked }) => {
      const tone = service?.severity ?? worstTone(input.services);
      const cursor = marked ? theme.symbols.cursor : ' ';
      return {
        text: cursor + severityMark(tone, theme),
        paint: text => theme.accent(text.slice(0, 1)) + theme.tone(tone)(text.slice(1)),
      };
    },
  };
}

/** The name; under the cursor in reverse while the table has the focus. */
export function nameColumn({ theme }: ScreenInput, focused: boolean): Column<ServiceRow> {
  return {
    title: 'SERVICE',
    rank: 0,
    min: 8,
    max: 24,
    cell: ({ service, marked }) => {
      const name = service === null ? { text: 'all services', short: 'all' } : { text: service.name };
      if (marked) return { ...name, paint: focused ? theme.inverse : theme.bold };
      return service === null ? { ...name, paint: theme.dim } : name;
    },
  };
}

export function stateCell(service: Service | null, input: ScreenInput): Cell {
  const { theme, services, stack } = input;
  if (service !== null) return { text: service.stateText, paint: theme.tone(service.severity) };
  // What was last seen stays in the rows; a sum of it would be a claim about now.
  if (stack.engine.phase === 'lost') return { text: 'last seen', paint: theme.dim };
  // A job that has done its work is neither well nor ill, as in the verdict; nor is what has not been read yet.
  const counted = services.filter(({ severity }) => severity !== 'neutral');
  if (counted.length === 0) return { text: '–', paint: theme.dim };
  const well = counted.filter(({ severity }) => severity === 'good').length;
  return { text: `${well} of ${counted.length} well`, short: `${well}/${counted.length} well`, paint: theme.dim };
}
