import { getCompileCacheDir } from "node:module";
import { Worker } from "node:worker_threads";
import type { LaneOutcome } from "../lane.ts";
import { arrived, errorOf } from "./failures.ts";
import type { LaneName, OpOf, Outcome, ResultOf, WriterOptions, WriterReply, WriterRequest } from "./protocol.ts";

/** The thread allocates little and short-lived; a small nursery saves some 8 MB of resident memory. */
const YOUNG_GENERATION_MIB = 4;
/**
 * A thread does not inherit the compile cache, and without it would load the type stripper: 20 MB. What loading took and
 * running does not need, 4 MB, is given back a second later, as the main thread does.
 */
const BOOT = `
  const [, , file, cache] = process.argv;
  if (cache) require("node:module").enableCompileCache(cache);
  import(file);
  setTimeout(() => {
    require("node:v8").setFlagsFromString("--expose-gc");
    const gc = require("node:vm").runInNewContext("gc");
    gc({ type: "major", execution: "sync", flavor: "last-resort" });
  }, 1_000).unref();
`;

interface Waiting {
  resolve(outcomes: readonly Outcome<unknown>[]): void;
  reject(error: Error): void;
}

/** The main thread's end of the writer thread. Each lane has at most one request under way. */
export class Writer {
  readonly #worker: Worker;
  readonly #waiting = new Map<LaneName | "close", Waiting>();
  #failure: Error | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on("message", (reply: WriterReply) => this.#answered(reply));
    worker.on("error", (error) => this.#broke(error));
    worker.on("exit", (code) => this.#broke(new Error(`it exited with status ${code}`)));
  }

  /** Resolves once all databases are open and migrated. */
  static async start(options: WriterOptions): Promise<Writer> {
    // The built package holds .js files where the sources hold .ts.
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    const worker = new Worker(BOOT, {
      eval: true,
      argv: [new URL(`./writer-thread.${extension}`, import.meta.url).href, getCompileCacheDir() ?? ""],
      workerData: options,
      env: {},
      name: "store-writer",
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MIB },
    });
    await opened(worker);
    return new Writer(worker);
  }

  /** Commits operations of one lane together; one outcome for each. Rejects when the thread is gone. */
  async commit<Name extends LaneName>(
    lane: Name,
    ops: readonly OpOf<Name>[],
  ): Promise<readonly LaneOutcome<ResultOf<Name>>[]> {
    const outcomes = await this.#ask(lane, { lane, ops } as WriterRequest);
    // The thread answers each lane with what that lane's applier returns.
    return (outcomes as readonly Outcome<ResultOf<Name>>[]).map(arrived);
  }

  /** Closes the databases, which moves the write-ahead logs into the main files, and ends the thread. */
  async close(): Promise<void> {
    if (this.#failure !== undefined) return;
    await this.#ask("close", { lane: "close" });
    this.#failure = new Error("the store is closed");
    await this.#worker.terminate();
  }

  #ask(key: LaneName | "close", request: WriterRequest): Promise<readonly Outcome<unknown>[]> {
    const failure = this.#failure;
    if (failure !== undefined) return Promise.reject(failure);
    return new Promise((resolve, reject) => {
      this.#waiting.set(key, { resolve, reject });
      this.#worker.postMessage(request, []);
    });
  }

  #answered(reply: WriterReply): void {
    if (reply.type !== "outcomes" && reply.type !== "closed") return;
    const key = reply.type === "closed" ? "close" : reply.lane;
    const waiting = this.#waiting.get(key);
    this.#waiting.delete(key);
    waiting?.resolve(reply.type === "closed" ? [] : reply.outcomes);
  }

  #broke(cause: Error): void {
    this.#failure ??= new Error(`the writer thread of the store stopped: ${cause.message}; restart Hearth`, { cause });
    for (const waiting of this.#waiting.values()) waiting.reject(this.#failure);
    this.#waiting.clear();
  }
}

/** Resolves when the thread says that it is ready; rejects when it cannot open the databases. */
function opened(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("message", (reply: WriterReply) => {
      worker.off("error", reject);
      if (reply.type === "broken") reject(errorOf(reply.failure));
      else resolve();
    });
  });
}
