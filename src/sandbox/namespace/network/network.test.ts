import assert from "node:assert/strict";
import { test } from "node:test";
import { claimBlock } from "./block-claim.ts";
import { BLOCKS, blockPrefix, link, LINKS_PER_BLOCK } from "./links.ts";

test("links do not overlap and stay in their range", () => {
  assert.deepEqual(link(0, 0), {
    block: 0,
    index: 0,
    device: "hth0-0",
    hostAddress: "169.254.64.0",
    guestAddress: "169.254.64.1",
  });
  assert.equal(link(0, LINKS_PER_BLOCK - 1).guestAddress, "169.254.65.255");
  assert.equal(link(1, 0).hostAddress, "169.254.66.0");
  assert.equal(link(BLOCKS - 1, LINKS_PER_BLOCK - 1).guestAddress, "169.254.127.255");
  assert.equal(blockPrefix(1), "169.254.66.0/23");
  assert.ok(link(BLOCKS - 1, LINKS_PER_BLOCK - 1).device.length < 16, "the kernel takes 15 characters");
});

test(
  "a block belongs to one claimant until it is released",
  { skip: process.platform === "linux" ? false : "Linux only" },
  async () => {
    const block = 1_000 + process.pid; // no real one
    const claim = await claimBlock(block);
    assert.equal(claim?.block, block);
    assert.equal(await claimBlock(block), undefined);
    claim?.release();
    const again = await claimBlock(block);
    assert.equal(again?.block, block);
    again?.release();
  },
);
