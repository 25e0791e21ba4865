// Functions of a runtime that AWS has retired since: they run and are updated, and no new ones are made.
import assert from "node:assert/strict";
import { it } from "node:test";
import { runtimeNamed, useControlPlane } from "./lambda-fixture.ts";

const fixture = useControlPlane();

it("a function of a retired runtime runs, is updated and published, but there are no new ones", async () => {
  const { catalogue } = fixture();
  fixture().catalogue = { ...catalogue, found: [...catalogue.found, runtimeNamed("python3.9")] };
  const account = fixture().newAccount();
  await account.createActive("old", { Runtime: "python3.11", Handler: "index.handler" });
  const [stored] = await fixture().records.list("function", { prefix: account.scope.accountId, limit: 1 });
  assert.ok(stored);
  const value: unknown = JSON.parse(JSON.stringify(stored.value).replaceAll("python3.11", "python3.9"));
  await fixture().records.write([
    { op: "put", kind: "function", key: stored.key, value: value as typeof stored.value },
  ]);
  await fixture().restart();

  await account.call("Invoke", { FunctionName: "old" });
  assert.equal(account.invoker.invoked.at(-1)?.spec.runtime.name, "python3.9");
  await account.call("UpdateFunctionConfiguration", { FunctionName: "old", Runtime: "python3.9", Timeout: 9 });
  assert.equal((await account.settled("old")).Timeout, 9);
  await account.call("PublishVersion", { FunctionName: "old" });
  await account.call("Invoke", { FunctionName: "old", Qualifier: "1" });
  assert.equal(account.invoker.invoked.at(-1)?.spec.version, "1");

  const create = account.create("new", { Runtime: "python3.9" });
  await assert.rejects(create, { code: "InvalidParameterValueException", message: /python3\.9/ });
  await account.createActive("other");
  const change = await account.failure("UpdateFunctionConfiguration", { FunctionName: "other", Runtime: "python3.9" });
  assert.equal(change.code, "InvalidParameterValueException");
});
