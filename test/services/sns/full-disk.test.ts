// A full disk refuses what cannot be kept, and what was acknowledged before is delivered.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { Account, openSns } from "./sns-fixture.ts";

for (const [kind, attributes] of [
  ["standard", {}],
  ["FIFO", { FifoTopic: "true", ContentBasedDeduplication: "true" }],
] as const)
  test(`a message for which there is no room is refused, ${kind}`, async () => {
    const folder = await mkdtemp(join(tmpdir(), "hearth-sns-full-"));
    const { service, stores, world, restart, until } = await openSns(folder, { pagesMax: 256 });
    const account = new Account(service, "000000000001");
    const topic = await account.topic(kind === "FIFO" ? "t.fifo" : "t", attributes);
    const queue = account.queue(kind === "FIFO" ? "q.fifo" : "q");
    await account.subscribe(topic, queue, { RawMessageDelivery: "true" });
    // Not started, so that nothing is delivered and everything stays.
    const acknowledged: string[] = [];
    let refusal: unknown;
    for (let index = 0; refusal === undefined && index < 100; index += 1) {
      const Message = `${index}:${"x".repeat(60_000)}`;
      try {
        await account.call("Publish", { TopicArn: topic, Message, MessageGroupId: "g" });
        acknowledged.push(Message);
      } catch (error) {
        refusal = error;
      }
    }
    assert.equal((refusal as { code?: string } | undefined)?.code, "InternalErrorException");
    assert.match(String(refusal), /disk that holds the data folder is full/);
    assert.ok(acknowledged.length > 0);
    await restart();
    await until(() => world.at(queue).length >= acknowledged.length);
    assert.deepEqual(world.bodies(queue).toSorted(), acknowledged.toSorted());
    await service().stop(0);
    await stores.close();
    await rm(folder, { recursive: true });
  });
