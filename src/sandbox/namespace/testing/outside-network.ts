import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";

/** A machine beyond the host: a network namespace with a server that greets callers with their address. */
export interface OutsideNetwork {
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

const PORT = 8_080;
const SERVER = `
import socket
s=socket.socket(); s.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR,1); s.bind(('0.0.0.0',${PORT})); s.listen()
print('up',flush=True)
while True:
  c,a=s.accept(); c.send(('hello '+a[0]).encode()); c.close()`;

/** Needs root and iproute2. The addresses are of the range for documentation, chosen by process id against collisions. */
export async function makeOutside(): Promise<OutsideNetwork> {
  const name = `hearthtest${process.pid}`;
  const device = `hto${process.pid}`;
  const first = (process.pid % 60) * 4;
  const address = `198.51.100.${first + 2}`;
  await ip(`netns add ${name}`);
  await ip(`link add ${device} type veth peer name out0 netns ${name}`);
  await ip(`addr add 198.51.100.${first + 1}/30 dev ${device}`);
  await ip(`link set ${device} up`);
  await ip(`-n ${name} addr add ${address}/30 dev out0`);
  await ip(`-n ${name} link set out0 up`);
  const server = spawn("ip", ["netns", "exec", name, "/usr/bin/python3", "-c", SERVER], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(server.stdout, "data");
  return {
    address,
    port: PORT,
    close: async () => {
      server.kill("SIGKILL");
      await ip(`netns del ${name}`);
    },
  };
}

async function ip(words: string): Promise<void> {
  await promisify(execFile)("ip", words.split(" "));
}
