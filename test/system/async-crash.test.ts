// The promise of a 202: whatever moment kill -9 comes at, each event that was acknowledged is delivered at least once, and
// what became of it is decided exactly once.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { DatabaseSync } from "node:sqlite";
import { PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import { HearthProcess, pause } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";

/** Some 0.6 seconds each where nothing else runs, most of it the start of a server. */
const KILLS = Number(process.env["HEARTH_TEST_KILLS"] ?? 200);
const SENDERS = 4;
/** Acknowledged events, at most, after which a server is killed. */
const ACKS_MAX = 16;

/** What has happened, for both functions: one line each, appended in one write. */
const SOURCE = `
const { appendFileSync } = require("node:fs");
exports.work = async (event, { awsRequestId }) => {
  appendFileSync(process.env.JOURNAL, "work " + awsRequestId + "\\n");
  if (event.fail) throw new Error("as asked");
};
exports.settled = async ({ requestContext }, { awsRequestId }) => {
  appendFileSync(process.env.JOURNAL, ["settled", requestContext.requestId, requestContext.condition, awsRequestId].join(" ") + "\\n");
};
`;

class Chaos {
  readonly folder: string;
  readonly journal: string;
  readonly acknowledged = new Map<string, { readonly fails: boolean }>();
  #sent = 0;

  constructor(folder: string) {
    this.folder = folder;
    this.journal = join(folder, "journal");
  }

  start(): Promise<HearthProcess> {
    return HearthProcess.start({
      dataFolder: join(this.folder, "data"),
      flags: ["--tier", "process"],
      environment: { HEARTH_TEST_RETRY_MS: "50" },
    });
  }

  /** Sends until the server is gone, or has acknowledged so many. */
  async send(hearth: HearthProcess, acksMax: number): Promise<void> {
    const end = this.acknowledged.size + acksMax;
    const sender = async (): Promise<void> => {
      while (this.acknowledged.size < end && (await this.#sendOne(hearth)));
    };
    await Promise.all(Array.from({ length: SENDERS }, sender));
  }

  async #sendOne({ endpoint }: HearthProcess): Promise<boolean> {
    const fails = this.#sent++ % 4 === 0;
    try {
      const response = await fetch(`${endpoint}/2015-03-31/functions/work/invocations`, {
        method: "POST",
        headers: { "x-amz-invocation-type": "Event" },
        body: JSON.stringify({ fail: fails }),
      });
      assert.equal(response.status, 202, await response.text());
      this.acknowledged.set(response.headers.get("x-amzn-requestid") ?? assert.fail(), { fails });
      return true;
    } catch (error) {
      // Nobody answered: it was killed, and the event may be there or not.
      if (error instanceof TypeError) return false;
      throw error;
    }
  }
}

/** What the functions have told, by request id of the event. */
async function readJournal({
  journal,
}: Chaos): Promise<{ works: Map<string, number>; settlements: Map<string, Set<string>> }> {
  const works = new Map<string, number>();
  const settlements = new Map<string, Set<string>>();
  for (const line of (await readFile(journal, "utf8")).split("\n")) {
    const [what, requestId = "", condition = "", deliveryId = ""] = line.split(" ");
    if (what === "work") works.set(requestId, (works.get(requestId) ?? 0) + 1);
    if (what === "settled")
      settlements.set(requestId, (settlements.get(requestId) ?? new Set()).add(`${condition} ${deliveryId}`));
  }
  return { works, settlements };
}

async function setUp(chaos: Chaos): Promise<void> {
  await writeFile(chaos.journal, "");
  const hearth = await chaos.start();
  const client = lambdaClient(hearth.endpoint);
  for (const FunctionName of ["work", "settled"])
    await createFunction(client, {
      FunctionName,
      files: { "index.js": SOURCE },
      Runtime: "nodejs22.x",
      Handler: `index.${FunctionName}`,
      // However busy the machine is, that is no failure.
      Timeout: 60,
      Environment: { Variables: { JOURNAL: chaos.journal } },
    });
  const Destination = "arn:aws:lambda:us-east-1:000000000000:function:settled";
  const DestinationConfig = { OnSuccess: { Destination }, OnFailure: { Destination } };
  const config = { FunctionName: "work", MaximumRetryAttempts: 1, DestinationConfig };
  await client.send(new PutFunctionEventInvokeConfigCommand(config));
  client.destroy();
  await hearth.end("SIGKILL");
}

/** One server's life: it takes up what is there, accepts some more, and is killed somewhere in the middle. */
async function live(chaos: Chaos): Promise<void> {
  const hearth = await chaos.start();
  const sending = chaos.send(hearth, Math.floor(Math.random() * ACKS_MAX));
  if (Math.random() < 0.5) await sending;
  await pause(Math.random() * 150);
  await hearth.end("SIGKILL");
  await sending;
}

test(`every acknowledged event is delivered and settled exactly once, through ${KILLS} times kill -9`, async (t) => {
  const chaos = new Chaos(await mkdtemp(join(tmpdir(), "hearth-async-crash-")));
  let hearth: HearthProcess | undefined;
  t.after(async () => {
    await hearth?.dispose(); // it would go on writing where its folder was
    await rm(chaos.folder, { recursive: true, force: true });
  });
  await setUp(chaos);
  for (let count = 0; count < KILLS; count++) await live(chaos);

  hearth = await chaos.start();
  const waiting = (): number => {
    const database = new DatabaseSync(join(chaos.folder, "data/database/work.sqlite"), { readOnly: true });
    const row = database.prepare("select count(*) as count from work").get();
    database.close();
    return Number(row?.["count"]);
  };
  while (waiting() > 0) await pause(100);

  const { works, settlements } = await readJournal(chaos);
  assert.ok(chaos.acknowledged.size > KILLS, `only ${chaos.acknowledged.size} were acknowledged`);
  for (const [requestId, { fails }] of chaos.acknowledged) {
    assert.ok((works.get(requestId) ?? 0) >= (fails ? 2 : 1), `${requestId} was done ${works.get(requestId)} times`);
    assert.ok(settlements.has(requestId), `${requestId} was never settled`);
    const [outcome = ""] = settlements.get(requestId) ?? [];
    assert.equal(outcome.split(" ")[0], fails ? "RetriesExhausted" : "Success");
  }
  for (const [requestId, outcomes] of settlements)
    assert.equal(outcomes.size, 1, `${requestId} was settled ${outcomes.size} times: ${[...outcomes].join()}`);
  const repeated = [...works.values()].filter((count) => count > 2).length;
  t.diagnostic(`${chaos.acknowledged.size} events acknowledged, ${settlements.size} settled, ${repeated} done again`);
});
