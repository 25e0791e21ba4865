import assert from "node:assert/strict";
import { it } from "node:test";
import { systemClock, systemRandom } from "../../base/index.ts";
import type { ChangeNotice, RecordStore } from "../ports/records.ts";
import { openPostgres } from "./index.ts";
import { withCluster } from "./testing/suite.ts";

const put = (key: string, value: number): { op: "put"; kind: string; key: string; value: number } => ({
  op: "put",
  kind: "thing",
  key,
  value,
});

/** Follows the changes until `last` is told. */
async function follow(records: RecordStore, last: string): Promise<readonly ChangeNotice[]> {
  const told: ChangeNotice[] = [];
  while (!told.some(({ key }) => key === last)) {
    told.push(...(await records.changesAfter(told.at(-1)?.sequence ?? 0, 7)));
  }
  return told;
}

withCluster("two adapters on one PostgreSQL database", (cluster) => {
  it("may be opened at the same moment, while the schema is made", async () => {
    const url = await cluster().database();
    const opening = Array.from({ length: 4 }, () =>
      openPostgres({ url, clock: systemClock, random: systemRandom, report: () => {} }),
    );
    const stores = await Promise.all(opening);
    await Promise.all(stores.map(({ records }, index) => records.write([put(`k${index}`, index)])));
    assert.equal((await stores[0]?.records.list("thing", { prefix: "", limit: 10 }))?.length, 4);
    await Promise.all(stores.map((each) => each.close()));
  });

  it("tell all changes to one who follows them while both write, and never repeat a version", async () => {
    const url = await cluster().database();
    const options = { url, clock: systemClock, random: systemRandom, report: () => {} };
    const [one, other] = [await openPostgres(options), await openPostgres(options)];
    const following = follow(one.records, "last");
    const write = async ({ records }: typeof one, name: string): Promise<void> => {
      for (let count = 0; count < 60; count++) {
        await Promise.all([records.write([put(`${name}/${count}`, count)]), records.write([put("both", count)])]);
      }
    };
    await Promise.all([write(one, "one"), write(other, "other")]);
    await other.records.write([put("last", 0)]);
    const told = await following;
    const keys = new Set(told.map(({ key }) => key));
    assert.equal(keys.size, 122, "a change was passed over");
    assert.ok(told.every(({ sequence }, index) => sequence > (told[index - 1]?.sequence ?? 0)));
    assert.equal((await one.records.get("thing", "both"))?.version, 120);
    await Promise.all([one.close(), other.close()]);
  });
});
