import type { RecordStore } from "../../../store/index.ts";
import type { Queue } from "../queues/queue.ts";
import type { QueueDirectory } from "../queues/queue-directory.ts";
import { sqsError } from "../sqs-error.ts";
import { type MoveParts, MoveRun, type Route } from "./move-run.ts";
import { type MoveTask, MoveTaskRecords } from "./move-task.ts";
import { sourceQueues } from "./source-queues.ts";

export interface MoveTasksOptions extends MoveParts {
  readonly records: RecordStore;
  readonly queues: QueueDirectory;
  /** Told when a task could not go on; it is taken up at the next start. */
  readonly onFailure: (error: unknown) => void;
}

/** The tasks that move messages out of dead-letter queues: one at a time for each source, surviving restarts. */
export class MoveTasks {
  readonly #options: MoveTasksOptions;
  readonly #records: MoveTaskRecords;
  /** By the ARN of their source. */
  readonly #runs = new Map<string, { readonly run: MoveRun; readonly over: Promise<void> }>();

  constructor(options: MoveTasksOptions) {
    this.#options = options;
    this.#records = new MoveTaskRecords(options.records);
  }

  /** Takes up what was running when the server stopped. */
  async resume(): Promise<void> {
    for (const task of await this.#records.running()) {
      const source = await this.#options.queues.findByArn(task.sourceArn);
      const route = source && (await this.#route(source, task.destinationArn));
      if (route === undefined)
        await this.#records.save({
          ...task,
          status: "FAILED",
          failureReason: "AWS.SimpleQueueService.NonExistentQueue",
        });
      else await this.#begin(route, task);
    }
  }

  async stop(): Promise<void> {
    const runs = [...this.#runs.values()];
    for (const { run } of runs) run.cancel();
    await Promise.all(runs.map(({ over }) => over));
  }

  /** Throws `InvalidParameterValue` when one is running. */
  async start(
    source: Queue,
    { destinationArn, perSecondMax }: Pick<MoveTask, "destinationArn" | "perSecondMax">,
  ): Promise<MoveTask> {
    const { messages, clock, random } = this.#options;
    const route = await this.#route(source, destinationArn);
    if (route === undefined) throw sqsError("move-destination");
    const nowMs = clock.nowMs();
    const { visible: toMove } = await messages.counts(source.key, nowMs);
    // Looked at last, with nothing to wait for before the task is known.
    if (this.#runs.has(source.arn)) throw sqsError("move-running");
    const task: MoveTask = {
      id: random.uuid(),
      sourceArn: source.arn,
      ...(destinationArn === undefined ? {} : { destinationArn }),
      ...(perSecondMax === undefined ? {} : { perSecondMax }),
      status: "RUNNING",
      moved: 0,
      toMove,
      startedMs: nowMs,
    };
    await this.#begin(route, task);
    return task;
  }

  /** Answers with the task as it was left. Throws `ResourceNotFoundException` or `InvalidParameterValue`. */
  async cancel(sourceArn: string, id: string): Promise<MoveTask> {
    const running = this.#runs.get(sourceArn);
    if (running?.run.task.id !== id) {
      const known = (await this.#records.ofSource(sourceArn)).some((task) => task.id === id);
      throw sqsError(known ? "move-over" : "move-task");
    }
    running.run.cancel();
    await running.over;
    // It may have come to its end just before.
    if (running.run.task.status !== "RUNNING") throw sqsError("move-over");
    const cancelled: MoveTask = { ...running.run.task, status: "CANCELLED" };
    await this.#records.save(cancelled);
    return cancelled;
  }

  /** The newest first; of the one that runs, how far it is now. */
  async list(sourceArn: string): Promise<readonly MoveTask[]> {
    const running = this.#runs.get(sourceArn)?.run.task;
    const tasks = await this.#records.ofSource(sourceArn);
    return tasks.map((task) => (task.id === running?.id ? running : task));
  }

  /** Resolves when the task is on disk; the moving goes on. */
  #begin(route: Route, task: MoveTask): Promise<void> {
    const run = new MoveRun(this.#options, route, task);
    const saved = this.#records.save(task);
    const over = this.#work(saved, run).finally(() => this.#runs.delete(task.sourceArn));
    this.#runs.set(task.sourceArn, { run, over });
    return saved;
  }

  async #work(saved: Promise<void>, run: MoveRun): Promise<void> {
    try {
      await saved;
      const finished = await run.run((task) => this.#records.save(task));
      if (finished === undefined) return;
      await this.#records.save(finished);
      await this.#records.trim(finished.sourceArn);
    } catch (error) {
      this.#options.onFailure(error);
    }
  }

  async #route(source: Queue, destinationArn: string | undefined): Promise<Route | undefined> {
    const { queues } = this.#options;
    if (destinationArn !== undefined) {
      const target = await queues.findByArn(destinationArn);
      return target && { source: source.key, target: target.key };
    }
    const sources = await sourceQueues(queues, source);
    return { source: source.key, targetBySource: Object.fromEntries(sources.map(({ arn, key }) => [arn, key])) };
  }
}
