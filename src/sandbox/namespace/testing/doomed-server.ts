// A server that makes a sandbox, runs a program in it, says `ready` and waits to be killed.
//   node doomed-server.ts TIER STATE-FOLDER ID FROZEN PROGRAM ARGUMENTS...
import { systemClock, systemRandom } from "../../../base/index.ts";
import { NamespaceDriver } from "../namespace-driver.ts";

const [, , tier, stateFolder = "", id = "", frozen, program = "", ...rest] = process.argv;
const driver = new NamespaceDriver({
  tier: tier === "namespace-root" ? tier : "namespace-rootless",
  stateFolder,
  clock: systemClock,
  random: systemRandom,
  onDiagnostic: (message) => void process.stderr.write(`${message}\n`),
});
const limits = { memoryMib: 128, cpuMillis: 100, tmpMib: 64, processesMax: 64, openFilesMax: 1_024 };
const sandbox = await driver.create({ id, mounts: [], limits });
await sandbox.start({ argv: [program, ...rest], environment: {}, workingDirectory: "/" });
if (frozen === "true") await sandbox.freeze();
process.stdout.write("ready\n");
await systemClock.sleep(600_000);
