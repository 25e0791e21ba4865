/** A request that breaks the rules of HTTP/1.1; the connection cannot be used after it. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "HttpError";
    this.status = status;
  }
}
