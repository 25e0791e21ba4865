// Not a test: what scripted runtimes and extensions have in common. They live in this process, and speak real HTTP over
// in-memory sockets.
import type { Server } from "node:net";
import { type Duplex, duplexPair, PassThrough } from "node:stream";
import type { ProcessExit, SandboxProcess } from "../../sandbox/index.ts";

/** What a call was answered. */
export interface Answer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** A program with one connection to its Runtime API. */
export class ScriptedProcess implements SandboxProcess {
  readonly stdout: PassThrough = new PassThrough();
  readonly stderr: PassThrough = new PassThrough();
  readonly telemetry: PassThrough = new PassThrough();
  readonly exited: Promise<ProcessExit>;
  isAlive = true;
  readonly #exit = Promise.withResolvers<ProcessExit>();
  readonly #socket: Duplex;
  #received = "";
  /** Who waits for an answer, in the order of the calls. */
  readonly #calls: ((answer: Answer) => void)[] = [];

  constructor(server: Server) {
    const [host, guest] = duplexPair();
    this.#socket = guest;
    this.exited = this.#exit.promise;
    void this.exited.then(() => host.destroy());
    server.emit("connection", Object.assign(host, { setNoDelay: () => host }));
    guest.on("data", (piece: Buffer) => this.#receive(piece.toString()));
    guest.on("error", () => undefined);
  }

  signal(name: "SIGTERM" | "SIGKILL"): void {
    this.end({ signal: name });
  }

  end({ exitCode, signal }: { readonly exitCode?: number; readonly signal?: string }): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    for (const stream of [this.stdout, this.stderr, this.telemetry]) stream.end();
    this.#exit.resolve({ exitCode, signal, outOfMemory: false });
  }

  /** Never resolves when the program ends, or its server closes the connection, before it is answered. */
  call(method: string, path: string, body = "", headers: readonly string[] = []): Promise<Answer> {
    const answered = new Promise<Answer>((resolve) => this.#calls.push(resolve));
    if (!this.isAlive) return answered;
    const head = [`${method} ${path} HTTP/1.1`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`];
    // The answer may come before this returns.
    this.#socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
    return answered;
  }

  #receive(text: string): void {
    this.#received += text;
    for (;;) {
      const end = this.#received.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/.exec(this.#received)?.[1] ?? 0);
      if (end < 0 || this.#received.length < end + 4 + length) return;
      const head = this.#received.slice(0, end);
      const body = this.#received.slice(end + 4, end + 4 + length);
      this.#received = this.#received.slice(end + 4 + length);
      if (this.isAlive) this.#calls.shift()?.({ status: Number(head.slice(9, 12)), head, body });
    }
  }
}
