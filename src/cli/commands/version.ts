import { VERSION } from "../../server/index.ts";
import type { Command } from "../command.ts";
import { printResult } from "../print.ts";

export const versionCommand: Command = {
  name: "version",
  summary: "print the version of Hearth and of its Node",
  options: [],
  examples: ["hearth version", "hearth version --json"],
  run: (context) => {
    const versions = { hearth: VERSION, node: process.versions.node };
    printResult(context, versions, () => `hearth ${versions.hearth} (node ${versions.node})`);
    return Promise.resolve(0);
  },
};
