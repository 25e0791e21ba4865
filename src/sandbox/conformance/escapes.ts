import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Place } from "./bench-place.ts";
import { python, shell, uniqueId } from "./bench-place.ts";
import { ESCAPE_ATTEMPTS, PRELUDE } from "./escape-attempts.ts";

/** What a guest must not reach, and the little that it must. */
export function escapeTests(place: Place): void {
  const skip = place.subject.lacks["isolation"] ?? false;
  const outcomes = skip === false ? attemptAll(place) : undefined;
  outcomes?.catch(() => undefined); // each test below awaits it and fails with its reason
  for (const name of Object.keys(ESCAPE_ATTEMPTS))
    test(`a guest cannot ${name}`, { skip }, async () => {
      const outcome = (await outcomes)?.get(name);
      assert.match(outcome ?? "never tried", /^refused: /, `${name}: ${outcome}`);
    });

  test("a guest sees only its own processes", { skip }, async () => {
    const sandbox = await place.sandbox();
    const { stdout } = await python(
      sandbox,
      "import os; print([p for p in os.listdir('/proc') if p.isdigit() and p not in ('1',str(os.getpid()))])",
    );
    assert.equal(stdout, "[]\n");
    await sandbox.destroy();
  });

  test("a guest has no privileges, is filtered, and is called sbx_user1051", { skip }, async () => {
    const sandbox = await place.sandbox();
    const { stdout } = await shell(
      sandbox,
      "id -un; grep -E '^(Cap|NoNewPrivs|Seccomp:|Groups)' /proc/self/status | tr -d '\\t '",
    );
    const none = "0000000000000000";
    assert.equal(
      stdout.replace(/Groups:.*\n/, ""),
      `sbx_user1051\nCapInh:${none}\nCapPrm:${none}\nCapEff:${none}\nCapBnd:${none}\nCapAmb:${none}\nNoNewPrivs:1\nSeccomp:2\n`,
    );
    await sandbox.destroy();
  });

  test("ordinary programs find what they need", { skip }, async () => {
    const sandbox = await place.sandbox();
    const { stdout } = await python(
      sandbox,
      `import os,socket
print(open('/dev/zero','rb').read(2)==bytes(2), len(open('/dev/urandom','rb').read(3)), os.access('/tmp',os.W_OK), oct(os.stat('/tmp').st_mode), os.listdir('/tmp'))
print(socket.gethostbyname('localhost'), os.path.exists('/etc/resolv.conf'), int(open('/proc/meminfo').read().split()[1])>0, os.cpu_count()>0)`,
    );
    assert.equal(stdout, "True 3 True 0o41777 []\n127.0.0.1 True True True\n");
    await sandbox.destroy();
  });

  test("the outgoing network works", { skip: place.subject.lacks["outgoing network"] ?? false }, async () => {
    const outside = place.subject.outside();
    if (outside === undefined) throw new Error("There is no server outside to call.");
    const sandbox = await place.sandbox();
    const call = `import socket; print(socket.create_connection(('${outside.address}',${outside.port}),5).recv(99).decode())`;
    const { stdout, stderr } = await python(sandbox, call);
    assert.match(stdout, /^hello \d+\.\d+\.\d+\.\d+\n$/, stderr);
    assert.doesNotMatch(stdout, /169\.254\./, "the address was translated");
    await sandbox.destroy();
  });

  test(
    "sandboxes cannot reach each other",
    { skip: skip === false ? (place.subject.lacks["outgoing network"] ?? false) : skip },
    async () => {
      const [one, other] = await Promise.all([place.sandbox(), place.sandbox()]);
      const listen = await other.start({
        argv: ["/usr/bin/python3", "-I", "-S", "-c", LISTEN],
        environment: {},
        workingDirectory: "/",
      });
      const address = await new Promise<string>((resolve) =>
        listen.stdout.once("data", (piece: Buffer) => resolve(piece.toString().trim())),
      );
      const { stdout } = await python(
        one,
        `import socket\ntry: socket.create_connection(('${address}',7777),1); print('reached')\nexcept OSError as e: print('refused')`,
      );
      assert.equal(stdout, "refused\n");
      await Promise.all([one.destroy(), other.destroy()]);
    },
  );
}

/** Listens on every address and prints the one that it would call out from. */
const LISTEN = `
import socket,time
s=socket.socket(); s.bind(('0.0.0.0',7777)); s.listen()
u=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); u.connect(('192.0.2.1',9)); print(u.getsockname()[0],flush=True)
time.sleep(1000)`;

/** Makes all attempts in one sandbox, beside another one and a server of the host that they are aimed at. */
async function attemptAll(place: Place): Promise<ReadonlyMap<string, string>> {
  const [attacker, victim, server, state] = await Promise.all([
    place.sandbox(),
    place.sandbox(),
    listenEverywhere(),
    place.stateFolder(),
  ]);
  after(() => server.close());
  const secret = join(state, `${uniqueId()}.secret`);
  await writeFile(secret, "secret", { mode: 0o644 });
  await shell(victim, "echo secret > /tmp/secret");
  const address = server.address();
  const environment = {
    PORT: typeof address === "object" && address !== null ? `${address.port}` : "",
    HOST: hostAddress(),
    OUTSIDE_PID: `${process.pid}`,
    SECRET: secret,
    ATTEMPTS: JSON.stringify(ESCAPE_ATTEMPTS),
  };
  const { stdout, stderr, exit } = await python(attacker, `${PRELUDE}${ATTEMPT_ALL}`, environment);
  const outcomes = new Map<string, string>();
  for (const line of stdout.split("\n")) {
    const [name, outcome] = line.split("\t");
    if (name !== undefined && outcome !== undefined) outcomes.set(name, outcome);
  }
  await Promise.all([attacker.destroy(), victim.destroy()]);
  if (exit.exitCode !== 0) throw new Error(`The attempts ended early: ${JSON.stringify(exit)} ${stderr}`);
  return outcomes;
}

const ATTEMPT_ALL = `
import json
for name,code in json.loads(os.environ['ATTEMPTS']).items():
  me=os.getpid()
  try:
    exec(code); outcome='SUCCEEDED'
  except (OSError,ValueError) as e: outcome='refused: '+str(e).replace('\\n',' ')
  except BaseException as e: outcome='broken test: '+repr(e)
  if os.getpid()!=me: os._exit(1)
  print(name,outcome,sep='\\t',flush=True)
`;

async function listenEverywhere(): Promise<Server> {
  const server = createServer((socket) => socket.end("host"));
  await new Promise<void>((resolve) => server.listen({ host: "::", port: 0 }, resolve));
  return server;
}

/** An address of the host that is not loopback; without a network there is only that of the gateway to try. */
function hostAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? "127.0.0.2";
}
