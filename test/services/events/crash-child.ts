// Puts events as fast as it can and says which were accepted, until it is killed. Its targets fail, or are never done.
import { systemClock, systemRandom, TargetError } from "../../../src/base/index.ts";
import { createEventsService } from "../../../src/services/events/index.ts";
import { openSqlite } from "../../../src/store/sqlite/index.ts";
import { createWorker } from "../../../src/work/index.ts";
import { Account } from "./events-fixture.ts";

const [folder = ""] = process.argv.slice(2);
const stores = await openSqlite({ folder, clock: systemClock });

function take(arn: string): Promise<void> {
  if (arn.endsWith("never")) return new Promise(() => {});
  return Promise.reject(new TargetError("Busy", "not now", { retryable: true }));
}

const service = createEventsService({
  records: stores.records,
  logs: stores.logs,
  newWorker: (queue, handle) =>
    createWorker({ work: stores.work, queue, handle, clock: systemClock, onFault: () => {}, leaseMs: 1000 }),
  targets: {
    invokeFunction: take,
    sendMessage: take,
    publish: take,
    putEvent: take,
    putObject: take,
  },
  clock: systemClock,
  random: systemRandom,
  onDropped: () => {},
});
await service.start();
const account = new Account(() => service, "000000000001");
const never = account.arn("sqs", "never");
await account.makeRule("rule", "s", [
  { Id: "failing", Arn: account.arn("sqs", "failing") },
  { Id: "never", Arn: never },
]);
process.stdout.write("ready\n");
for (;;) {
  const Entries = [1, 2, 3].map((n) => ({ Source: "s", DetailType: "d", Detail: `{"n":${n}}` }));
  const answer = await account.call("PutEvents", { Entries });
  process.stdout.write(`${(answer.Entries ?? []).map(({ EventId }) => EventId).join("\n")}\n`);
}
