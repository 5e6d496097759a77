import type { Output } from '../system/terminal-output.ts';
import type { CommandOptions } from './parse-arguments.ts';
import type { Session } from './session.ts';

/** What a headless command is given. */
export interface CommandContext {
  readonly session: Session;
  readonly options: CommandOptions;
  readonly operands: readonly string[];
  readonly json: boolean;
  readonly out: Output;
  readonly err: Output;
  /** Fires on Ctrl-C and when the reader of `out` has gone. */
  readonly signal: AbortSignal;
}

/** Prints and resolves with the exit code; throws `UserError` for what a person can mend. */
export type Command = (context: CommandContext) => Promise<number>;
