import assert from "node:assert/strict";
import { test } from "node:test";
import { Lane } from "./lane.ts";
import type { LaneLimits, LaneOutcome } from "./lane.ts";
import { StoreFullError } from "./ports/records.ts";

const limits: LaneLimits = {
  opsPerCommit: 4,
  bytesPerCommit: 100,
  bytesWaiting: 1_000,
  overflow: () => new Error("too much"),
};

/** A lane whose commits are answered by hand. */
function laneByHand(): {
  lane: Lane<string>;
  commits: { ops: readonly string[]; answer(outcomes: LaneOutcome<number>[]): void }[];
} {
  const commits: { ops: readonly string[]; answer(outcomes: LaneOutcome<number>[]): void }[] = [];
  const lane = new Lane<string>(
    (ops) =>
      new Promise((resolve) => {
        commits.push({ ops, answer: resolve });
      }),
    limits,
  );
  return { lane, commits };
}

function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

const done: LaneOutcome<number> = { ok: true, value: 1 };

test("what comes in during a commit goes out with the next, in order and within the limits", async () => {
  const { lane, commits } = laneByHand();
  const all = Promise.all(["a", "b"].map((op) => lane.submit(op, 1)));
  await settle();
  assert.deepEqual(commits[0]?.ops, ["a", "b"]);
  const more = Promise.all(["c", "d", "e", "f", "g"].map((op) => lane.submit(op, 1)));
  await settle();
  assert.equal(commits.length, 1);
  commits[0]?.answer([done, done]);
  await all;
  await settle();
  assert.deepEqual(commits[1]?.ops, ["c", "d", "e", "f"]);
  commits[1]?.answer([done, done, done, done]);
  await settle();
  assert.deepEqual(commits[2]?.ops, ["g"]);
  commits[2]?.answer([done]);
  await more;
  await lane.settled();
});

test("a commit holds no more bytes than it may, but always one operation", async () => {
  const { lane, commits } = laneByHand();
  const all = [lane.submit("large", 500), lane.submit("a", 60), lane.submit("b", 60)];
  for (const expected of ["large", "a", "b"]) {
    await settle();
    assert.deepEqual(commits.at(-1)?.ops, [expected]);
    commits.at(-1)?.answer([done]);
  }
  await Promise.all(all);
});

test("beyond what may wait, operations are refused until there is room again", async () => {
  const { lane, commits } = laneByHand();
  const first = lane.submit("a", 900);
  await assert.rejects(lane.submit("b", 200), /too much/);
  const small = lane.submit("c", 100);
  await settle();
  commits[0]?.answer([done]);
  await first;
  await settle();
  commits[1]?.answer([done]);
  await small;
  const huge = lane.submit("more than may wait, but nothing else does", 5_000);
  await settle();
  commits[2]?.answer([done]);
  assert.equal(await huge, 1);
});

test("each operation gets its own outcome, and all fail when the commit does", async () => {
  const { lane, commits } = laneByHand();
  const [good, bad] = [lane.submit("good", 1), lane.submit("bad", 1)];
  await settle();
  commits[0]?.answer([done, { ok: false, error: new StoreFullError() }]);
  assert.equal(await good, 1);
  await assert.rejects(bad, /disk .* is full/);
  const broken = new Lane<string>(() => Promise.reject(new Error("the thread is gone")), limits);
  await assert.rejects(broken.submit("a", 1), /the thread is gone/);
  await assert.rejects(broken.submit("b", 1), /the thread is gone/);
});
