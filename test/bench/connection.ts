import { once } from "node:events";
import { connect, type Socket } from "node:net";

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/**
 * One keep-alive HTTP/1.1 connection that writes ready-made bytes and reads answers with a Content-Length. It costs a
 * fraction of an HTTP client, so that on two cores the bench measures the server and not itself.
 */
export class Connection {
  readonly #socket: Socket;
  #pieces: Buffer[] = [];
  #received = 0;
  /** Where the answer's body begins and ends, once its head is there. */
  #headEnd = 0;
  #expected: number | undefined;
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.#read(chunk));
    socket.on("error", (error) => this.#waiting?.reject(error));
    socket.on("close", () => this.#waiting?.reject(new Error("the server closed the connection")));
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    return new Connection(socket);
  }

  /** Sends one request and resolves with its answer. One at a time. */
  send(request: Uint8Array): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#pieces.push(chunk);
    this.#received += chunk.length;
    if (this.#expected === undefined) this.#readHead();
    if (this.#expected === undefined || this.#received < this.#expected) return;
    const [all, waiting] = [this.#join(), this.#waiting];
    const body = all.subarray(this.#headEnd, this.#expected);
    const rest = all.subarray(this.#expected);
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#received = rest.length;
    this.#expected = undefined;
    this.#waiting = undefined;
    waiting?.resolve({ status: Number(all.toString("latin1", 9, 12)), body });
  }

  #readHead(): void {
    const all = this.#join();
    const end = all.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(all.toString("latin1", 0, end))?.[1] ?? 0);
    this.#headEnd = end + 4;
    this.#expected = this.#headEnd + length;
  }

  /** One buffer of what has come; large answers are joined once, when they are complete. */
  #join(): Buffer {
    const [first] = this.#pieces;
    const all = this.#pieces.length === 1 && first !== undefined ? first : Buffer.concat(this.#pieces);
    this.#pieces = [all];
    return all;
  }
}

/** An Invoke request with the headers that the JavaScript SDK sends. */
export function invokeRequest(functionName: string, payload: string): Buffer {
  const path = `/2015-03-31/functions/${functionName}/invocations`;
  return lambdaRequest("POST", path, payload, "application/octet-stream");
}

/** A request of the Lambda API with the headers that the JavaScript SDK sends. */
export function lambdaRequest(method: string, path: string, body = "", contentType = "application/json"): Buffer {
  const head = [
    `${method} ${path} HTTP/1.1`,
    "host: localhost:4566",
    ...(body === "" ? [] : [`content-type: ${contentType}`, `content-length: ${Buffer.byteLength(body)}`]),
    "amz-sdk-invocation-id: 11111111-2222-4333-8444-555555555555",
    "amz-sdk-request: attempt=1; max=3",
    "x-amz-user-agent: aws-sdk-js/3.1162.0",
    "user-agent: aws-sdk-js/3.1162.0 ua/2.1 os/linux lang/js md/nodejs#24.21.0 api/lambda#3.1162.0 m/E",
    "x-amz-date: 20260102T030405Z",
    `x-amz-content-sha256: ${"0".repeat(64)}`,
    `authorization: AWS4-HMAC-SHA256 Credential=test/20260102/us-east-1/lambda/aws4_request, SignedHeaders=amz-sdk-invocation-id;amz-sdk-request;host;x-amz-content-sha256;x-amz-date;x-amz-user-agent, Signature=${"0".repeat(64)}`,
    "connection: keep-alive",
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
}
