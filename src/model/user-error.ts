/** A failure the reader can act on. Anything else that is thrown is a bug and shows its stack in the log. */
export class UserError extends Error {
  readonly code: string;
  readonly nextSteps: readonly string[];
  readonly exitCode: number;

  constructor(
    code: string,
    message: string,
    options: { nextSteps?: readonly string[]; exitCode?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'UserError';
    this.code = code;
    this.nextSteps = options.nextSteps ?? [];
    this.exitCode = options.exitCode ?? 1;
  }
}
