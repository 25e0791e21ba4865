// The key that a deployment package is to be encrypted with: kept with the code, and shown where AWS shows it.
import assert from "node:assert/strict";
import { it } from "node:test";
import { code, useControlPlane } from "./lambda-fixture.ts";

const fixture = useControlPlane();
const KEY = "arn:aws:kms:eu-west-1:000000000001:key/one";

it("belongs to the code: it goes with new code that has none, and stays with versions", async () => {
  const account = fixture().newAccount();
  const keyOf = async (Qualifier?: string): Promise<string | undefined> =>
    (await account.call("GetFunction", { FunctionName: "f", Qualifier })).Code?.SourceKMSKeyArn;
  await account.createActive("f", { Code: { ZipFile: await code("1"), SourceKMSKeyArn: KEY } });
  assert.equal(await keyOf(), KEY);
  await account.call("PublishVersion", { FunctionName: "f" });
  const ZipFile = await code("2");
  for (const [given, shown] of [
    [`${KEY}-2`, `${KEY}-2`],
    ["", undefined],
    [undefined, undefined],
  ] as const) {
    await account.call("UpdateFunctionCode", { FunctionName: "f", ZipFile, SourceKMSKeyArn: given });
    await account.settled("f");
    assert.equal(await keyOf(), shown);
  }
  await fixture().restart();
  assert.equal(await keyOf("1"), KEY);
});
