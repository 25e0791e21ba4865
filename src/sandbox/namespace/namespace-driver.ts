import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Clock, Random } from "../../base/index.ts";
import type { Mount, Sandbox, SandboxDriver, SandboxSpec, SandboxTier } from "../driver.ts";
import { SandboxError } from "../driver.ts";
import { baseFolders, findCgroups, openCgroups } from "./cgroups/find-cgroups.ts";
import { noResourceGroup } from "./cgroups/no-cgroups.ts";
import type { CgroupHome, ResourceGroup } from "./cgroups/resource-group.ts";
import { guestEtc } from "./guest-etc.ts";
import { instanceName } from "../instance-name.ts";
import { resolveLauncher } from "./launcher-binary.ts";
import { LauncherProcess } from "./launcher-process.ts";
import { checkSpec, NamespaceSandbox } from "./namespace-sandbox.ts";
import { HostNetwork } from "./network/host-network.ts";
import type { Link } from "./network/links.ts";
import type { UserNetwork } from "./network/user-network.ts";
import { findUserNetwork, hostAddresses, SLIRP_RESOLVER } from "./network/user-network.ts";
import { sweepCgroups } from "./sweep-cgroups.ts";
import { TmpTemplates } from "./tmp-templates.ts";

export interface NamespaceDriverOptions {
  readonly tier: "namespace-root" | "namespace-rootless";
  /** A folder of the driver's own, kept between runs; several servers need one each. */
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Told what went wrong without failing any call. */
  readonly onDiagnostic: (message: string) => void;
}

/**
 * User and group of the first sandbox of the root tier. The range up to 2^31 is what systemd leaves unassigned ("Users,
 * Groups, UIDs and GIDs on systemd systems"). There is no user namespace in this tier: a user id of its own separates a
 * sandbox as well, files of root look like root's, as on AWS, and /tmp can be a disk.
 */
const FIRST_UID = 0x7000_0000;
const UIDS = 0x0fff_0000;
/** As on AWS; in the rootless tier the user namespace makes them those of the user who runs the server. */
const ROOTLESS_UID = 993;
const GID = 990;
/** The size nearly every function has: its disk image is made in advance. */
const USUAL_TMP_MIB = 512;

/** What is made once, on the first use. */
interface Ground {
  readonly launcherPath: string;
  readonly cgroups: CgroupHome | undefined;
  readonly network: HostNetwork | undefined;
  readonly userNetwork: UserNetwork | undefined;
  readonly etc: readonly Mount[];
  readonly root: string;
}

export class NamespaceDriver implements SandboxDriver {
  readonly tier: SandboxTier;
  readonly #options: NamespaceDriverOptions;
  readonly #isRoot: boolean;
  readonly #templates: TmpTemplates;
  readonly #sandboxes = new Set<Sandbox>();
  #ground: Promise<Ground> | undefined;
  #hasTmpDisk = true;

  constructor(options: NamespaceDriverOptions) {
    this.tier = options.tier;
    this.#options = options;
    this.#isRoot = options.tier === "namespace-root";
    this.#templates = new TmpTemplates(options.stateFolder);
  }

  async create(spec: SandboxSpec): Promise<Sandbox> {
    checkSpec(spec);
    const ground = await this.#prepared();
    const [group, link, template] = await Promise.all([
      this.#makeGroup(ground, spec),
      ground.network?.lease(),
      this.#tmpTemplate(spec.limits.tmpMib),
    ]);
    const launcher = new LauncherProcess(ground.launcherPath, [
      ...this.#planArguments(ground, spec, link),
      ...group.launcherArguments,
      ...(template === undefined ? [] : ["--tmp-template", template]),
    ]);
    const release = async (): Promise<void> => {
      if (link !== undefined) ground.network?.release(link);
      await group.remove();
    };
    try {
      const runtimeApi = await launcher.ready;
      const { onDiagnostic } = this.#options;
      const hasFreezer = ground.cgroups?.has.freezer ?? false;
      return this.#keep(new NamespaceSandbox(spec, { launcher, runtimeApi, group, hasFreezer, release, onDiagnostic }));
    } catch (error) {
      launcher.terminate();
      await launcher.gone;
      await release();
      throw error;
    }
  }

