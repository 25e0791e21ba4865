/** Exit status when a command could not do what it was asked. */
export const FAILURE = 1;
/** Exit status when the command line itself was wrong. */
export const USAGE = 2;

/** A failure to tell a person about: what is wrong, and what to do about it. */
export class CliError extends Error {
  /** One sentence or command that would help; undefined when nobody knows one. */
  readonly cure: string | undefined;
  readonly exitCode: typeof FAILURE | typeof USAGE;

  constructor(
    message: string,
    options: { cure?: string | undefined; exitCode?: typeof FAILURE | typeof USAGE; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "CliError";
    this.cure = options.cure;
    this.exitCode = options.exitCode ?? FAILURE;
  }
}
