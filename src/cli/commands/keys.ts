import { callAdmin, member } from "../admin-client.ts";
import { type Command, text } from "../command.ts";
import { paint, printResult, table } from "../print.ts";
import { findTarget, TARGET_OPTIONS } from "../target.ts";

export const keysCreateCommand: Command = {
  name: "keys create",
  summary: "make an access key for --auth sigv4",
  options: [
    { flags: "--user <name>", summary: "the IAM user whose key it is (default: the account's root)" },
    ...TARGET_OPTIONS,
  ],
  examples: ["hearth keys create", "hearth keys create --user alice --json"],
  run: async (context, _words, options) => {
    const key = await callAdmin(findTarget(context, options), "POST", "keys", { userName: text(options, "user") });
    printResult(context, key, () =>
      [
        `AWS_ACCESS_KEY_ID=${member(key, "accessKeyId") ?? ""}`,
        `AWS_SECRET_ACCESS_KEY=${member(key, "secretAccessKey") ?? ""}`,
        paint(context.stdout, "dim", "# keep the secret now: it is not shown again"),
      ].join("\n"),
    );
    return 0;
  },
};

export const keysListCommand: Command = {
  name: "keys list",
  summary: "list the access keys, without their secrets",
  options: TARGET_OPTIONS,
  examples: ["hearth keys list"],
  run: async (context, _words, options) => {
    const keys = await callAdmin(findTarget(context, options), "GET", "keys");
    const rows = (Array.isArray(keys) ? keys : []).map((key: unknown) => [
      member(key, "accessKeyId") ?? "",
      member(key, "userName") ?? "root",
      member(key, "createdAt") ?? "",
    ]);
    printResult(context, keys, () =>
      rows.length === 0 ? "There are no keys. Make one with: hearth keys create" : table(rows),
    );
    return 0;
  },
};

export const keysRemoveCommand: Command = {
  name: "keys remove",
  summary: "make an access key void",
  arguments: [["<key>", "the access key id"]],
  options: TARGET_OPTIONS,
  examples: ["hearth keys remove AKIAIOSFODNN7EXAMPLE"],
  run: async (context, [accessKeyId = ""], options) => {
    await callAdmin(findTarget(context, options), "DELETE", `keys/${encodeURIComponent(accessKeyId)}`);
    printResult(context, { removed: accessKeyId }, () => `${accessKeyId} is void now.`);
    return 0;
  },
};
