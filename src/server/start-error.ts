import { authority } from "./loopback.ts";
import type { ServerConfig } from "./config.ts";

/** Why the server could not start, with what to do about it. */
export class StartError extends Error {
  readonly cure: string | undefined;

  constructor(message: string, cure: string | undefined, options?: ErrorOptions) {
    super(message, options);
    this.name = "StartError";
    this.cure = cure;
  }
}

/** Puts what the system says of listening in words that name the address and the cure. */
export function listenFailure(error: unknown, { host, port }: ServerConfig): StartError {
  const address = authority(host, port);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "EADDRINUSE":
      return new StartError(
        `port ${port} of ${host} is in use`,
        `Stop the program that has it (another Hearth? see: hearth status), or choose another with --port or HEARTH_PORT`,
        { cause: error },
      );
    case "EACCES":
      return new StartError(`this user may not listen on port ${port}`, "Choose one above 1023 with --port", {
        cause: error,
      });
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new StartError(`this machine has no address ${host}`, "Choose another with --host", { cause: error });
    default:
      return new StartError(
        `cannot listen on ${address}: ${error instanceof Error ? error.message : String(error)}`,
        undefined,
        {
          cause: error,
        },
      );
  }
}
