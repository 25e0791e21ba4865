import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { type ForgedEntry, forgedZip } from "../system/forged-zip.ts";
import { type Account, useControlPlane } from "./lambda-fixture.ts";
import { fingerprintOf, makeIdentity } from "./signer/authority.ts";
import { JOB, makeSigner, PROFILE, signedEntries, signedZip } from "./signer/sign-package.ts";

const fixture = useControlPlane();
const SIGNER = makeSigner();
const HOUR_MS = 3_600_000;
const CODE: readonly ForgedEntry[] = [
  { name: "lib/", mode: 0o040755 },
  { name: "lib/a.js", content: "1" },
  { name: "index.js", content: "exports.handler = async () => 1" },
];
const UNSIGNED = forgedZip(CODE);

const CANNOT = "Lambda cannot deploy the function. The function or layer";
const UNTRUSTED = `${CANNOT} might be signed using a signature that the client is not configured to accept.`;
const BROKEN = `${CANNOT} code is not properly signed. This can mean that the code was signed incorrectly or modified after it was signed.`;

function claims(times: { signedMs?: number; expiresMs?: number; profile?: string } = {}): {
  signedMs: number;
  expiresMs: number;
} {
  const nowMs = fixture().clock.nowMs();
  return { signedMs: nowMs - HOUR_MS, expiresMs: nowMs + HOUR_MS, ...times };
}

const signed = (entries = CODE): Buffer => signedZip(entries, SIGNER, claims());

async function makeConfig(account: Account, policy: "Warn" | "Enforce"): Promise<string> {
  const { CodeSigningConfig } = await account.call("CreateCodeSigningConfig", {
    AllowedPublishers: { SigningProfileVersionArns: [PROFILE] },
    CodeSigningPolicies: { UntrustedArtifactOnDeployment: policy },
  });
  return CodeSigningConfig.CodeSigningConfigArn;
}

async function accountWith(policy: "Warn" | "Enforce"): Promise<Account> {
  const account = fixture().newAccount();
  const CodeSigningConfigArn = await makeConfig(account, policy);
  await account.createActive("f", { CodeSigningConfigArn, Code: { ZipFile: signed() } });
  return account;
}

