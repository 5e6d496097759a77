/** What the profile knows of a stack (design §8): each has a default; the config file may say otherwise. */

export type ServiceRole = 'edge' | 'web' | 'api' | 'database';

export interface Thresholds {
  /** Percent of the limit. */
  readonly memoryWarn: number;
  readonly memoryCritical: number;
  /** Percent of the disk. */
  readonly diskWarn: number;
  readonly diskCritical: number;
  /** Share of throttled periods, 0..1. */
  readonly throttledWarn: number;
}

export interface Profile {
  readonly roles: Readonly<Record<string, ServiceRole>>;
  readonly publicUrl: string | null;
  /** How fast it must answer, ms. */
  readonly publicUrlBudgetMs: number;
  readonly thresholds: Thresholds;
  /** IANA zone of the operator, null: the machine's. */
  readonly readOnly: boolean;
  readonly backupDir: string | null;
}

const defaultThresholds: Thresholds = {
  memoryWarn: 70,
  memoryCritical: 90,
  diskWarn: 80,
  diskCritical: 95,
  throttledWarn: 0.25,
};

export const defaultProfile: Profile = {
  roles: {},
  publicUrl: null,
  publicUrlBudgetMs: 500,
  thresholds: defaultThresholds,
  readOnly: false,
  backupDir: null,
};
