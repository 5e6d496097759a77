/** What is wrong, as data. The rules that make findings are in src/model/diagnosis. */

export type Severity = 'critical' | 'warning' | 'info';

export type FindingCode =
  | 'engine-lost'
  | 'public-url-fails'
  | 'oom-killed'
  | 'exited'
  | 'crash-loop'
  | 'unhealthy'
  | 'health-slow'
  | 'starting-long'
  | 'not-started'
  | 'paused'
  | 'no-health-check'
  | 'no-restart-policy'
  | 'leftover-container'
  | 'memory-high'
  | 'no-limit'
  | 'cpu-throttled'
  | 'inspect-failed'
  | 'stats-lost'
  | 'log-unreadable'
  | 'disk-full'
  | 'disk-filling'
  | 'inodes-full'
  | 'host-memory-low'
  | 'config-invalid'
  | 'compose-files-differ';

export interface Evidence {
  readonly at: number | null;
  /** One line: "exit 137, OOMKilled" or the probe's own output. */
  readonly text: string;
}

/** A next step names an action of the keymap by id, so the hint always shows the key that works now; or a shell command. */
export interface NextStep {
  readonly action: string | null;
  readonly text: string;
  readonly command: string | null;
}

export interface FindingSubject {
  readonly kind: 'service' | 'container' | 'host' | 'engine' | 'stack';
  readonly name: string;
}

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly subject: FindingSubject;
  /** One line for the first screen. */
  readonly title: string;
  readonly evidence: readonly Evidence[];
  readonly nextSteps: readonly NextStep[];
  /** ms; null where it can't be known. */
  readonly since: number | null;
  /** Key (`code:subject`) of the finding that explains this one. */
  readonly causedBy: string | null;
}
