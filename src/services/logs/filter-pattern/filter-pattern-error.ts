/** A filter pattern that cannot be understood. The message is the one CloudWatch Logs gives. */
export class FilterPatternError extends Error {
  constructor(detail?: string) {
    super(detail === undefined ? "Invalid filter pattern" : `Invalid filter pattern: ${detail}`);
    this.name = "FilterPatternError";
  }
}

/** The complaint about a word with characters that need quotes, or that are not allowed at all. */
export function invalidCharacters(term: string): FilterPatternError {
  return new FilterPatternError(`Invalid character(s) in term '${term}'`);
}
