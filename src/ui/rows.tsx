import { Box, Text } from 'ink';
import type { ReactNode } from 'react';

export interface RowsProps {
  readonly rows: readonly string[];
}

/**
 * Finished rows as one Ink node. They are already cut to the terminal's width, so Ink has nothing to wrap; one node for
 * all rows costs a third of one node a row (test/bench measures it).
 */
export function Rows({ rows }: RowsProps): ReactNode {
  return (
    <Box flexShrink={0} height={rows.length} overflow="hidden">
      <Text wrap="truncate">{rows.join('\n')}</Text>
    </Box>
  );
}
