import type { Duplex } from "node:stream";
import type { Clock } from "../../base/index.ts";
import type { Destination } from "../../runtime-api/index.ts";

type HttpDestination = Extract<Destination, { protocol: "HTTP" }>;

const STATUS_LINE = /^HTTP\/1\.[01] (\d{3})[ \r]/;
/** Whoever sends more than this before a status line does not speak HTTP. */
const STATUS_BYTES_MAX = 4_096;
/** How long a server that has answered may take to close its connection, as it was asked to. */
const CLOSE_MS_MAX = 1_000;

/**
 * Sends a batch of events to a server in a sandbox, on a connection of its own. Resolves with the status of its answer,
 * however long that takes, and throws when the connection ends before. The connection is closed in either case.
 */
export async function deliverByHttp(
  connection: Duplex,
  { method, path, port }: HttpDestination,
  body: string,
  clock: Clock,
): Promise<number> {
  const head = [
    `${method} ${path} HTTP/1.1`,
    `Host: sandbox.localdomain:${port}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    // One batch now and then is not worth a connection that has to be watched.
    "Connection: close",
  ];
  connection.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  try {
    return await status(connection);
  } finally {
    if (!connection.destroyed) closeSoon(connection, clock);
  }
}

/** The rest of the answer is read and thrown away, for a server that is still writing it. */
function closeSoon(connection: Duplex, clock: Clock): void {
  const late = clock.after(CLOSE_MS_MAX, () => connection.destroy());
  connection.once("close", () => late.cancel());
  connection.once("end", () => connection.destroy());
}

function status(connection: Duplex): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = "";
    connection.on("data", (piece: Buffer) => {
      if (text.length > STATUS_BYTES_MAX) return;
      text += piece.toString("latin1");
      const found = STATUS_LINE.exec(text)?.[1];
      if (found !== undefined) resolve(Number(found));
      else if (text.length > STATUS_BYTES_MAX) reject(new Error("The answer is not HTTP."));
    });
    for (const end of ["end", "close"])
      connection.once(end, () => reject(new Error("The connection ended without an answer.")));
    connection.on("error", reject);
  });
}
