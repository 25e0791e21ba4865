import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { ConformanceSubject } from "../conformance.ts";
import { resolveLauncher } from "./launcher-binary.ts";
import { delegateTo } from "./testing/delegation.ts";
import { makeOutside } from "./testing/outside-network.ts";

const HOME = fileURLToPath(new URL("../../../", import.meta.url));
const NOBODY = 65_534;
const TUN = "/dev/net/tun";
const SUITE = "src/sandbox/namespace/testing/rootless-suite.ts";
const TMP_IN_MEMORY = "/tmp is a tmpfs without root";

const isRoot = process.platform === "linux" && process.geteuid?.() === 0;

test(
  "the rootless tier conforms, run as an ordinary user",
  { skip: isRoot ? false : "it needs root, to become somebody else" },
  async () => {
    const home = copyOfHearth();
    const outside = await makeOutside();
    const delegation = await delegateTo(NOBODY, NOBODY);
    after(async () => {
      await outside.close();
      await delegation?.remove();
      rmSync(home, { recursive: true, force: true });
    });
    openTunnelDevice();
    const noGroups = "this machine has no control groups";
    const lacks: ConformanceSubject["lacks"] = {
      "tmp disk": TMP_IN_MEMORY,
      ...(delegation === undefined ? { "memory limit": noGroups, "cpu limit": noGroups } : {}),
    };
    const result = await runAsNobody(home, delegation?.procs ?? [], {
      HEARTH_TEST_LACKS: JSON.stringify(lacks),
      HEARTH_TEST_OUTSIDE: JSON.stringify({ address: outside.address, port: outside.port }),
    });
    assert.equal(result.code, 0, result.output);
    assert.match(result.output, /^# pass [1-9]\d+$/m, "the suite did run");
    const skipped = Number(/^# skipped (\d+)$/m.exec(result.output)?.[1]);
    assert.equal(skipped, delegation === undefined ? 4 : 1, `only what has a reason is skipped: ${result.output}`);
  },
);

/** The checkout may lie where nobody may look. The launcher's age must not change, or it would be compiled again. */
function copyOfHearth(): string {
  const home = mkdtempSync(join(tmpdir(), "hearth-rootless-"));
  chmodSync(home, 0o755);
  for (const part of ["src/base", "src/sandbox", "build/hearth-launcher", "scripts/build-launcher.mjs", "package.json"])
    cpSync(join(HOME, part), join(home, part), { recursive: true, preserveTimestamps: true });
  mkdirSync(join(home, "tmp"));
  chmodSync(join(home, "tmp"), 0o777);
  if (spawnSync(process.execPath, ["-e", "0"], { uid: NOBODY, gid: NOBODY, cwd: "/", env: {} }).status !== 0)
    cpSync(process.execPath, join(home, "node"));
  return home;
}

/** Distributions let every user open it; minimal machines do not. */
function openTunnelDevice(): void {
  if (!existsSync(TUN)) return;
  const { mode } = statSync(TUN);
  chmodSync(TUN, 0o666);
  after(() => chmodSync(TUN, mode & 0o777));
}

async function runAsNobody(
  home: string,
  groups: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly output: string }> {
  const own = join(home, "node");
  const node = existsSync(own) ? own : process.execPath;
  // The shell joins the control groups while it is root, and then gives that up for good.
  const joinGroups = 'for group in $GROUPS_TO_JOIN; do echo $$ > "$group"; done';
  const script = `${joinGroups}; exec setpriv --reuid ${NOBODY} --regid ${NOBODY} --clear-groups "$0" --test-reporter=tap "$1"`;
  const child = spawn("/bin/sh", ["-c", script, node, join(home, SUITE)], {
    cwd: home,
    env: { PATH: "/usr/bin:/bin", TMPDIR: join(home, "tmp"), GROUPS_TO_JOIN: groups.join(" "), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [output, complaints, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number>((resolve) => child.once("exit", (status) => resolve(status ?? -1))),
  ]);
  return { code, output: `${output}${complaints}` };
}

// The copy needs it in place.
assert.ok(!isRoot || "path" in (await resolveLauncher()), "the launcher could not be compiled");
