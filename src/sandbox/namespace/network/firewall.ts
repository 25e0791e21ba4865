import { spawn } from "node:child_process";
import { blockPrefix, DEVICE_PREFIX } from "./links.ts";

/** What makes the kernel translate and filter the traffic of sandboxes. */
export interface Firewall {
  readonly name: "nftables" | "iptables";
  /** Sets the rules of one block, replacing what a dead server left. */
  install(block: number): Promise<void>;
  remove(block: number): Promise<void>;
  /** Blocks that rules exist for, whoever set them. */
  installed(): Promise<readonly number[]>;
}

const PATH = "/usr/sbin:/sbin:/usr/bin:/bin";

/** Link-local addresses: the metadata services of clouds hand out the host's credentials there. */
const METADATA = "169.254.0.0/16";

/**
 * A sandbox reaches what the host reaches beyond itself: nothing that ends on the host (`input`), no other sandbox, no
 * metadata service. Only answers come back in.
 */
const nftables: Firewall = {
  name: "nftables",
  install: (block) => run("nft", ["-f", "-"], nftRules(block)).then(ignoreOutput),
  // Adding first makes the deletion succeed whether or not the table is there.
  remove: (block) =>
    run("nft", ["-f", "-"], `add table inet hearth_${block}\ndelete table inet hearth_${block}\n`).then(ignoreOutput),
  installed: async () => blocksIn(await run("nft", ["list", "tables"]), /^table inet hearth_(\d+)$/gm),
};

function nftRules(block: number): string {
  const own = `"${DEVICE_PREFIX}${block}-*"`;
  const any = `"${DEVICE_PREFIX}*"`;
  return `add table inet hearth_${block}
delete table inet hearth_${block}
table inet hearth_${block} {
  chain input {
    type filter hook input priority -10; policy accept;
    iifname ${own} drop
  }
  chain forward {
    type filter hook forward priority -10; policy accept;
    iifname ${own} oifname ${any} drop
    iifname ${own} ip daddr ${METADATA} drop
    iifname ${own} meta nfproto ipv6 drop
    oifname ${own} ct state established,related accept
    oifname ${own} drop
  }
  chain postrouting {
    type nat hook postrouting priority 100; policy accept;
    ip saddr ${blockPrefix(block)} oifname != ${any} masquerade
  }
}
`;
}

const iptables: Firewall = {
  name: "iptables",
  install: async (block) => {
    await iptables.remove(block);
    await run("iptables-restore", ["--noflush", "--wait"], iptablesRules(block));
  },
  remove: async (block) => {
    const [own, chain] = [`${DEVICE_PREFIX}${block}-+`, `HEARTH-${block}`];
    const deletions = [
      ["-D", "INPUT", "-i", own, "-j", "DROP"],
      ["-D", "FORWARD", "-i", own, "-j", chain],
      ["-D", "FORWARD", "-o", own, "-j", chain],
      ["-F", chain],
      ["-X", chain],
      ["-t", "nat", "-D", "POSTROUTING", ...masquerade(block)],
    ];
    // Each fails when its rule is not there, which is the normal case.
    for (const deletion of deletions) await run("iptables", ["--wait", ...deletion]).catch(() => undefined);
  },
  installed: async () => blocksIn(await run("iptables", ["--wait", "-S"]), /^-N HEARTH-(\d+)$/gm),
};

function blocksIn(listing: string, pattern: RegExp): readonly number[] {
  return [...listing.matchAll(pattern)].map(([, block]) => Number(block));
}

const ignoreOutput = (): void => undefined;

function masquerade(block: number): readonly string[] {
  return ["-s", blockPrefix(block), "!", "-o", `${DEVICE_PREFIX}+`, "-j", "MASQUERADE"];
}

function iptablesRules(block: number): string {
  const [own, chain] = [`${DEVICE_PREFIX}${block}-+`, `HEARTH-${block}`];
  return `*filter
:${chain} - [0:0]
-A ${chain} -i ${own} -o ${DEVICE_PREFIX}+ -j DROP
-A ${chain} -i ${own} -d ${METADATA} -j DROP
-A ${chain} -i ${own} -j ACCEPT
-A ${chain} -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
-A ${chain} -j DROP
-I INPUT -i ${own} -j DROP
-I FORWARD -i ${own} -j ${chain}
-I FORWARD -o ${own} -j ${chain}
COMMIT
*nat
-A POSTROUTING ${masquerade(block).join(" ")}
COMMIT
`;
}

/** The firewall of this machine, or undefined when there is none that works. */
export async function findFirewall(): Promise<Firewall | undefined> {
  if (await works("nft", ["list", "tables"])) return nftables;
  if (await works("iptables", ["--wait", "-t", "nat", "-S", "POSTROUTING"])) return iptables;
  return undefined;
}

async function works(program: string, argv: readonly string[]): Promise<boolean> {
  try {
    await run(program, argv);
    return true;
  } catch {
    return false; // missing, or refused by the kernel: no firewall either way
  }
}

/** Resolves to what the program prints. */
function run(program: string, argv: readonly string[], input = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, argv, { stdio: "pipe", env: { PATH } });
    let output = "";
    let complaint = "";
    child.stdout.setEncoding("utf8").on("data", (piece: string) => (output += piece));
    child.stderr.setEncoding("utf8").on("data", (piece: string) => (complaint += piece));
    child.stdin.on("error", () => undefined); // it ended without reading; its exit status tells why
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${program} failed (${code}): ${complaint.trim()}`)),
    );
    child.stdin.end(input);
  });
}