  async sweep(): Promise<void> {
    const ground = await this.#prepared();
    const bases = await findCgroups(this.#isRoot);
    await Promise.all([
      ground.network?.sweep(),
      bases === undefined ? undefined : sweepCgroups(baseFolders(bases), this.#options.clock),
    ]);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sandboxes].map((sandbox) => sandbox.destroy()));
    const ground = await this.#ground;
    this.#ground = undefined;
    await Promise.all([ground?.network?.close(), ground?.cgroups?.close()]);
  }

  #keep(sandbox: Sandbox): Sandbox {
    this.#sandboxes.add(sandbox);
    void sandbox.gone.then(() => this.#sandboxes.delete(sandbox));
    return sandbox;
  }

  #prepared(): Promise<Ground> {
    this.#ground ??= this.#prepare();
    this.#ground.catch(() => (this.#ground = undefined)); // what was missing may be there next time
    return this.#ground;
  }

  async #prepare(): Promise<Ground> {
    const { stateFolder, clock, random } = this.#options;
    const root = join(stateFolder, "root");
    await mkdir(root, { recursive: true });
    const instance = instanceName(random);
    const userNetwork = this.#isRoot ? undefined : await findUserNetwork();
    const resolver = userNetwork !== undefined && "path" in userNetwork ? SLIRP_RESOLVER : undefined;
    const [launcher, cgroups, network, etc] = await Promise.all([
      resolveLauncher(),
      findCgroups(this.#isRoot).then((bases) =>
        bases === undefined ? undefined : openCgroups(bases, instance, clock),
      ),
      this.#isRoot ? HostNetwork.open(random) : undefined,
      guestEtc(join(stateFolder, "etc"), resolver),
      this.#tmpTemplate(USUAL_TMP_MIB),
    ]);
    if ("missing" in launcher) throw new SandboxError("launch-failed", launcher.missing);
    return { launcherPath: launcher.path, cgroups, network, userNetwork, etc, root };
  }

  async #makeGroup(ground: Ground, spec: SandboxSpec): Promise<ResourceGroup> {
    if (ground.cgroups === undefined) return noResourceGroup;
    const group = await ground.cgroups.make(spec.id);
    await group.limit(spec.limits);
    return group;
  }

  /** Undefined where `/tmp` has to be in memory: without root, or without what makes disks. */
  async #tmpTemplate(tmpMib: number): Promise<string | undefined> {
    if (!this.#isRoot || !this.#hasTmpDisk) return undefined;
    try {
      return await this.#templates.path(tmpMib);
    } catch (error) {
      this.#hasTmpDisk = false;
      this.#options.onDiagnostic(`/tmp is kept in memory, since disk images cannot be made: ${String(error)}`);
      return undefined;
    }
  }

  #planArguments(ground: Ground, spec: SandboxSpec, link: Link | undefined): string[] {
    const { limits } = spec;
    const uid = this.#isRoot ? FIRST_UID + Math.floor(this.#options.random.fraction() * UIDS) : ROOTLESS_UID;
    const mounts = [...ground.etc, ...spec.mounts].flatMap(({ source, target }) => ["--ro", source, target]);
    const plan = ["--uid", `${uid}`, "--gid", `${GID}`, "--root", ground.root, "--tmp-mib", `${limits.tmpMib}`];
    plan.push("--files-max", `${limits.openFilesMax}`, "--processes-max", `${limits.processesMax}`, ...mounts);
    if (!this.#isRoot) plan.push("--rootless");
    if (link !== undefined && ground.network !== undefined)
      plan.push("--veth", link.device, link.hostAddress, link.guestAddress, `${ground.network.mtu}`);
    if (ground.userNetwork !== undefined && "path" in ground.userNetwork)
      plan.push("--slirp", ground.userNetwork.path, ...hostAddresses().flatMap((address) => ["--refuse", address]));
    return plan;
  }
}