describe("deploying signed code", () => {
  before(async () => {
    fixture().signingRoots = new Set([fingerprintOf(SIGNER.root)]);
    await fixture().restart();
  });

  it("a package of an allowed publisher is accepted, and shows who signed it", async () => {
    const account = await accountWith("Enforce");
    const { SigningProfileVersionArn, SigningJobArn } = await account.settled("f");
    assert.deepEqual([SigningProfileVersionArn, SigningJobArn], [PROFILE, JOB]);
    const again = { FunctionName: "f", ZipFile: signed([...CODE, { name: "more", content: "x" }]) };
    assert.equal((await account.call("UpdateFunctionCode", again)).SigningJobArn, JOB);
  });

  it("nobody signed it: refused under Enforce, also in a dry run, and accepted under Warn", async () => {
    const enforcing = await accountWith("Enforce");
    for (const DryRun of [false, true]) {
      const error = await enforcing.failure("UpdateFunctionCode", { FunctionName: "f", ZipFile: UNSIGNED, DryRun });
      assert.deepEqual(
        [error.status, error.code, error.message],
        [
          400,
          "CodeVerificationFailedException",
          `${UNTRUSTED} Check the provided signature for ${enforcing.arn("f")}.`,
        ],
      );
    }
    const warning = await accountWith("Warn");
    const updated = await warning.call("UpdateFunctionCode", { FunctionName: "f", ZipFile: UNSIGNED });
    assert.deepEqual([updated.SigningJobArn, updated.SigningProfileVersionArn], [undefined, undefined]);
  });

  it("a new function that nobody signed is refused by its name, and leaves nothing behind", async () => {
    const account = fixture().newAccount();
    const CodeSigningConfigArn = await makeConfig(account, "Enforce");
    const required = { FunctionName: "g", Runtime: "nodejs22.x" as const, Handler: "index.handler" };
    const Role = "arn:aws:iam::000000000000:role/x";
    const error = await account.failure("CreateFunction", {
      ...required,
      Role,
      CodeSigningConfigArn,
      Code: { ZipFile: UNSIGNED },
    });
    assert.equal(error.message, `${UNTRUSTED} Check the provided signature for g.`);
    assert.equal((await account.failure("GetFunction", { FunctionName: "g" })).status, 404);
    assert.deepEqual(await account.call("ListFunctionsByCodeSigningConfig", { CodeSigningConfigArn }), {
      FunctionArns: [],
    });
  });

  const changes: readonly [what: string, change: (entries: readonly ForgedEntry[]) => readonly ForgedEntry[]][] = [
    ["changed", (entries) => entries.map((e) => (e.name === "index.js" ? { ...e, content: "2" } : e))],
    ["renamed", (entries) => entries.map((e) => (e.name === "index.js" ? { ...e, name: "indexx.js" } : e))],
    ["reordered", (entries) => entries.toReversed()],
    ["given one more file", (entries) => [...entries, { name: "more", content: "x" }]],
    ["robbed of a file", (entries) => entries.filter(({ name }) => name !== "lib/a.js")],
    ["robbed of a folder", (entries) => entries.filter(({ name }) => name !== "lib/")],
    [
      "given something else for a signature",
      (entries) => entries.map((e) => (e.name.endsWith(".SF") ? { ...e, content: "?" } : e)),
    ],
  ];
  for (const [what, change] of changes)
    it(`a package that was ${what} after it was signed is refused even under Warn`, async () => {
      const account = await accountWith("Warn");
      const ZipFile = forgedZip(change(signedEntries(CODE, SIGNER, claims())));
      const error = await account.failure("UpdateFunctionCode", { FunctionName: "f", ZipFile });
      assert.deepEqual(
        [error.status, error.code, error.message],
        [400, "CodeVerificationFailedException", `${BROKEN} Check the provided signature for ${account.arn("f")}.`],
      );
      // Where nobody asks for signatures it is a package like any other.
      await account.call("DeleteFunctionCodeSigningConfig", { FunctionName: "f" });
      const updated = await account.call("UpdateFunctionCode", { FunctionName: "f", ZipFile });
      assert.equal(updated.SigningJobArn, undefined);
    });

  const untrusted: readonly [what: string, zip: () => Buffer][] = [
    ["of another publisher", () => signedZip(CODE, SIGNER, claims({ profile: `${PROFILE.slice(0, -1)}8` }))],
    ["whose signature has expired", () => signedZip(CODE, SIGNER, claims({ expiresMs: fixture().clock.nowMs() }))],
    ["of a signer whose root nobody trusts", () => signedZip(CODE, makeSigner(), claims())],
    ["of an authority", () => signedZip(CODE, { ...SIGNER, leaf: SIGNER.chain[2] ?? SIGNER.root }, claims())],
  ];
  for (const [what, zip] of untrusted)
    it(`a package ${what} is refused under Enforce and accepted under Warn`, async () => {
      const [enforcing, warning] = [await accountWith("Enforce"), await accountWith("Warn")];
      const error = await enforcing.failure("UpdateFunctionCode", { FunctionName: "f", ZipFile: zip() });
      assert.ok(error.message.startsWith(UNTRUSTED), error.message);
      await warning.call("UpdateFunctionCode", { FunctionName: "f", ZipFile: zip() });
    });

  const leaves: readonly [what: string, options: Parameters<typeof makeIdentity>[1]][] = [
    ["for servers", { purpose: "1.3.6.1.5.5.7.3.1" }],
    ["on another curve", { curve: "P-256" }],
    ["with an issuer that never signed it", { issuer: makeIdentity("regional", { authority: true }) }],
  ];
  for (const [what, options] of leaves)
    it(`a signer with a certificate ${what} is not trusted`, async () => {
      const account = await accountWith("Enforce");
      const [root, parent, regional] = SIGNER.chain;
      const leaf = makeIdentity("leaf", { ...(regional === undefined ? {} : { issuer: regional }), ...options });
      const chain = [root, parent, regional, leaf].filter((identity) => identity !== undefined);
      const ZipFile = signedZip(CODE, { ...SIGNER, leaf, chain }, claims());
      const error = await account.failure("UpdateFunctionCode", { FunctionName: "f", ZipFile });
      assert.equal(error.code, "CodeVerificationFailedException");
    });

  it("a layer is asked for its signature, too", async () => {
    const account = await accountWith("Enforce");
    const publish = async (ZipFile: Buffer) =>
      account.call("PublishLayerVersion", { LayerName: "l", Content: { ZipFile } });
    const unsigned = await publish(UNSIGNED);
    const good = await publish(signed());
    assert.deepEqual([unsigned.Content?.SigningJobArn, good.Content?.SigningJobArn], [undefined, JOB]);
    const update = { FunctionName: "f", Layers: [String(unsigned.LayerVersionArn)] };
    assert.ok((await account.failure("UpdateFunctionConfiguration", update)).message.startsWith(UNTRUSTED));
    const updated = await account.call("UpdateFunctionConfiguration", {
      FunctionName: "f",
      Layers: [String(good.LayerVersionArn)],
    });
    assert.equal(updated.Layers?.[0]?.SigningJobArn, JOB);
  });

  it("what was deployed before stays when a configuration comes", async () => {
    const account = fixture().newAccount();
    await account.createActive("f", { Code: { ZipFile: UNSIGNED } });
    const CodeSigningConfigArn = await makeConfig(account, "Enforce");
    await account.call("PutFunctionCodeSigningConfig", { FunctionName: "f", CodeSigningConfigArn });
    await account.call("UpdateFunctionConfiguration", { FunctionName: "f", Timeout: 9 });
    assert.equal((await account.settled("f")).Timeout, 9);
  });
});
