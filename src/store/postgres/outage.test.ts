import assert from "node:assert/strict";
import { it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock, systemRandom } from "../../base/index.ts";
import { StoreUnavailableError } from "../ports/records.ts";
import type { NewWork } from "../ports/work-queue.ts";
import { openPostgres } from "./index.ts";
import type { PostgresStores } from "./index.ts";
import { withCluster } from "./testing/suite.ts";

const NOW_MS = 1_700_000_000_000;

function open(url: string, patienceMs: number, report: (message: string) => void = () => {}): Promise<PostgresStores> {
  return openPostgres({ url, clock: systemClock, random: systemRandom, patienceMs, report });
}

function item(id: string): NewWork {
  return { queue: "q", lane: "a", id, visibleAtMs: NOW_MS, state: null, payload: Buffer.from(id) };
}

function isUnavailable(error: unknown): error is StoreUnavailableError {
  return error instanceof StoreUnavailableError;
}

withCluster("a PostgreSQL server that goes away", (cluster) => {
  it("and comes back soon is waited for, and nothing is lost", async () => {
    const reports: string[] = [];
    const stores = await open(await cluster().database(), 60_000, (message) => reports.push(message));
    await stores.work.put([item("before")], NOW_MS);
    await cluster().stop("fast");
    const waiting = [
      stores.work.put([item("during")], NOW_MS),
      stores.records.write([{ op: "put", kind: "k", key: "during", value: 1, expect: "absent" }]),
      stores.records.get("k", "none"),
    ];
    await sleep(200);
    await cluster().start();
    await Promise.all(waiting);
    const claim = await stores.work.claim({ queue: "q", lane: "a", nowMs: NOW_MS, leaseEndMs: NOW_MS + 1, limit: 9 });
    assert.deepEqual(
      claim.work.map(({ id }) => id),
      ["before", "during"],
    );
    assert.equal((await stores.records.get("k", "during"))?.version, 1);
    assert.match(reports[0] ?? "", /cannot be reached .*; trying again/);
    assert.deepEqual(reports.slice(1), ["the PostgreSQL database is back"]);
    await stores.close();
  });

  it("for longer is told to who waits, and is used again once it is back", async () => {
    const stores = await open(await cluster().database(), 150);
    await stores.records.write([{ op: "put", kind: "k", key: "a", value: 1 }]);
    await cluster().stop("immediate");
    const failed = await Promise.allSettled([
      stores.work.put([item("x")], NOW_MS),
      stores.records.write([{ op: "put", kind: "k", key: "b", value: 1 }]),
      stores.records.get("k", "a"),
    ]);
    for (const each of failed) {
      assert.ok(each.status === "rejected" && isUnavailable(each.reason), JSON.stringify(each));
      assert.equal(each.reason.outcome, "not-done");
      assert.match(each.reason.message, /the database cannot be reached: /);
    }
    await cluster().start();
    assert.equal((await stores.records.get("k", "a"))?.value, 1);
    assert.equal(await stores.records.get("k", "b"), undefined);
    await stores.work.put([item("x")], NOW_MS);
    await stores.close();
  });

  it("by a crash in the middle of writes keeps all that it acknowledged", async () => {
    const stores = await open(await cluster().database(), 60_000);
    const acknowledged: string[] = [];
    const end = new AbortController();
    const write = async (writer: number): Promise<void> => {
      for (let count = 0; !end.signal.aborted; count++) {
        const key = `${writer}/${count}`;
        try {
          await Promise.all([
            stores.work.put([item(key)], NOW_MS),
            stores.records.write([{ op: "put", kind: "k", key, value: count }]),
          ]);
          acknowledged.push(key);
        } catch (error) {
          assert.ok(isUnavailable(error) && error.outcome === "unknown", String(error));
        }
      }
    };
    const writing = Array.from({ length: 8 }, (_, writer) => write(writer));
    for (let crashes = 0; crashes < 3; crashes++) {
      await sleep(150);
      await cluster().stop("immediate");
      await cluster().start();
    }
    end.abort();
    await Promise.all(writing);
    assert.ok(acknowledged.length > 0);
    const records = new Set((await stores.records.list("k", { prefix: "", limit: 1_000_000 })).map(({ key }) => key));
    assert.deepEqual(
      acknowledged.filter((key) => !records.has(key)),
      [],
    );
    const query = { queue: "q", lane: "a", nowMs: NOW_MS, leaseEndMs: NOW_MS + 1, limit: 1_000_000 };
    const work = new Set((await stores.work.claim(query)).work.map(({ id }) => id));
    assert.deepEqual(
      acknowledged.filter((key) => !work.has(key)),
      [],
    );
    await stores.close();
  });
});
