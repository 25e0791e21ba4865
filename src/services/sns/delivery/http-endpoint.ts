/** A message on its way to an HTTP endpoint. */
export interface EndpointRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How long the endpoint may take for its whole answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Sends messages to HTTP endpoints; given by whoever may open sockets. */
export interface HttpEndpoints {
  /**
   * Posts once, without following redirects or keeping the body of the answer; answers its status. Throws
   * `EndpointUnreachable`.
   */
  post(request: EndpointRequest): Promise<number>;
}

/** No answer came: no connection, no valid certificate, or too late. */
export class EndpointUnreachable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EndpointUnreachable";
  }
}
