import { Box, useIsScreenReaderEnabled } from 'ink';
import type { ReactNode } from 'react';
import { Late } from '../ui/late.tsx';
import { Rows } from '../ui/rows.tsx';
import { settingsSpot, spinnerSpot, type Spot } from './frame-extras.ts';
import { frameRows, type FrameInput } from './frame-rows.ts';
import { plainLines } from './plain-lines.ts';

// Neither is on the first frame of a console whose engine answers: they must not cost every start.
const loadSpinner = async () => (await import('ink-spinner')).default;
const loadSettingsTable = async () => (await import('../ui/settings-table.tsx')).SettingsTable;

/** A whole frame: the rows, and over them what is a component. */
export function FrameView({ input }: { readonly input: FrameInput }): ReactNode {
  if (useIsScreenReaderEnabled()) return <Rows rows={plainLines(input)} />;
  const rows = frameRows(input);
  const spinner = spinnerSpot(input, rows);
  const table = settingsSpot(input);
  return (
    <Box width={input.columns}>
      <Rows rows={rows} />
      {spinner !== null && (
        <At spot={spinner}>
          <Late load={loadSpinner} props={{ type: 'simpleDots' as const }} />
        </At>
      )}
      {table !== null && (
        <At spot={table}>
          <Late load={loadSettingsTable} props={{ settings: table.settings }} />
        </At>
      )}
    </Box>
  );
}

function At({ spot, children }: { readonly spot: Spot; readonly children: ReactNode }): ReactNode {
  return (
    <Box position="absolute" top={spot.top} left={spot.left}>
      {children}
    </Box>
  );
}
