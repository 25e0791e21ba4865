/** A filter policy that is refused; the message is what follows `FilterPolicy: ` in AWS's answer. */
export class FilterPolicyError extends Error {
  /** Whether AWS's message names the attribute. */
  readonly isNamed: boolean;

  constructor(message: string, options: ErrorOptions & { readonly isNamed?: boolean } = {}) {
    super(message, options);
    this.name = "FilterPolicyError";
    this.isNamed = options.isNamed ?? true;
  }
}
