import assert from "node:assert/strict";
import type { Duplex } from "node:stream";
import { test } from "node:test";
import { SandboxError } from "../driver.ts";
import type { Place } from "./bench-place.ts";
import { python, PYTHON, readUntil, start } from "./bench-place.ts";

/** Listens on a free port of `host`, prints it, and greets whoever comes with what he said. */
function echo(host: string): string {
  return `
import socket
s = socket.socket()
s.bind(("${host}", 0))
s.listen()
print(s.getsockname()[1], flush=True)
while True:
    c, _ = s.accept()
    c.sendall(b"hello " + c.recv(100))
    c.close()
`;
}

async function talk(connection: Duplex, words: string): Promise<string> {
  connection.write(words);
  let answer = "";
  for await (const piece of connection) answer += String(piece);
  return answer;
}

/** Connections from the server into a sandbox. */
export function connectionTests(place: Place): void {
  const isolated = place.subject.lacks["isolation"] === undefined;
  const skip = isolated ? false : "names are those of the machine";

  for (const host of isolated ? ["127.0.0.1", "0.0.0.0", "sandbox.localdomain"] : ["127.0.0.1"])
    test(`a program that listens on ${host} is reached, as often as one likes`, async () => {
      const sandbox = await place.sandbox();
      const program = await start(sandbox, [PYTHON, "-I", "-S", "-c", echo(host)]);
      const port = Number(await readUntil(program.stdout, "\n"));
      for (const words of ["one", "two"])
        assert.equal(await talk(await sandbox.connect(port), words), `hello ${words}`);
      await sandbox.destroy();
    });

  test("a port on which nobody listens is refused", async () => {
    const sandbox = await place.sandbox();
    await assert.rejects(sandbox.connect(9), (error) => error instanceof SandboxError && error.code === "refused");
    await sandbox.destroy();
  });

  test("two sandboxes do not reach each other", { skip }, async () => {
    const [one, other] = await Promise.all([place.sandbox(), place.sandbox()]);
    const program = await start(one, [PYTHON, "-I", "-S", "-c", echo("0.0.0.0")]);
    const port = Number(await readUntil(program.stdout, "\n"));
    await assert.rejects(other.connect(port), (error) => error instanceof SandboxError && error.code === "refused");
    await Promise.all([one.destroy(), other.destroy()]);
  });

  test("both names of the sandbox are its loopback", { skip }, async () => {
    const sandbox = await place.sandbox();
    const script = "import socket; print([socket.gethostbyname(n) for n in ('sandbox', 'sandbox.localdomain')])";
    assert.equal((await python(sandbox, script)).stdout, "['127.0.0.1', '127.0.0.1']\n");
    await sandbox.destroy();
  });

  test("a connection into a frozen sandbox is of use once it is thawed", async () => {
    const sandbox = await place.sandbox();
    const program = await start(sandbox, [PYTHON, "-I", "-S", "-c", echo("127.0.0.1")]);
    const port = Number(await readUntil(program.stdout, "\n"));
    await sandbox.freeze();
    const connection = sandbox.connect(port);
    await sandbox.thaw();
    assert.equal(await talk(await connection, "late"), "hello late");
    await sandbox.destroy();
  });

  test("nothing can be connected to in a sandbox that is gone", async () => {
    const sandbox = await place.sandbox();
    await sandbox.destroy();
    await assert.rejects(sandbox.connect(9), SandboxError);
  });
}
