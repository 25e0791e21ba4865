/** How the function failed, in the words of the event `InvokeComplete` (AWS Lambda API). */
export interface StreamFailure {
  /** e.g. `Runtime.ExitError`; of an error that the function reported, its type as it gave it. */
  readonly code: string;
  /** The error as JSON, as the buffered invocation has it for a payload. */
  readonly details: string;
}

/** What is known once a streamed invocation has ended. */
export interface StreamCompletion {
  readonly failure: StreamFailure | undefined;
  /** At most the last 4,096 bytes of the log from START to REPORT; only when asked for. */
  readonly logTail: Uint8Array | undefined;
}

/** A response whose function may still be writing it. */
export interface StreamedResponse {
  readonly executedVersion: string;
  /** Of the response, as the function stated it where it streams. */
  readonly contentType: string;
  /**
   * The response, to be read once; a function that does not stream has its payload here. It ends when the function has
   * ended it, or can no longer write. The function waits for the reader.
   */
  readonly body: AsyncIterable<Uint8Array>;
  /** Resolves when the body has ended and the log is complete. Rejects with `InvokeError` when the server stops first. */
  readonly completion: Promise<StreamCompletion>;
  /** Nobody reads on. The function is not stopped, and its environment serves others only when it has ended. */
  abandon(): void;
}
