// Tags of event source mappings and code signing configurations; those of functions are in `functions.test.ts`.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Account, useControlPlane } from "./lambda-fixture.ts";

const fixture = useControlPlane();
const PUBLISHER = "arn:aws:signer:eu-west-1:111111111111:/signing-profiles/p/0123456789";
const EventSourceArn = "arn:aws:sqs:eu-west-1:000000000000:queue";

type Tags = Readonly<Record<string, string>>;

/** A tagged resource of each kind, and a way to read it. */
const KINDS: readonly (readonly [string, (account: Account, Tags: Tags) => Promise<Made>])[] = [
  [
    "an event source mapping",
    async (account, Tags) => {
      await account.createActive("f");
      const made = await account.call("CreateEventSourceMapping", { FunctionName: "f", EventSourceArn, Tags });
      const { UUID = "", EventSourceMappingArn = "" } = made;
      return {
        arn: EventSourceMappingArn,
        read: () => account.call("GetEventSourceMapping", { UUID }),
        remove: () => account.call("DeleteEventSourceMapping", { UUID }),
      };
    },
  ],
  [
    "a code signing configuration",
    async (account, Tags) => {
      const AllowedPublishers = { SigningProfileVersionArns: [PUBLISHER] };
      const made = await account.call("CreateCodeSigningConfig", { AllowedPublishers, Tags });
      const { CodeSigningConfigArn } = made.CodeSigningConfig;
      return {
        arn: CodeSigningConfigArn,
        read: () => account.call("GetCodeSigningConfig", { CodeSigningConfigArn }),
        remove: () => account.call("DeleteCodeSigningConfig", { CodeSigningConfigArn }),
      };
    },
  ],
];

interface Made {
  readonly arn: string;
  readonly read: () => Promise<unknown>;
  readonly remove: () => Promise<unknown>;
}

for (const [title, make] of KINDS)
  describe(`the tags of ${title}`, () => {
    it("are added to, replaced, taken away and listed, and leave it as it is", async () => {
      const account = fixture().newAccount();
      const { arn: Resource, read } = await make(account, { a: "1", b: "2" });
      const before = await read();
      await fixture().clock.advance(1_000);
      await account.call("TagResource", { Resource, Tags: { b: "3", c: "4" } });
      assert.deepEqual(await account.call("ListTags", { Resource }), { Tags: { a: "1", b: "3", c: "4" } });
      await account.call("UntagResource", { Resource, TagKeys: ["a", "never"] });
      assert.deepEqual(await account.call("ListTags", { Resource }), { Tags: { b: "3", c: "4" } });
      assert.deepEqual(await read(), before);
    });

    it("are not lost when several are added at once, and are not more than 50", async () => {
      const account = fixture().newAccount();
      const { arn: Resource } = await make(account, {});
      await Promise.all(
        Array.from({ length: 50 }, (_, n) => account.call("TagResource", { Resource, Tags: { [`k${n}`]: "v" } })),
      );
      const { Tags = {} } = await account.call("ListTags", { Resource });
      assert.equal(Object.keys(Tags).length, 50);
      assert.equal((await account.failure("TagResource", { Resource, Tags: { more: "v" } })).status, 400);
      await account.call("TagResource", { Resource, Tags: { k1: "w" } });
    });

    it("are not there for another account, and no longer once it is deleted", async () => {
      const account = fixture().newAccount();
      const { arn: Resource, remove } = await make(account, { a: "1" });
      const requests = async (caller: Account): Promise<readonly string[]> => [
        (await caller.failure("ListTags", { Resource })).code,
        (await caller.failure("TagResource", { Resource, Tags: { b: "2" } })).code,
        (await caller.failure("UntagResource", { Resource, TagKeys: ["a"] })).code,
      ];
      const missing = Array<string>(3).fill("ResourceNotFoundException");
      assert.deepEqual(await requests(fixture().newAccount()), missing);
      assert.deepEqual(await account.call("ListTags", { Resource }), { Tags: { a: "1" } });
      await remove();
      assert.deepEqual(await requests(account), missing);
    });
  });
