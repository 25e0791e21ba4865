/** The head of a request. Header names are in lower case; repeated headers are joined by `, `. */
export interface RequestHead {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** HTTP/1.1 rather than HTTP/1.0. */
  readonly isHttp11: boolean;
  readonly headers: ReadonlyMap<string, string>;
}

/** A complete answer; `Content-Length` and `Connection` are the listener's business. */
export interface Reply {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/**
 * What a route wants of a request that it accepted by its head alone. Exactly one of `complete`, `tooLarge` and
 * `truncated` is called; `abandoned` may follow `complete` when the connection ends before the reply.
 */
export interface Exchange {
  readonly bodyBytesMax: number;
  /**
   * Takes the body as it arrives, up to `bodyBytesMax`; `complete` then gets an empty one. The answer false holds the
   * client back until `resume` is called, except for what was read of it already.
   */
  piece?(content: Buffer, resume: () => void): boolean;
  complete(body: Uint8Array, trailers: ReadonlyMap<string, string>, reply: (reply: Reply) => void): void;
  /** The body exceeds `bodyBytesMax`. The rest of it is read and thrown away before the reply is sent. */
  tooLarge(): Reply;
  /** The connection ended, or its framing broke, within the body. */
  truncated(): void;
  abandoned?(): void;
}

/**
 * The seam between the Runtime API and whatever listens: a request is judged by its head, so that the body of a
 * refused one is never kept. A listener on `node:http` needs nothing else.
 */
export type RequestHandler = (head: RequestHead) => Reply | Exchange;

export function isReply(answer: Reply | Exchange): answer is Reply {
  return "status" in answer;
}

export const NO_TRAILERS: ReadonlyMap<string, string> = new Map();
