import assert from "node:assert/strict";
import { test } from "node:test";
import type { Sandbox } from "../driver.ts";
import type { Place } from "./bench-place.ts";
import { eventually, python } from "./bench-place.ts";

const VARIABLES = {
  AWS_XRAY_DAEMON_ADDRESS: "169.254.100.1:2000",
  _AWS_XRAY_DAEMON_ADDRESS: "169.254.100.1",
  _AWS_XRAY_DAEMON_PORT: "2000",
};

/** Sends one datagram for each expression of `contents` to the daemon that the variables name. */
function send(sandbox: Sandbox, contents: readonly string[]): ReturnType<typeof python> {
  const script = `
import os, socket
host, port = os.environ["AWS_XRAY_DAEMON_ADDRESS"].split(":")
assert [host, port] == [os.environ["_AWS_XRAY_DAEMON_ADDRESS"], os.environ["_AWS_XRAY_DAEMON_PORT"]]
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for content in [${contents.join(", ")}]: s.sendto(content, (host, int(port)))
`;
  return python(sandbox, script, VARIABLES);
}

/** Datagrams to the X-Ray daemon. */
export function datagramTests(place: Place): void {
  test("datagrams to the X-Ray daemon arrive, whole up to the largest, and of this sandbox only", async () => {
    const [one, other] = await Promise.all([place.sandbox(), place.sandbox()]);
    const heard: string[] = [];
    one.xrayDaemon.on("message", (content) => heard.push(`${content.length} of ${String(content.subarray(0, 5))}`));
    other.xrayDaemon.on("message", () => heard.push("of another sandbox"));
    const { stderr } = await send(one, ["b'hello'", "b'large' * 13000"]);
    assert.equal(stderr, "");
    await eventually("both arrived", () => heard.length === 2);
    assert.deepEqual(heard, ["5 of hello", "65000 of large"]);
    await Promise.all([one.destroy(), other.destroy()]);
  });

  test("the daemon is still there after all programs were killed", async () => {
    const sandbox = await place.sandbox();
    const heard: string[] = [];
    sandbox.xrayDaemon.on("message", (content) => heard.push(String(content)));
    await send(sandbox, ["b'before'"]);
    await sandbox.killAll();
    await send(sandbox, ["b'after'"]);
    await eventually("both arrived", () => heard.length === 2);
    assert.deepEqual(heard, ["before", "after"]);
    await sandbox.destroy();
  });

  test("a daemon of the function's own choice is left alone", async () => {
    const sandbox = await place.sandbox();
    const script = "import os; print(os.environ['AWS_XRAY_DAEMON_ADDRESS'])";
    const own = { ...VARIABLES, AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1:3000" };
    assert.equal((await python(sandbox, script, own)).stdout, "127.0.0.1:3000\n");
    await sandbox.destroy();
  });
}
