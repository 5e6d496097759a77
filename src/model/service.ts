/** A service: its containers by role in it, and the one word that sums them up. Made by `groupServices`. */
import type { Container } from './container.ts';
import type { ServiceRole } from './profile.ts';

/** Ordered from worst to best for display; `not-created` = the compose file wants it, nothing exists. */
export type ServiceState =
  | 'failing'
  | 'restarting'
  | 'unhealthy'
  | 'stopped'
  | 'not-created'
  | 'created'
  | 'paused'
  | 'stopping'
  | 'starting'
  | 'running'
  | 'healthy';

export interface Service {
  readonly name: string;
  readonly role: ServiceRole | null;
  readonly wanted: number;
  /** Ordinary replicas, by number. */
  readonly containers: readonly Container[];
  readonly leftovers: readonly Container[];
  readonly oneOffs: readonly Container[];
  readonly state: ServiceState;
  /** For the STATE column: "healthy", "stopped (0)", "exited (137, OOM)", "2 of 3 running". */
  readonly stateText: string;
  readonly severity: 'good' | 'busy' | 'warn' | 'bad' | 'neutral';
  /** When this state began, ms. */
  readonly since: number | null;
  readonly restarts: number;
}
