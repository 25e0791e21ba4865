// A server that makes a sandbox, runs a program in it, says `ready` and waits to be killed.
//   node doomed-server.ts STATE-FOLDER ID FROZEN PROGRAM ARGUMENTS...
import { systemClock } from "../../../base/index.ts";
import { processDriver } from "../process-driver.ts";

const [, , stateFolder = "", id = "", frozen, program = "", ...rest] = process.argv;
const limits = { memoryMib: 128, cpuMillis: 100, tmpMib: 64, processesMax: 64, openFilesMax: 1_024 };
const sandbox = await processDriver({ stateFolder }).create({ id, mounts: [], limits });
await sandbox.start({ argv: [program, ...rest], environment: {}, workingDirectory: "/" });
if (frozen === "true") await sandbox.freeze();
process.stdout.write("ready\n");
await systemClock.sleep(600_000);
