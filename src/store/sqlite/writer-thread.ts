import { parentPort, workerData } from "node:worker_threads";
import { Connection } from "./connection.ts";
import { failureOf } from "./failures.ts";
import { commitTogether } from "./group-commit.ts";
import { LogWriter } from "./log-writer.ts";
import { migrate } from "./migrate.ts";
import type { Outcome, WriterOptions, WriterReply, WriterRequest } from "./protocol.ts";
import { RecordWriter } from "./record-writer.ts";
import { logMigrations, recordMigrations } from "./statements.ts";

// The one thread that writes. It works off requests in the order in which they come and keeps none.

function open(file: string, synchronous: "FULL" | "NORMAL", { pagesMax }: WriterOptions): Connection {
  const connection = new Connection({ file, readOnly: false, synchronous });
  if (pagesMax !== undefined) connection.execute(`pragma max_page_count = ${pagesMax}`);
  return connection;
}

/** Opens both databases and brings them to the present schema. */
function openAll(options: WriterOptions): (request: WriterRequest) => WriterReply {
  const records = open(options.recordsFile, "FULL", options);
  const logs = open(options.logsFile, "NORMAL", options);
  migrate(records, "records", recordMigrations, options.nowMs);
  migrate(logs, "logs", logMigrations, options.nowMs);
  const recordWriter = new RecordWriter(records);
  const logWriter = new LogWriter(logs);
  return (request) => {
    if (request.lane === "close") {
      records.close();
      logs.close();
      return { type: "closed" };
    }
    const outcomes: readonly Outcome[] =
      request.lane === "records"
        ? commitTogether(records, recordWriter, request.ops)
        : commitTogether(logs, logWriter, request.ops);
    return { type: "outcomes", lane: request.lane, outcomes };
  };
}

function main(): void {
  const port = parentPort;
  if (port === null) throw new Error("the writer runs in a worker thread only");
  const reply = (message: WriterReply): void => port.postMessage(message);
  try {
    const answer = openAll(workerData as WriterOptions);
    port.on("message", (request: WriterRequest) => {
      reply(answer(request));
      if (request.lane === "close") port.close();
    });
    reply({ type: "ready" });
  } catch (error) {
    reply({ type: "broken", failure: failureOf(error) });
    port.close();
  }
}

main();
