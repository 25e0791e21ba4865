import type { Duplex } from "node:stream";
import type { Clock } from "../../base/index.ts";
import type { Destination } from "../../runtime-api/index.ts";
import type { Sandbox } from "../../sandbox/index.ts";
import { deliverByHttp } from "./http-delivery.ts";

/** Brings batches of events to where an extension listens: each in a request of its own, or all down one connection. */
export class TelemetrySender {
  readonly #destination: Destination;
  readonly #sandbox: Pick<Sandbox, "connect">;
  readonly #clock: Clock;
  /** The one that is open: for good with TCP, during a request with HTTP. */
  #connection: Duplex | undefined;
  #isClosed = false;

  constructor(destination: Destination, sandbox: Pick<Sandbox, "connect">, clock: Clock) {
    this.#destination = destination;
    this.#sandbox = sandbox;
    this.#clock = clock;
  }

  /** One batch at a time. Throws when it did not arrive, for all that can be known. */
  async send(events: readonly string[]): Promise<void> {
    if (this.#destination.protocol === "TCP") return this.#write(`${events.join("\n")}\n`);
    const connection = await this.#connect();
    const status = await deliverByHttp(connection, this.#destination, `[${events.join(",")}]`, this.#clock);
    if (status < 200 || status > 299) throw new Error(`HTTP status ${status}`);
  }

  close(): void {
    this.#isClosed = true;
    this.#connection?.destroy();
  }

  async #connect(): Promise<Duplex> {
    const connection = await this.#sandbox.connect(this.#destination.port);
    // Whoever writes or waits is told; a connection that breaks in between is made anew.
    connection.on("error", () => connection.destroy());
    if (this.#isClosed) connection.destroy();
    this.#connection = connection;
    return connection;
  }

  async #write(text: string): Promise<void> {
    const open = this.#connection?.destroyed === false ? this.#connection : await this.#connect();
    open.resume(); // nothing that is said in return matters, but it must not pile up
    await new Promise<void>((resolve, reject) => {
      open.write(text, (error) => {
        if (error === null || error === undefined) resolve();
        else reject(error);
      });
    });
  }
}
