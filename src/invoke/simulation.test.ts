import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FactBus, randomFrom, seededFractions, TestClock } from "../base/index.ts";
import { createInvoker } from "./create-invoker.ts";
import type { AdmissionFact, InvokeFact } from "./facts.ts";
import { InvokeError, type ProvisionedState } from "./invoker.ts";
import type { LaunchSpec } from "./launch-spec.ts";
import { makeSpec } from "./testing/bench-setup.ts";
import type { Act, ExtensionScript } from "./testing/script.ts";
import { ScriptedDriver } from "./testing/scripted-driver.ts";
import { LimitWatch } from "./testing/limit-watch.ts";

/** More of them, or others: `SIMULATION_SEEDS=1000-3000 node --test src/invoke/simulation.test.ts`. */
const [FIRST_SEED, LAST_SEED] = (process.env["SIMULATION_SEEDS"] ?? "1-40").split("-").map(Number);
const EVENTS = 60;
const FUNCTIONS = 3;
const ENVIRONMENTS_MAX = 4;
const ACCOUNT_MAX = 14;
const STEMS_MAX = 3;
const folder = mkdtempSync(join(tmpdir(), "hearth-simulation-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

let stemStarts = 0;
/** What extensions were told, and what they and their invocations ended with. */
const extensionEvents = new Map<string, number>();

function count(event: string): void {
  extensionEvents.set(event, (extensionEvents.get(event) ?? 0) + 1);
}

const ACTS: readonly Act[] = [
  "respond",
  "respond",
  "respond",
  "linger",
  "fail",
  "exit",
  "hang",
  "break",
  "respond-and-exit",
];

for (let seed = Number(FIRST_SEED); seed <= Number(LAST_SEED); seed++)
  test(`seed ${seed}: no event is lost or run twice, limits hold, nothing is left behind`, async () => {
    const chance = seededFractions(seed);
    const stemsMax = seed % 2 === 0 ? STEMS_MAX : 0;
    // Few enough that they are all needed at times; with stem cells, enough that some are left to these at times.
    const environmentsMax = stemsMax > 0 ? 3 * ENVIRONMENTS_MAX : ENVIRONMENTS_MAX;
    // Where events come closer together, environments that have just answered take most of them, and stem cells few.
    const spanMs = seed % 4 === 0 ? 2_000 : 500;
    const clock = new TestClock();
    const begun = new Map<string, number>();
    const acts = new Map<string, Act>();
    const running = new Set<string>();
    let runningMax = 0;
    let lastAct: Act = "respond";
    const driver = new ScriptedDriver({
      clock,
      chance,
      createFails: () => chance() < 0.05,
      init: () =>
        chance() < 0.85 ? "ready" : ((["exit", "hang", "error"] as const)[Math.floor(chance() * 3)] ?? "exit"),
      act: () => lastAct,
      onBegin: (payload) => {
        lastAct = ACTS[Math.floor(chance() * ACTS.length)] ?? "respond";
        acts.set(payload, lastAct);
        begun.set(payload, (begun.get(payload) ?? 0) + 1);
        running.add(payload);
        runningMax = Math.max(runningMax, running.size);
      },
      onEnd: (payload) => running.delete(payload),
      extension: extensionScript(chance),
    });
    const faults: unknown[] = [];
    const facts: InvokeFact[] = [];
    const bus = new FactBus<InvokeFact>((error) => faults.push(error));
    bus.subscribe((fact) => facts.push(fact));
    const watch = new LimitWatch(ACCOUNT_MAX);
    const admissions = new FactBus<AdmissionFact>((error) => faults.push(error));
    admissions.subscribe((fact) => watch.told(fact));
    const invoker = createInvoker({
      driver,
      facts: bus,
      admissions,
      accountConcurrency: ACCOUNT_MAX,
      clock,
      random: randomFrom(chance),
      credentials: () => ({ accessKeyId: "a", secretAccessKey: "b", sessionToken: "c", expiresAtMs: Infinity }),
      onFault: (error) => faults.push(error),
      environmentsMax,
      ...(seed % 3 === 0 ? {} : { bootsMax: 2 }),
      keepAliveMs: 100,
      lifetimeMs: 2_000,
      freezeDelayMs: 5,
      initTimeoutMs: 100,
      provisionedInitTimeoutMs: 100,
      stemsMax,
      freeMemoryShare: () => (chance() < 0.9 ? 1 : 0),
    });
    // Two versions of one function, the second of which has extensions, and another function that has one.
    const specs = Array.from({ length: FUNCTIONS }, (_, index) => ({
      ...withStems(makeSpec(folder, {})),
      hash: `spec-${index}`,
      functionName: index < 2 ? "one" : "other",
      extensions: ["first", "second"].slice(0, [0, 2, 1][index]),
      timeoutMs: 200,
    }));
    const outcomes = new Map<string, string>();
    const all = Array.from({ length: EVENTS }, async (_, index) => {
      await clock.sleep(chance() * spanMs);
      const spec = specs[Math.floor(chance() * FUNCTIONS)];
      if (spec === undefined) return;
      if (chance() < 0.03) invoker.retire(spec.hash);
      if (chance() < 0.1) invoker.provision(spec, Math.floor(chance() * 3), () => undefined);
      if (chance() < 0.1) {
        const limit = chance() < 0.3 ? undefined : Math.floor(chance() * 6);
        invoker.reserve(spec.scope, spec.functionName, limit);
        watch.reserved(spec.functionName, limit);
      }
      const payload = `event-${index}`;
      const request = {
        requestId: payload,
        payload: Buffer.from(payload),
        invokedFunctionArn: "arn",
        tail: chance() < 0.3,
        // The other function isolates its tenants.
        ...(spec.functionName === "other" ? { tenantId: chance() < 0.5 ? "blue" : "green" } : {}),
      };
      try {
        const result = await invoker.invoke(spec, request);
        outcomes.set(payload, Buffer.from(result.payload).toString());
        if (request.tail)
          assert.match(Buffer.from(result.logTail ?? []).toString(), /(^|\n)START [\s\S]*\nREPORT .*\n$/);
      } catch (error) {
        assert.ok(error instanceof InvokeError, String(error));
        assert.ok(error.code === "sandbox-unavailable" || error.code === "throttled", error.code);
        outcomes.set(payload, error.code);
      }
      if (outcomes.get(payload) !== "throttled") watch.ended(spec.functionName);
    });
    for (let step = 0; outcomes.size < EVENTS && step < 5_000; step++) {
      await clock.advance(5);
      watch.check();
      for (const { hash } of specs) checkProvisioned(invoker.provisioned(hash));
    }
    assert.equal(outcomes.size, EVENTS, "every event has an outcome");
    await Promise.all(all);
    for (const [payload, outcome] of outcomes) {
      assert.ok((begun.get(payload) ?? 0) <= 1, `${payload} ran twice`);
      assert.match(outcome, expected(acts.get(payload)), `${payload} did ${acts.get(payload)}`);
      count(/"errorType":"(Extension\.\w+)"/.exec(outcome)?.[1] ?? "other outcome");
    }
    assert.equal(watch.inFlight, 0);
    assert.ok(
      // Stem cells that have to go, and one that is being grown, are there for a moment longer.
      driver.aliveMax <= environmentsMax + (stemsMax > 0 ? stemsMax + 1 : 0),
      `${driver.aliveMax} environments at once`,
    );
    assert.ok(runningMax <= environmentsMax);
    const stopped = invoker.stop(chance() < 0.5 ? 0 : 1_000);
    for (let step = 0; driver.alive > 0 && step < 1_000; step++) await clock.advance(5);
    // Nothing is waited for longer than this: the end of a connection, a runtime that said it would exit.
    await clock.advance(2_000);
    await stopped;
    assert.equal(driver.alive, 0, "nothing is left behind");
    assert.equal(clock.pending, 0, "no timer is left");
    const { hits, misses } = invoker.stems;
    stemStarts += hits;
    if (seed % 2 === 1) assert.equal(hits + misses, 0);
    checkLog(facts, outcomes);
    checkTenants(facts);
    assert.deepEqual(
      faults.filter((fault) => fault instanceof Error && isDefect(fault)),
      [],
    );
  });

test("some of them started from stem cells", () => {
  assert.ok(stemStarts >= 10, `${stemStarts} starts`);
});

test("extensions were told everything, and failed in every way", () => {
  for (const event of ["INVOKE", "SHUTDOWN", ...["Crash", "ExitError", "InitError", "LaunchError"].map(ofExtension)])
    assert.ok((extensionEvents.get(event) ?? 0) > 0, `${event}: ${JSON.stringify([...extensionEvents])}`);
});

function ofExtension(reason: string): string {
  return `Extension.${reason}`;
}

/** Most do what they should. */
function extensionScript(chance: () => number): ExtensionScript {
  const mostly = <T>(usual: T, share: number, ...others: readonly T[]): T =>
    chance() < share ? usual : (others[Math.floor(chance() * others.length)] ?? usual);
  return {
    init: () => mostly("ready", 0.9, "exit", "hang", "error"),
    act: () => mostly("next", 0.7, "work", "work", "work", "exit", "error", "hang"),
    end: () => mostly("exit", 0.7, "fail", "hang"),
    onTold: count,
  };
}

function withStems(spec: LaunchSpec): LaunchSpec {
  return { ...spec, runtime: { ...spec.runtime, waitsForFunction: true } };
}

/** A broken rule of the life cycle, or of the limits. */
function isDefect(fault: Error): boolean {
  return fault.message.includes("not allowed while") || fault instanceof assert.AssertionError;
}

function checkProvisioned(state: ProvisionedState | undefined): void {
  if (state === undefined) return;
  const { requested, allocated, available, status } = state;
  assert.ok(available <= allocated && allocated <= requested && requested <= 2, JSON.stringify(state));
  assert.equal(status === "failed", state.failure !== undefined);
}

/** An extension may break off whatever the runtime does. */
const ANY = /Task timed out|signal: killed|"Extension\.\w+"/;

/** What the caller may be told, given what the guest did; undefined when no guest ever saw the event. */
function expected(act: Act | undefined): RegExp {
  switch (act) {
    case "respond":
    case "linger":
    case "respond-and-exit":
    case "fail":
      return new RegExp(`^${act} event-|${ANY.source}`);
    case "exit":
      return new RegExp(`exit status 5|${ANY.source}`);
    case "hang":
    case "break":
      return ANY;
    case undefined:
    default:
      return new RegExp(`^throttled$|sandbox-unavailable|init-error|exit status 1|${ANY.source}`);
  }
}

/** No environment ever sees the events of two tenants, or of a tenant and of nobody. */
function checkTenants(facts: readonly InvokeFact[]): void {
  const served = new Map<string, string | undefined>();
  for (const fact of facts) {
    if (fact.type !== "platform.start") continue;
    const { environmentId } = fact.environment;
    if (served.has(environmentId)) assert.equal(served.get(environmentId), fact.tenantId, environmentId);
    served.set(environmentId, fact.tenantId);
  }
}

/** Every event has one START and one REPORT, in this order, with its own output between them. */
function checkLog(facts: readonly InvokeFact[], outcomes: ReadonlyMap<string, string>): void {
  for (const [requestId, outcome] of outcomes) {
    const own = facts.filter((fact) => "requestId" in fact && fact.requestId === requestId);
    if (outcome === "throttled") assert.equal(own.length, 0, `${requestId} was refused and ran`);
    if (outcome === "sandbox-unavailable" || outcome === "throttled") continue;
    const types = own.map((fact) => fact.type);
    assert.equal(types.filter((type) => type === "platform.start").length, 1, `${requestId}: ${types.join()}`);
    assert.equal(types.filter((type) => type === "platform.report").length, 1, `${requestId}: ${types.join()}`);
    assert.equal(types[0], "platform.start");
    assert.deepEqual(types.slice(-2), ["platform.end", "platform.report"]);
    assert.equal(types.filter((type) => type === "platform.runtimeDone").length, 1, `${requestId}: ${types.join()}`);
    for (const fact of own) if (fact.type === "function") assert.equal(fact.message, `out ${requestId}`);
  }
}
