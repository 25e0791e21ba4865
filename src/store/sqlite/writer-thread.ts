import { parentPort, workerData } from "node:worker_threads";
import { type OpenDatabase, openDatabase } from "./databases.ts";
import { failureOf } from "./failures.ts";
import { commitTogether } from "./group-commit.ts";
import type {
  CommitRequest,
  LaneName,
  Outcome,
  ResultOf,
  WriterOptions,
  WriterReply,
  WriterRequest,
} from "./protocol.ts";

// The one thread that writes. It works off requests in the order in which they come and keeps none.

type Databases = { readonly [Name in LaneName]: OpenDatabase<Name> };

function openAll(options: WriterOptions): Databases {
  return {
    records: openDatabase("records", options),
    logs: openDatabase("logs", options),
    messages: openDatabase("messages", options),
    work: openDatabase("work", options),
  };
}

function commit<Name extends LaneName>(
  databases: Databases,
  request: CommitRequest<Name>,
): readonly Outcome<ResultOf<Name>>[] {
  const { connection, applier }: OpenDatabase<Name> = databases[request.lane];
  return commitTogether(connection, applier, request.ops);
}

function answer(databases: Databases, request: WriterRequest): WriterReply {
  if (request.lane !== "close") return { type: "outcomes", lane: request.lane, outcomes: commit(databases, request) };
  for (const { connection } of Object.values(databases)) connection.close();
  return { type: "closed" };
}

function main(): void {
  const port = parentPort;
  if (port === null) throw new Error("the writer runs in a worker thread only");
  const reply = (message: WriterReply): void => port.postMessage(message);
  try {
    const databases = openAll(workerData as WriterOptions);
    port.on("message", (request: WriterRequest) => {
      reply(answer(databases, request));
      if (request.lane === "close") port.close();
    });
    reply({ type: "ready" });
  } catch (error) {
    reply({ type: "broken", failure: failureOf(error) });
    port.close();
  }
}

main();
