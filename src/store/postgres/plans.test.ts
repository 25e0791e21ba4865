import assert from "node:assert/strict";
import { it } from "node:test";
import { Client } from "pg";
import { systemRandom, TestClock } from "../../base/index.ts";
import { openPostgres } from "./index.ts";
import { SETTINGS } from "./sessions.ts";
import * as statements from "./statements.ts";
import { withCluster } from "./testing/suite.ts";

/** Tables of a few rows, and what is done once at a start. */
const MAY_SCAN = new Set(["groupsWithRetention", "messageRetentions", "removeEmptyMessageQueues", "freeHeldWork"]);
/** Pages of listings: they must come out of an index in their order. */
const IN_ORDER =
  /^(readGroup|readStream|listRecords|listLogGroups|listLogStreams|changesAfter|lanes|visibleMessages|availableMessageGroups)/;

withCluster("the plans of PostgreSQL", (cluster) => {
  it("use an index for every query, and sort no listing, whatever the statistics say", async () => {
    const url = await cluster().database();
    await (await openPostgres({ url, clock: new TestClock(), random: systemRandom, report: () => {} })).close();
    const client = new Client(url);
    await client.connect();
    // The tables are empty here, which is what the planner believes of a queue that has just filled up.
    await client.query(`${SETTINGS}; set plan_cache_mode = force_generic_plan`);
    let count = 0;
    for (const [name, statement] of Object.entries(statements)) {
      if (!("sql" in statement) || /^(create|drop|alter) /.test(statement.sql)) continue;
      await client.query(`prepare "${name}" as ${statement.sql}`);
      const nulls = statement.parameters.map(() => "null").join(", ");
      const rows = (await client.query<{ "QUERY PLAN": string }>(`explain execute "${name}" ${nulls && `(${nulls})`}`))
        .rows;
      const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
      if (!MAY_SCAN.has(name)) assert.doesNotMatch(plan, /Seq Scan on/, `${name}: ${plan}`);
      if (IN_ORDER.test(name)) assert.doesNotMatch(plan, /Sort Key: (?!walk)/, `${name}: ${plan}`);
      count += 1;
    }
    await client.end();
    assert.ok(count > 60, "the check must not fail open");
  });
});
