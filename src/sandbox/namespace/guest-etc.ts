import { existsSync, readFileSync, readdirSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { isIPv4 } from "node:net";
import { join } from "node:path";
import type { Mount } from "../driver.ts";

/**
 * Files of the host's `/etc` that programs need and that tell nothing about the host. `/etc/alternatives` is where
 * Debian's commands lead to; language runtimes keep their settings beside it.
 */
const FROM_HOST = [
  "localtime",
  "ld.so.cache",
  "ssl/certs",
  "ssl/openssl.cnf",
  "pki/tls/certs",
  "pki/tls/cert.pem",
  "pki/tls/openssl.cnf",
  "pki/ca-trust/extracted",
  "crypto-policies",
  "alternatives",
  "services",
  "protocols",
  "mime.types",
  "fonts",
];
const FROM_HOST_PATTERN = /^java-|^python3/;

/** Where systemd-resolved keeps the real servers when `/etc/resolv.conf` names only itself. */
const RESOLVER_FILES = ["/etc/resolv.conf", "/run/systemd/resolve/resolv.conf"];
/** Cloudflare and Google; asked when the host names no server that a sandbox can reach. */
const PUBLIC_RESOLVERS = ["1.1.1.1", "8.8.8.8"];

/** What `/etc` of every sandbox consists of, besides `passwd` and `group`, which the launcher writes. */
export async function guestEtc(folder: string, resolver?: string): Promise<readonly Mount[]> {
  const generated: Readonly<Record<string, string>> = {
    // The second is how extensions are reached: destinations of telemetry name it (AWS Lambda Telemetry API).
    hosts: "127.0.0.1 localhost\n127.0.0.1 sandbox.localdomain sandbox\n::1 localhost\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n",
    "resolv.conf": resolver === undefined ? resolvConf(RESOLVER_FILES) : `nameserver ${resolver}\n`,
  };
  await mkdir(folder, { recursive: true });
  await Promise.all(Object.entries(generated).map(([name, text]) => replaceFile(join(folder, name), text)));
  return [
    ...Object.keys(generated).map((name) => ({ source: join(folder, name), target: `/etc/${name}` })),
    ...hostFiles().map((name) => ({ source: `/etc/${name}`, target: `/etc/${name}` })),
  ];
}

function hostFiles(): readonly string[] {
  const settings = readdirSync("/etc").filter((name) => FROM_HOST_PATTERN.test(name));
  return [...FROM_HOST, ...settings].filter((name) => existsSync(`/etc/${name}`));
}

/** Keeps the host's resolvers and search domains, but none on loopback: that is another loopback inside. */
export function resolvConf(files: readonly string[]): string {
  for (const file of files) {
    const lines = (existsSync(file) ? readFileSync(file, "utf8") : "").split("\n").map((line) => line.trim());
    const servers = lines.filter((line) => /^nameserver\s/.test(line) && isReachable(line.split(/\s+/)[1] ?? ""));
    if (servers.length === 0) continue;
    const others = lines.filter((line) => /^(search|domain|options)\s/.test(line));
    return `${[...servers, ...others].join("\n")}\n`;
  }
  return PUBLIC_RESOLVERS.map((server) => `nameserver ${server}\n`).join("");
}

/** Sandboxes speak IPv4 to the outside, and loopback is their own. */
function isReachable(server: string): boolean {
  return isIPv4(server) && !server.startsWith("127.") && server !== "0.0.0.0";
}

/** Written beside and renamed: another server may be mounting it at this moment. */
async function replaceFile(path: string, text: string): Promise<void> {
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  const fresh = `${path}.${process.pid}`;
  await writeFile(fresh, text);
  await rename(fresh, path);
}
