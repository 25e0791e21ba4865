import type { Clock, Random } from "../../base/index.ts";
import type { Sandbox, SandboxDriver, SandboxSpec, SandboxTier } from "../driver.ts";
import type { BlankSandbox } from "./blank-sandbox.ts";
import { discard } from "./blank-sandbox.ts";
import { BlankPool } from "./blank-pool.ts";
import { baseFolders, findCgroups } from "./cgroups/find-cgroups.ts";
import { noResourceGroup } from "./cgroups/no-cgroups.ts";
import type { Ground } from "./ground.ts";
import { prepareGround } from "./ground.ts";
import { isTaken } from "./launcher-error.ts";
import { LauncherProcess } from "./launcher-process.ts";
import { checkSpec, NamespaceSandbox } from "./namespace-sandbox.ts";
import type { Link } from "./network/links.ts";
import { hostAddresses } from "./network/user-network.ts";
import { sweepCgroups } from "./sweep-cgroups.ts";
import { TmpTemplates } from "./tmp-templates.ts";

export interface NamespaceDriverOptions {
  readonly tier: "namespace-root" | "namespace-rootless";
  /** A folder of the driver's own, kept between runs. */
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Told what went wrong without failing any call. */
  readonly onDiagnostic: (message: string) => void;
  /** How many blank sandboxes are kept ready. */
  readonly spares?: number;
}

const SPARES = 3;
/**
 * User of the first sandbox of the root tier. The range up to 2^31 is what systemd leaves unassigned ("Users, Groups,
 * UIDs and GIDs on systemd systems"). There is no user namespace in this tier: a user id of its own separates a sandbox
 * as well, files of root look like root's, as on AWS, and /tmp can be a disk.
 */
const FIRST_UID = 0x7000_0000;
const UIDS = 0x0fff_0000;
/** As on AWS; in the rootless tier the user namespace makes them those of the user who runs the server. */
const ROOTLESS_UID = 993;
const GID = 990;
/** The size of `/tmp` that nearly every function has: spares have it. */
const USUAL_TMP_MIB = 512;

export class NamespaceDriver implements SandboxDriver {
  readonly tier: SandboxTier;
  readonly #options: NamespaceDriverOptions;
  readonly #isRoot: boolean;
  readonly #templates: TmpTemplates;
  readonly #pool: BlankPool;
  readonly #sandboxes = new Set<Sandbox>();
  #ground: Promise<Ground> | undefined;
  #hasTmpDisk = true;
  #made = 0;

  constructor(options: NamespaceDriverOptions) {
    this.tier = options.tier;
    this.#options = options;
    this.#isRoot = options.tier === "namespace-root";
    this.#templates = new TmpTemplates(options.stateFolder);
    const { clock, onDiagnostic, spares = SPARES } = options;
    const make = (): Promise<BlankSandbox> => this.#makeBlank(`spare-${++this.#made}`);
    this.#pool = new BlankPool({ size: spares, clock, onDiagnostic, make });
  }

  async create(spec: SandboxSpec): Promise<Sandbox> {
    checkSpec(spec);
    const template = this.#tmpTemplate(spec.limits.tmpMib);
    const spare = this.#pool.take();
    if (spare !== undefined) return this.#configure(spare, spec, await template);
    try {
      return await this.#configure(await this.#makeBlank(spec.id), spec, await template);
    } catch (error) {
      if (!isTaken(error)) throw error;
      return this.#configure(await this.#makeBlank(spec.id), spec, await template);
    }
  }

  async sweep(): Promise<void> {
    const [ground, bases] = await Promise.all([this.#prepared(), findCgroups(this.#isRoot)]);
    await Promise.all([
      ground.network?.sweep(),
      bases === undefined ? undefined : sweepCgroups(baseFolders(bases), this.#options.clock),
    ]);
    this.#pool.fillSoon();
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.close(), ...[...this.#sandboxes].map((sandbox) => sandbox.destroy())]);
    const ground = await this.#ground;
    this.#ground = undefined;
    await ground?.close();
  }

  async #configure(blank: BlankSandbox, spec: SandboxSpec, template: string | undefined): Promise<Sandbox> {
    const { launcher, group, release } = blank;
    try {
      const [reception, ground] = await Promise.all([
        blank.reception,
        this.#prepared(),
        launcher.configure(spec, template),
        group.limit(spec.limits),
      ]);
      const hasFreezer = ground.cgroups?.has.freezer ?? false;
      const { onDiagnostic } = this.#options;
      const sandbox = new NamespaceSandbox(spec, { launcher, reception, group, hasFreezer, release, onDiagnostic });
      this.#sandboxes.add(sandbox);
      void sandbox.gone.then(() => this.#sandboxes.delete(sandbox));
      return sandbox;
    } catch (error) {
      await discard(blank);
      throw error;
    }
  }

  async #makeBlank(name: string): Promise<BlankSandbox> {
    const ground = await this.#prepared();
    const [group, link, template] = await Promise.all([
      ground.cgroups?.make(name) ?? noResourceGroup,
      ground.network?.lease(),
      this.#tmpTemplate(USUAL_TMP_MIB),
    ]);
    const launcher = new LauncherProcess(ground.launcherPath, [
      ...this.#plan(ground, link),
      ...group.launcherArguments,
      ...(template === undefined ? [] : ["--tmp-template", template]),
    ]);
    const release = async (): Promise<void> => {
      if (link !== undefined) ground.network?.release(link);
      await group.remove();
    };
    return { launcher, reception: launcher.ready, group, release };
  }

  #prepared(): Promise<Ground> {
    this.#ground ??= prepareGround({ ...this.#options, isRoot: this.#isRoot });
    this.#ground.catch(() => (this.#ground = undefined)); // what was missing may be there next time
    return this.#ground;
  }

  /** Undefined where `/tmp` has to be in memory: without root, or without what makes disks. */
  async #tmpTemplate(tmpMib: number): Promise<string | undefined> {
    if (!this.#isRoot || !this.#hasTmpDisk) return undefined;
    try {
      await this.#prepared(); // makes the folder
      return await this.#templates.path(tmpMib);
    } catch (error) {
      this.#hasTmpDisk = false;
      this.#options.onDiagnostic(`/tmp is kept in memory, since disk images cannot be made: ${String(error)}`);
      return undefined;
    }
  }

  /** What the launcher has to know of all sandboxes, and the network of this one. */
  #plan(ground: Ground, link: Link | undefined): string[] {
    const { network, userNetwork, etc, root } = ground;
    const uid = this.#isRoot ? FIRST_UID + Math.floor(this.#options.random.fraction() * UIDS) : ROOTLESS_UID;
    const plan = ["--uid", `${uid}`, "--gid", `${GID}`, "--root", root];
    plan.push(...etc.flatMap(({ source, target }) => ["--ro", source, target]));
    if (!this.#isRoot) plan.push("--rootless");
    if (link !== undefined && network !== undefined)
      plan.push("--veth", link.device, link.hostAddress, link.guestAddress, `${network.mtu}`);
    if (userNetwork !== undefined && "path" in userNetwork)
      plan.push("--slirp", userNetwork.path, ...hostAddresses().flatMap((address) => ["--refuse", address]));
    return plan;
  }
}
