import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Statement } from "../statement.ts";
import { renderSqliteStatements } from "./render-statements.ts";
import * as statements from "./statements.ts";

test("the compiled statements are those of the queries", async (t) => {
  // Beside the real file, so that its import of a type resolves.
  const folder = mkdtempSync(join(import.meta.dirname, ".render-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "statements.ts");
  writeFileSync(file, renderSqliteStatements());
  const fresh: unknown = await import(pathToFileURL(file).href);
  assert.deepEqual({ ...statements }, { ...(fresh as object) }, "run: node src/store/sqlite/render-statements.ts");
});

function plan(database: DatabaseSync, sql: string): string {
  const rows = database.prepare(`explain query plan ${sql}`).all();
  return rows.map((row) => String(row["detail"])).join("; ");
}

test("queries over events, streams and records use an index and sort nothing", () => {
  const database = new DatabaseSync(":memory:");
  for (const { statements: steps } of [
    ...statements.recordMigrations,
    ...statements.logMigrations,
    ...statements.workMigrations,
    ...statements.messageMigrations,
  ]) {
    for (const step of steps) database.exec(step);
  }
  const indexed: Record<string, Statement> = {
    readGroup: statements.readGroup,
    readGroupDescending: statements.readGroupDescending,
    readStream: statements.readStream,
    readStreamDescending: statements.readStreamDescending,
    expireEvents: statements.expireEvents,
    deleteEventsOfStream: statements.deleteEventsOfStream,
    listLogStreamsByName: statements.listLogStreamsByName,
    listLogStreamsByNameDescending: statements.listLogStreamsByNameDescending,
    listLogStreamsByEvent: statements.listLogStreamsByEvent,
    listLogStreamsByEventDescending: statements.listLogStreamsByEventDescending,
    listRecordsFrom: statements.listRecordsFrom,
    listRecordsAfter: statements.listRecordsAfter,
    changesAfter: statements.changesAfter,
    shrinkLogStream: statements.shrinkLogStream,
    lastSequence: statements.lastSequence,
    forgetDeleted: statements.forgetDeleted,
    listLogGroupsFrom: statements.listLogGroupsFrom,
    visibleMessages: statements.visibleMessages,
    nextVisibleMessage: statements.nextVisibleMessage,
    firstOfMessageGroup: statements.firstOfMessageGroup,
    availableMessageGroups: statements.availableMessageGroups,
    nextMessageGroup: statements.nextMessageGroup,
    oldMessages: statements.oldMessages,
    oldDuplicates: statements.oldDuplicates,
    walkLaneAt: statements.walkLaneAt,
    walkLaneAfter: statements.walkLaneAfter,
    readPayload: statements.readPayload,
    firstLane: statements.firstLane,
    laneAfter: statements.laneAfter,
    finishWork: statements.finishWork,
    repeatWork: statements.repeatWork,
    lastWork: statements.lastWork,
    dropWork: statements.dropWork,
  };
  for (const [name, { sql }] of Object.entries(indexed)) {
    const how = plan(database, sql);
    assert.doesNotMatch(how, /TEMP B-TREE|SCAN (?!CONSTANT)/, `${name}: ${how}`);
    assert.match(how, /SEARCH/, `${name}: ${how}`);
  }
  assert.match(
    plan(database, statements.walkLaneAt.sql),
    /work_due \(queue=\? AND lane=\? AND due_ms=\? AND sequence>/,
  );
  assert.match(plan(database, statements.readGroup.sql), /log_event_group \(group_id=\? AND timestamp_ms>\? AND/);
});
