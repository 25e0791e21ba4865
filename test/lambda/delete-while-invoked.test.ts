// A function that is deleted while it runs: what runs keeps its code and its answer, and nothing new begins.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { it } from "node:test";
import { useControlPlane } from "./lambda-fixture.ts";

const fixture = useControlPlane();

it("is gone at once, while what runs ends with its code in place", async () => {
  const account = fixture().newAccount();
  await account.createActive("busy", { Timeout: 60 });
  const finish = Promise.withResolvers<void>();
  const payload = Buffer.from('"done"');
  account.invoker.answer = async () => {
    await finish.promise;
    return { payload };
  };
  const running = Array.from({ length: 5 }, () => account.call("Invoke", { FunctionName: "busy" }));
  const { spec } = fixture().invoker.invoked.at(-1) ?? {};
  await account.call("DeleteFunction", { FunctionName: "busy" });
  assert.equal((await account.failure("Invoke", { FunctionName: "busy" })).status, 404);
  assert.equal((await account.failure("GetFunction", { FunctionName: "busy" })).status, 404);
  assert.ok(spec !== undefined && fixture().invoker.retired.includes(spec.hash), "its environments are kept");
  await fixture().clock.advance(59_000);
  assert.ok(existsSync(spec.codeFolder), "the code went while it ran");
  finish.resolve();
  for (const { StatusCode, Payload } of await Promise.all(running)) {
    assert.equal(StatusCode, 200);
    assert.deepEqual(Payload, payload);
  }
  await fixture().clock.advance(60_000);
  await fixture().until(() => Promise.resolve(!existsSync(spec.codeFolder)));
  assert.deepEqual(fixture().reported, []);
});

it("deletions and invocations at the same time are answered 200 or 404, and nothing else", async () => {
  const account = fixture().newAccount();
  account.invoker.answer = () => Promise.resolve({});
  for (let round = 0; round < 5; round++) {
    await account.createActive("torn");
    const invoke = async (): Promise<number | undefined> =>
      account.call("Invoke", { FunctionName: "torn" }).then(
        ({ StatusCode }) => StatusCode,
        (error: unknown) => (error instanceof Error && "status" in error ? Number(error.status) : undefined),
      );
    const [before, , after] = await Promise.all([
      Promise.all([invoke(), invoke(), invoke()]),
      account.call("DeleteFunction", { FunctionName: "torn" }),
      Promise.all([invoke(), invoke(), invoke()]),
    ]);
    for (const status of [...before, ...after]) assert.ok(status === 200 || status === 404, String(status));
    assert.equal(await invoke(), 404);
  }
  assert.deepEqual(fixture().reported, []);
});
