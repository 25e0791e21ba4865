import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { systemClock, systemRandom } from "../../../base/index.ts";
import type { ConformanceSubject } from "../../conformance.ts";
import { NamespaceDriver } from "../namespace-driver.ts";
import { remains } from "./remains.ts";

const DOOMED_SERVER = fileURLToPath(new URL("doomed-server.ts", import.meta.url));

/** A tier of namespaces for the conformance suite. */
export function namespaceSubject(
  tier: "namespace-root" | "namespace-rootless",
  lacks: ConformanceSubject["lacks"],
  outside: ConformanceSubject["outside"],
): ConformanceSubject {
  return {
    name: tier,
    makeDriver: (stateFolder) =>
      new NamespaceDriver({
        tier,
        stateFolder,
        clock: systemClock,
        random: systemRandom,
        // One tier is tested with sandboxes made in advance, the other without.
        spares: tier === "namespace-root" ? 0 : 2,
        onDiagnostic: (message) => {
          throw new Error(message);
        },
      }),
    lacks,
    startServer: (stateFolder, id, argv, isFrozen) =>
      spawn(process.execPath, [DOOMED_SERVER, tier, stateFolder, id, `${isFrozen}`, ...argv], {
        stdio: ["ignore", "pipe", "inherit"],
        env: { PATH: "/usr/bin:/bin" },
      }),
    remains,
    outside,
  };
}
