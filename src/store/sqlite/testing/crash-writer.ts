import { writeSync } from "node:fs";
import { systemClock } from "../../../base/index.ts";
import { openSqlite } from "../index.ts";

// Started by the crash test: writes without end, and says on standard output what was acknowledged, until it is killed.

const [folder = "", round = ""] = process.argv.slice(2);
const { records, logs } = await openSqlite({ folder, clock: systemClock });
const scope = { accountId: "000000000000", region: "us-east-1" };

async function writeRecords(writer: number): Promise<void> {
  for (let count = 0; ; count++) {
    const key = `${round}/${writer}/${count}`;
    // Two records at once: never may one be there without the other.
    await records.write([
      { op: "put", kind: "acknowledged", key, value: { text: "x".repeat(count % 3_000) }, expect: "absent" },
      { op: "put", kind: "twin", key, value: count },
    ]);
    writeSync(1, `record ${key}\n`);
  }
}

async function appendLogs(): Promise<void> {
  for (let count = 0; ; count++) {
    const message = `${round}/${count}`;
    await logs.append([{ scope, group: "g", stream: round, events: [{ timestampMs: count, message }] }], count);
    writeSync(1, `log ${message}\n`);
  }
}

await Promise.all([writeRecords(1), writeRecords(2), writeRecords(3), appendLogs()]);
