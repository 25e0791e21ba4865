/** A setting that cannot be used. The message names the setting, its value, and what would be accepted. */
export class ConfigError extends Error {
  /** The flag as typed, e.g. `--port`. */
  readonly flag: string;

  constructor(flag: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ConfigError";
    this.flag = flag;
  }
}
