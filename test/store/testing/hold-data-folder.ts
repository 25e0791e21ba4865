import { openDataFolder } from "../../../src/store/data-folder/index.ts";
import { lockFile } from "../../../src/store/sqlite/index.ts";

// Started by the data folder test: holds a folder until it is killed.

const [path = ""] = process.argv.slice(2);
const folder = await openDataFolder(path, { lock: lockFile });
process.stdout.write("open\n");
setInterval(() => folder.path, 60_000);
