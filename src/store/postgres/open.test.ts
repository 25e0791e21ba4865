import assert from "node:assert/strict";
import { it, test } from "node:test";
import { systemRandom, TestClock } from "../../base/index.ts";
import { checkFacts } from "./check-server.ts";
import { openPostgres } from "./index.ts";
import { DatabaseOpenError, type DatabaseOpenErrorCode } from "./open-error.ts";
import { withCluster } from "./testing/suite.ts";

async function refused(url: string, code: DatabaseOpenErrorCode, ...words: readonly RegExp[]): Promise<void> {
  await assert.rejects(
    openPostgres({ url, clock: new TestClock(), random: systemRandom, report: () => {} }),
    (error: unknown) => {
      assert.ok(error instanceof DatabaseOpenError, String(error));
      assert.equal(error.code, code, error.message);
      for (const pattern of words) assert.match(error.message, pattern);
      assert.doesNotMatch(error.message, /s3cret/);
      return true;
    },
  );
}

test("a server that is too old, or a database that holds no Unicode, is refused", () => {
  assert.throws(() => checkFacts(130_022, "13.22", "UTF8"), { code: "too-old", message: /14 or newer.*13\.22/ });
  assert.throws(() => checkFacts(150_018, "15.18", "SQL_ASCII"), { code: "encoding", message: /SQL_ASCII.*UTF8/ });
  checkFacts(140_000, "14.0", "UTF8");
});

test("a place where nothing listens is told, without the password", async () => {
  const words = [/cannot reach nothing at 127\.0\.0\.1:1\b/, /ECONNREFUSED/, /start PostgreSQL there/];
  await refused("postgres://hearth:s3cret@127.0.0.1:1/nothing", "unreachable", ...words);
});

withCluster("a PostgreSQL server", (cluster) => {
  it("that has no such database is told", async () => {
    await refused(cluster().url("absent"), "missing", /database "absent" does not exist/, /createdb/);
  });

  it("that does not know the user or the password is told", async () => {
    const url = await cluster().database();
    await refused(url.replace("hearth@", "stranger@"), "refused", /role "stranger" does not exist/);
    await cluster().query("create role careful login password 'right'");
    const [row] = await cluster().query("show hba_file");
    await cluster().query(`copy (select 'host all all all scram-sha-256') to '${String(row?.["hba_file"])}'`);
    await cluster()
      .query("select pg_reload_conf()")
      .catch(() => {
        // From now on the superuser has no password to show.
      });
    await refused(url.replace("hearth@", "careful:s3cret@"), "refused", /password authentication failed/, /--store/);
  });
});

withCluster("a database", (cluster) => {
  it("in which the user may make nothing is told", async () => {
    const url = await cluster().database();
    await cluster().query("create role guest login");
    await refused(url.replace("hearth@", "guest@"), "denied", /permission denied/, /GRANT CREATE/);
  });

  it("that a newer Hearth wrote is left alone", async () => {
    const url = await cluster().database();
    const stores = await openPostgres({ url, clock: new TestClock(), random: systemRandom, report: () => {} });
    await stores.close();
    const name = new URL(url).pathname.slice(1);
    await cluster().query("insert into hearth.migration values ('records', 99, 'later', 0)", name);
    await refused(url, "schema-too-new", /schema 99/, /newer version/);
  });

  it("in another encoding is told", async () => {
    await cluster().query("create database latin encoding 'LATIN1' locale 'C' template template0");
    await refused(cluster().url("latin"), "encoding", /LATIN1/);
  });
});
