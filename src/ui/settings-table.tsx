import { Table } from 'ink-table';
import type { ReactNode } from 'react';

export interface SettingsTableProps {
  /** One value a heading; plain ASCII, since ink-table pads by the length of the string. */
  readonly settings: Readonly<Record<string, string>>;
}

/** A few still values under their headings. Live tables are string rows (table-rows.ts). */
export function SettingsTable({ settings }: SettingsTableProps): ReactNode {
  return <Table data={[settings]} />;
}
