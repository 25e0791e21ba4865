import assert from "node:assert/strict";
import { test } from "node:test";
import type { InitializationType } from "../facts.ts";
import { TestClock } from "../../base/index.ts";
import { ConcurrencyRegistry } from "./concurrency-registry.ts";

const HERE = { accountId: "1", region: "r" };
const ACCOUNT = "ConcurrentInvocationLimitExceeded";
const RESERVED = "ReservedFunctionConcurrentInvocationLimitExceeded";

/** A registry whose account has room for ten events, and functions that pools count in. */
function account(limit = 10) {
  const registry = new ConcurrencyRegistry(limit, new TestClock());
  return (name: string, scope = HERE) => {
    const concurrency = registry.of(scope, name);
    concurrency.join();
    return concurrency;
  };
}

function times<T>(count: number, act: () => T): T[] {
  return Array.from({ length: count }, act);
}

test("functions without a reservation share the account; accounts and regions are apart", () => {
  const of = account(3);
  const [a, b] = [of("a"), of("b")];
  assert.deepEqual(
    times(2, () => a.admit("on-demand")),
    [undefined, undefined],
  );
  assert.equal(b.admit("on-demand"), undefined);
  assert.equal(a.admit("on-demand"), ACCOUNT);
  assert.equal(of("a", { accountId: "1", region: "s" }).admit("on-demand"), undefined);
  assert.equal(of("a", { accountId: "2", region: "r" }).admit("on-demand"), undefined);
  b.release("on-demand");
  assert.equal(a.admit("on-demand"), undefined);
});

test("a reservation is a limit for its function, and out of reach for the others", () => {
  const of = account();
  const [a, b] = [of("a"), of("b")];
  a.reserve(4);
  assert.deepEqual(new Set(times(6, () => b.admit("on-demand"))), new Set([undefined]));
  assert.equal(b.admit("on-demand"), ACCOUNT);
  assert.deepEqual(new Set(times(4, () => a.admit("on-demand"))), new Set([undefined]));
  assert.equal(a.admit("on-demand"), RESERVED);
  a.reserve(undefined);
  a.release("on-demand");
  assert.equal(b.admit("on-demand"), undefined);
  assert.equal(a.admit("on-demand"), ACCOUNT);
});

test("nothing reserved throttles everything", () => {
  const a = account()("a");
  a.reserve(0);
  assert.equal(a.admit("on-demand"), RESERVED);
  assert.equal(a.admit("provisioned-concurrency"), RESERVED);
});

test("a limit that is set below what is in flight holds for what comes", () => {
  const of = account();
  const [a, b] = [of("a"), of("b")];
  times(5, () => a.admit("on-demand"));
  a.reserve(3);
  assert.equal(a.admit("on-demand"), RESERVED);
  times(2, () => a.release("on-demand"));
  assert.equal(a.admit("on-demand"), RESERVED);
  a.release("on-demand");
  assert.equal(a.admit("on-demand"), undefined);
  assert.equal(times(8, () => b.admit("on-demand")).filter((reason) => reason === undefined).length, 7);
});

test("what runs when a reservation is made cannot make the account exceed its limit", () => {
  const of = account();
  const [a, b] = [of("a"), of("b")];
  times(10, () => b.admit("on-demand"));
  a.reserve(4);
  assert.equal(a.admit("on-demand"), ACCOUNT);
  b.release("on-demand");
  assert.equal(a.admit("on-demand"), undefined);
  assert.equal(b.admit("on-demand"), ACCOUNT);
});

test("what is held for provisioned environments is for them alone, in a reservation and in the account", () => {
  const of = account();
  const [a, b] = [of("a"), of("b")];
  a.hold(4);
  assert.equal(times(10, () => b.admit("on-demand")).filter((reason) => reason === undefined).length, 6);
  assert.deepEqual(new Set(times(4, () => a.admit("provisioned-concurrency"))), new Set([undefined]));
  assert.equal(a.admit("on-demand"), ACCOUNT);
  times(4, () => a.release("provisioned-concurrency"));
  a.reserve(4);
  assert.equal(a.admit("on-demand"), RESERVED, "all that is reserved is provisioned");
  assert.equal(a.admit("provisioned-concurrency"), undefined);
  a.hold(-1);
  assert.equal(a.admit("on-demand"), undefined);
  times(6, () => b.release("on-demand"));
  assert.equal(times(10, () => b.admit("on-demand")).filter((reason) => reason === undefined).length, 6);
});

test("a function that nobody uses is forgotten, one with events in flight is not", () => {
  const registry = new ConcurrencyRegistry(2, new TestClock());
  const first = registry.of(HERE, "a");
  first.join();
  first.admit("on-demand");
  first.part();
  assert.equal(registry.of(HERE, "a"), first);
  first.release("on-demand");
  assert.notEqual(registry.of(HERE, "a"), first);
});

test("whatever happens in whatever order, no limit is ever exceeded and nothing is lost", () => {
  let seed = 7;
  const chance = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  for (let round = 0; round < 200; round++) {
    const of = account(20);
    const functions = ["a", "b", "c"].map((name) => ({
      own: of(name),
      reserved: undefined as number | undefined,
      inFlight: [] as InitializationType[],
    }));
    const total = (): number => functions.reduce((sum, { inFlight }) => sum + inFlight.length, 0);
    for (let step = 0; step < 200; step++) {
      const one = functions[chance(3)];
      if (one === undefined) continue;
      const deed = chance(10);
      if (deed < 6) {
        const draw = chance(3) === 0 ? "provisioned-concurrency" : "on-demand";
        const before = one.inFlight.length;
        const all = total();
        if (one.own.admit(draw) !== undefined) continue;
        assert.ok(before < (one.reserved ?? 20), "beyond its reservation");
        assert.ok(all < 20, "beyond the account's limit");
        const shared = functions.filter(({ reserved }) => reserved === undefined);
        const reserved = functions.reduce((sum, each) => sum + (each.reserved ?? 0), 0);
        if (one.reserved === undefined)
          assert.ok(shared.reduce((sum, { inFlight }) => sum + inFlight.length, 0) < 20 - reserved);
        one.inFlight.push(draw);
      } else if (deed < 9) {
        const draw = one.inFlight.splice(chance(one.inFlight.length), 1)[0];
        if (draw !== undefined) one.own.release(draw);
      } else {
        one.reserved = chance(2) === 0 ? undefined : chance(6);
        one.own.reserve(one.reserved);
      }
      assert.equal(one.own.inFlight, one.inFlight.length);
      assert.equal(one.own.accountInFlight, total());
    }
    for (const { own, inFlight } of functions) for (const draw of inFlight) own.release(draw);
    for (const { own } of functions) own.reserve(undefined);
    assert.equal(times(21, () => functions[0]?.own.admit("on-demand")).filter((one) => one === undefined).length, 20);
  }
});
