import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import type { Random } from "../../../base/index.ts";
import { SandboxError } from "../../driver.ts";
import type { BlockClaim } from "./block-claim.ts";
import { claimBlock } from "./block-claim.ts";
import type { Firewall } from "./firewall.ts";
import { findFirewall } from "./firewall.ts";
import type { Link } from "./links.ts";
import { BLOCKS, link, LINKS_PER_BLOCK } from "./links.ts";

const FORWARDING = "/proc/sys/net/ipv4/ip_forward";
const DEFAULT_MTU = 1_500;

interface Block {
  readonly claim: BlockClaim;
  readonly used: Set<number>;
  next: number;
}

/** The outgoing network of the root tier: a link per sandbox, and the host's rules that translate and confine it. */
export class HostNetwork {
  readonly #firewall: Firewall;
  readonly #random: Random;
  readonly #blocks: Block[] = [];
  #claiming: Promise<void> | undefined;
  /** Largest packet that the way out takes. */
  readonly mtu: number;

  private constructor(firewall: Firewall, random: Random, mtu: number) {
    this.#firewall = firewall;
    this.#random = random;
    this.mtu = mtu;
  }

  /** Undefined when this machine has no firewall that could translate addresses. */
  static async open(random: Random): Promise<HostNetwork | undefined> {
    const [firewall, mtu] = await Promise.all([findFirewall(), uplinkMtu()]);
    return firewall === undefined ? undefined : new HostNetwork(firewall, random, mtu);
  }

  get kind(): string {
    return this.#firewall.name;
  }

  /** Takes a free link. Throws `SandboxError` when this and other servers have taken all. */
  async lease(): Promise<Link> {
    for (;;) {
      for (const block of this.#blocks) {
        const index = freeIndex(block);
        if (index === undefined) continue;
        block.used.add(index);
        block.next = (index + 1) % LINKS_PER_BLOCK;
        return link(block.claim.block, index);
      }
      this.#claiming ??= this.#claimAnother().finally(() => (this.#claiming = undefined));
      await this.#claiming;
    }
  }

  release(leased: Link): void {
    this.#blocks.find(({ claim }) => claim.block === leased.block)?.used.delete(leased.index);
  }

  /** Removes the rules of servers that are dead; a block that can be claimed belongs to nobody. */
  async sweep(): Promise<void> {
    for (const block of await this.#firewall.installed()) {
      const claim = await claimBlock(block);
      if (claim === undefined) continue; // its owner lives, or it is ours
      await this.#firewall.remove(block).finally(() => claim.release());
    }
  }

  async close(): Promise<void> {
    for (const { claim } of this.#blocks.splice(0)) {
      await this.#firewall.remove(claim.block);
      claim.release();
    }
  }

  async #claimAnother(): Promise<void> {
    // Starting anywhere keeps servers that start at once from going after the same ones.
    const first = Math.floor(this.#random.fraction() * BLOCKS);
    for (let step = 0; step < BLOCKS; step++) {
      const claim = await claimBlock((first + step) % BLOCKS);
      if (claim === undefined) continue;
      await this.#firewall.install(claim.block);
      await enableForwarding();
      this.#blocks.push({ claim, used: new Set(), next: Math.floor(this.#random.fraction() * LINKS_PER_BLOCK) });
      return;
    }
    throw new SandboxError("resources", `All ${BLOCKS * LINKS_PER_BLOCK} network links of this machine are in use.`);
  }
}

/** The next free one in turn, so that a link is not used again while the kernel still takes its device down. */
function freeIndex(block: Block): number | undefined {
  for (let step = 0; step < LINKS_PER_BLOCK; step++) {
    const index = (block.next + step) % LINKS_PER_BLOCK;
    if (!block.used.has(index)) return index;
  }
  return undefined;
}

async function enableForwarding(): Promise<void> {
  if ((await readFile(FORWARDING, "utf8")).trim() === "0") await writeFile(FORWARDING, "1");
}

/** The packet size of the device that the default route leads through. */
async function uplinkMtu(): Promise<number> {
  const routes = (await readFile("/proc/net/route", "utf8")).split("\n").map((line) => line.split("\t"));
  const device = routes.find(([, destination]) => destination === "00000000")?.[0];
  if (device === undefined || !existsSync(`/sys/class/net/${device}/mtu`)) return DEFAULT_MTU;
  return Number(await readFile(`/sys/class/net/${device}/mtu`, "utf8")) || DEFAULT_MTU;
}
