import assert from "node:assert/strict";
import { it } from "node:test";
import { powershellSupport } from "./powershell.ts";
import type { RuntimeSpec } from "./runtime-spec.ts";

const spec = { mounts: [], bootstraps: [["/x"]], environment: {}, version: "1", versionHash: "" } as const;
const gap = { part: ":", handlers: "class libraries", reason: "no client", cure: "install the client" };
const whole: RuntimeSpec = { ...spec, name: "dotnet10" };
const partial: RuntimeSpec = { ...spec, name: "dotnet8", gap };
const missing = [
  { name: "ruby3.4", reason: "no Ruby", cure: "install Ruby", curable: true },
  { name: "dotnet8", reason: "no .NET", cure: "install .NET", curable: true },
];
const layerOn = ["provided.al2", "provided.al2023"];

it("runs PowerShell in a layer anywhere, and in packages where class libraries of .NET run", () => {
  const rows = [
    [[whole, partial], { packagesOn: ["dotnet10"], layerOn, cure: undefined }],
    [[partial], { packagesOn: [], layerOn, cure: "install the client" }],
    [[], { packagesOn: [], layerOn, cure: "install .NET" }],
  ] as const;
  for (const [found, support] of rows) assert.deepEqual(powershellSupport({ found, missing }), support);
});
