import { type Clock, giveBackMemory, type Random } from "../base/index.ts";
import { openAccess } from "../access/index.ts";
import { findRuntimes, isRetired, type RuntimeCatalogue } from "../runtimes/index.ts";
import type { PackageStore } from "../store/index.ts";
import { mergedFolderStore, packageStore } from "../store/packages/index.ts";
import type { AdminRoute } from "./admin/admin-route.ts";
import { AdminRouter } from "./admin/admin-router.ts";
import { authenticationOf, roleCredentials } from "./authentication.ts";
import { healthRoute } from "./admin/health.ts";
import { keyRoutes } from "./admin/keys.ts";
import { machineRoutes } from "./admin/machine.ts";
import { metricsRoute } from "./admin/metrics.ts";
import { packageDownloadRoute } from "./admin/package-download.ts";
import { poolRoute } from "./admin/pool.ts";
import { snsCertificateRoute } from "./admin/sns-certificate.ts";
import { statusRoute } from "./admin/status.ts";
import type { BannerFacts } from "./banner.ts";
import { signingRoots } from "./signing-roots.ts";
import { type Claim, claimPlace } from "./claim.ts";
import type { ServerConfig } from "./config.ts";
import { frontDoor } from "./front-door.ts";
import type { Stoppable } from "./lifecycle.ts";
import { lateEndpoints } from "./endpoints/late-endpoints.ts";
import { openStores } from "./open-stores.ts";
import { createDriver, probeTiers } from "./platform.ts";
import { openBuckets } from "./objects/open-buckets.ts";
import { removeServerFile, writeServerFile } from "./server-file.ts";
import { chooseTier, type TierChoice } from "./tier-choice.ts";
import { trimMemoryWhenIdle } from "./trim-memory.ts";
import { Undo } from "./undo.ts";
import { VERSION } from "./version.ts";
import { type Rooms, wireRooms } from "./wiring.ts";

export interface StartOptions {
  readonly config: ServerConfig;
  readonly clock: Clock;
  readonly random: Random;
  /** Told what goes wrong where no caller waits for an answer. */
  readonly report: (error: unknown) => void;
}

export interface RunningServer extends Stoppable {
  readonly facts: BannerFacts;
}

/** How much longer than an invocation its answer may take to reach the client when the server stops. */
const ANSWER_GRACE_MS = 2_000;

/**
 * Starts a server in two phases. First it takes what only one server can have, the data folder and the port, so that a
 * second one fails before it touches anything; requests that come now wait. Then it looks at the machine, puts the rooms
 * together, takes up what a former server left, and answers. Throws `StartError` or `ConfigError`; then nothing is left.
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const undo = new Undo();
  const startedMs = options.clock.monotonicMs();
  try {
    const claim = await claimPlace(options, undo);
    const facts = await openRooms(options, claim, startedMs, undo);
    trimMemoryWhenIdle(options.clock, {
      running: () => claim.listener.running,
      received: () => claim.listener.received,
      roomBytes,
      giveBack: giveBackMemory,
    });
    return { facts, running: () => claim.listener.running, stop: (graceMs) => undo.run(graceMs) };
  } catch (error) {
    await undo.run(0);
    throw error;
  }
}

async function openRooms(options: StartOptions, claim: Claim, startedMs: number, undo: Undo): Promise<BannerFacts> {
  const { config, clock, random, report } = options;
  const { folder, endpoint } = claim;
  // All at once, since most of it is waiting for other processes and threads.
  const [opened, probed, found] = await Promise.allSettled([
    openStores(config, { folder: folder.databaseFolder, clock, random, report }),
    probeTiers(),
    findRuntimes({ dataFolder: folder.path }),
  ]);
  const stores = valueOf(opened);
  undo.defer(() => stores.close());
  const tiers = valueOf(probed);
  let runtimes = valueOf(found);
  const choice = chooseTier(tiers, config.tier);
  const packages = packageStore({ folder: folder.packageFolder });
  const access = await openAccess({ ...stores, clock, random });
  const rooms = wireRooms({
    ...stores,
    packages,
    mergedFolders: mergedFolderStore({ folder: folder.layerFolder, packages }),
    driver: await createDriver(choice.report.tier, { dataFolder: folder.path, clock, random, report }),
    runtimes: () => runtimes,
    stemsMax: config.stemsMax,
    authentication: authenticationOf(config, access),
    guestCredentials: roleCredentials(access),
    endpoints: lateEndpoints(clock),
    ...(await openBuckets(config.s3 && { ...config.s3, clock })),
    retryDelays: config.retryDelays,
    signingRoots: await signingRoots(config.signingRootsFile),
    clock,
    random,
    report,
  });
  undo.defer((graceMs) => rooms.stop(graceMs));
  await rooms.start();

  const { database } = stores;
  const facts = { ...bannerFacts(config, claim, choice, runtimes, clock.monotonicMs() - startedMs), database };
  const token = random.hex(32);
  const status = statusRoute(
    facts,
    () => clock.monotonicMs() - startedMs,
    () => rooms.pool().stems,
  );
  const routes = [
    healthRoute(),
    status,
    poolRoute(rooms.pool),
    metricsRoute(rooms.pool),
    ...linkRoutes(rooms, packages),
    ...keyRoutes(access.accessKeys, config.accountId),
    ...machineRoutes(
      tiers,
      () => runtimes,
      async () => {
        runtimes = await findRuntimes({ dataFolder: folder.path });
      },
    ),
  ];
  await writeServerFile(folder.path, { pid: process.pid, endpoint, version: VERSION, token });
  undo.defer((graceMs) => {
    removeServerFile(folder.path, process.pid);
    // Begun first, so that nobody new comes while the rooms drain; its end is awaited after theirs.
    void claim.listener.stop(graceMs + ANSWER_GRACE_MS);
  });
  claim.answerWith(frontDoor(new AdminRouter(routes, token, report), rooms.dispatcher));
  return facts;
}

function bannerFacts(
  config: ServerConfig,
  { endpoint, folder }: Claim,
  { report, reason }: TierChoice,
  { found }: RuntimeCatalogue,
  startMs: number,
): Omit<BannerFacts, "database"> {
  return {
    version: VERSION,
    endpoint,
    region: config.region,
    accountId: config.accountId,
    signatures: config.auth === "sigv4",
    dataFolder: folder.path,
    tier: report.tier,
    tierReason: reason,
    tierLacks: report.guarantees.filter(({ held }) => !held).map(({ name }) => name),
    runtimes: found.map(({ name }) => name).filter((name) => !isRetired(name)),
    startMs,
  };
}

/** What the links in answers and messages lead to. */
function linkRoutes({ lambda, sns }: Rooms, packages: PackageStore): readonly AdminRoute[] {
  return [packageDownloadRoute(lambda.codeLocations, packages), snsCertificateRoute(sns)];
}

function valueOf<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === "rejected") throw settled.reason;
  return settled.value;
}

/** What the heap has taken from the system and does not use. */
function roomBytes(): number {
  const { heapTotal, heapUsed } = process.memoryUsage();
  return heapTotal - heapUsed;
}
