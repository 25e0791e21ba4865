import assert from "node:assert/strict";
import { it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock, systemRandom } from "../../base/index.ts";
import { claimDatabase } from "./database-claim.ts";
import { withCluster } from "./testing/suite.ts";

function options(url: string, onLost: () => void = () => {}): Parameters<typeof claimDatabase>[0] {
  return { url, clock: systemClock, random: systemRandom, onLost };
}

const HOLDERS = "select count(*)::int as count from pg_locks where locktype = 'advisory' and granted";

withCluster("a database in PostgreSQL", (cluster) => {
  it("is had by one server, until it lets go", async () => {
    const url = await cluster().database();
    const first = await claimDatabase(options(url));
    const elsewhere = await claimDatabase(options(await cluster().database()));
    await assert.rejects(claimDatabase(options(url)), {
      code: "in-use",
      message: /another Hearth server has test_1 at 127\.0\.0\.1:\d+; .*--store/,
    });
    await first.release();
    const second = await claimDatabase(options(url));
    await Promise.all([second.release(), elsewhere.release()]);
  });

  it("is taken again after the connection broke", async () => {
    const claim = await claimDatabase(options(await cluster().database(), () => assert.fail("it was not lost")));
    await cluster().stop("immediate");
    await cluster().start();
    for (let held = false; !held; await sleep(20)) held = (await cluster().query(HOLDERS))[0]?.["count"] === 1;
    await claim.release();
  });

  it("is lost when another took it meanwhile", async () => {
    const url = await cluster().database();
    const name = new URL(url).pathname.slice(1);
    const lost = Promise.withResolvers<void>();
    await cluster().query("create role plain login");
    const claim = await claimDatabase(options(url.replace("hearth@", "plain@"), lost.resolve));
    // From now on only superusers get in.
    await cluster().query(`alter database ${name} connection limit 0`);
    await cluster().query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'plain'`);
    const other = await claimDatabase(options(url));
    await cluster().query(`alter database ${name} connection limit -1`);
    await lost.promise;
    await Promise.all([claim.release(), other.release()]);
  });
});
