import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sandboxConformance } from "../conformance.ts";
import { processDriver } from "./process-driver.ts";

const DOOMED_SERVER = fileURLToPath(new URL("testing/doomed-server.ts", import.meta.url));
const NOTHING = "plain processes are neither isolated nor limited";

sandboxConformance({
  name: "process",
  makeDriver: (stateFolder) => processDriver({ stateFolder }),
  lacks: {
    isolation: NOTHING,
    "complete kill": "what leaves its process group cannot be found again",
    "own death": "there is no launcher; sweep kills what a dead server left",
    "shell outputs": "Node's pipes are sockets, which cannot be opened by name",
    "memory limit": NOTHING,
    "cpu limit": NOTHING,
    "process limit": NOTHING,
    "tmp limit": NOTHING,
    "tmp disk": NOTHING,
    "outgoing network": "it is the host's own",
  },
  startServer: (stateFolder, id, argv, isFrozen) =>
    spawn(process.execPath, [DOOMED_SERVER, stateFolder, id, `${isFrozen}`, ...argv], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { PATH: "/usr/bin:/bin" },
    }),
  remains: async (stateFolder, id) => (existsSync(join(stateFolder, id)) ? [id] : []),
  outside: () => undefined,
});
