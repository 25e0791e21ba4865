import { existsSync } from "node:fs";
import { join } from "node:path";
import { GUEST_FOLDERS } from "./guest-folders.ts";

/** Whether the connection of Node.js functions to the Runtime API was compiled here (scripts/build-launcher.mjs). */
export function hasNodeConnection(): boolean {
  return existsSync(join(GUEST_FOLDERS.node, "connection.node"));
}
