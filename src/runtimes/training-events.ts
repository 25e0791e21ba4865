import type { Sandbox } from "../sandbox/index.ts";

/** Enough that everything on an event's way has been used, and more than once. */
const EVENTS = 3;
const EVENT = '{"text":"hello","number":1,"list":[1.5,true,null],"nested":{"a":"b"}}';

/**
 * Answers as a Runtime API with a few events, one after another. It understands no more than what a runtime client in
 * training says: requests of known length. Resolves when the client asks for one event more.
 */
export function answerTrainingEvents(runtimeApi: Sandbox["runtimeApi"]): Promise<"had all"> {
  return new Promise((resolve) => {
    let given = 0;
    runtimeApi.on("connection", (connection) => {
      let unread: Buffer = Buffer.alloc(0);
      // The client is killed while it waits, which is no news.
      connection.on("error", () => connection.destroy());
      connection.on("data", (piece: Buffer) => {
        unread = Buffer.concat([unread, piece]);
        for (let request = firstRequest(unread); request !== undefined; request = firstRequest(unread)) {
          unread = unread.subarray(request.bytes);
          if (request.method === "POST") connection.write(response("202 Accepted", [], '{"status":"OK"}\n'));
          else if (given++ < EVENTS) connection.write(response("200 OK", eventHeaders(given), EVENT));
          else resolve("had all");
        }
      });
    });
  });
}

/** The first request, once all of it is there: a body may come apart from its head, and together with what follows. */
function firstRequest(unread: Buffer): { readonly method: string; readonly bytes: number } | undefined {
  const headBytes = unread.indexOf("\r\n\r\n") + 4;
  if (headBytes < 4) return undefined;
  const head = unread.toString("latin1", 0, headBytes);
  const bytes = headBytes + Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  return bytes <= unread.length ? { method: head.slice(0, head.indexOf(" ")), bytes } : undefined;
}

function eventHeaders(number: number): string[] {
  return [
    `Lambda-Runtime-Aws-Request-Id: 00000000-0000-4000-8000-00000000000${number}`,
    // Never reached: the end of the year 9999.
    "Lambda-Runtime-Deadline-Ms: 253402300799000",
    "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:000000000000:function:training",
    "Lambda-Runtime-Trace-Id: Root=1-00000000-000000000000000000000000;Sampled=0",
  ];
}

function response(status: string, headers: readonly string[], body: string): string {
  const head = [`HTTP/1.1 ${status}`, "Content-Type: application/json", `Content-Length: ${body.length}`, ...headers];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}
