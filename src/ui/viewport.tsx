import { useWindowSize } from 'ink';
import { createContext, use, type ReactNode } from 'react';

export interface Viewport {
  readonly columns: number;
  readonly rows: number;
}

const ViewportContext = createContext<Viewport | null>(null);

/** Gives a fixed size to all below, whatever the terminal says: for tests and for parts of a screen. */
export function ViewportProvider({
  value,
  children,
}: {
  readonly value: Viewport;
  readonly children: ReactNode;
}): ReactNode {
  return <ViewportContext value={value}>{children}</ViewportContext>;
}

/** The size to draw in: the provider's, else the terminal's own, never below 1x1. */
export function useViewport(): Viewport {
  const given = use(ViewportContext);
  const { columns, rows } = useWindowSize();
  const size = given ?? { columns, rows };
  return { columns: Math.max(1, size.columns), rows: Math.max(1, size.rows) };
}
