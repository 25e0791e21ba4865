import type { ClaimedWork, NewWork } from "../store/index.ts";
import { AttemptRunner } from "./attempt-runner.ts";
import type { WorkerOptions } from "./worker-options.ts";
import { LaneBook } from "./lane-book.ts";
import { LaneScan } from "./lane-scan.ts";
import { LeaseKeeper } from "./lease-keeper.ts";
import type { Worker, WorkToPut } from "./worker.ts";

const CONCURRENCY_MAX = 1_000;
const LEASE_MS = 60_000;
/** Claimed from a lane before the next has its turn. */
const CLAIM_MAX = 16;
/** Payloads in memory, beyond which a lane has one at a time. */
const BYTES_MAX = 128 * 1_048_576;
/** When the store could not be read, or somebody else is about to settle what is due. */
const CLAIM_RETRY_MS = 1_000;
const CLAIM_AGAIN_MS = 5;
/**
 * How long a lane is left alone although it has work to come. Timers do not notice when the clock is put forward, or that the
 * machine was asleep, and what is due by then is late by this at most. It reads the clock, not the store.
 */
const LOOK_MS_MAX = 30_000;

/** See `createWorker`. */
export class LaneWorker implements Worker {
  readonly #options: WorkerOptions;
  readonly #leases: LeaseKeeper;
  readonly #attempts: AttemptRunner;
  readonly #scan: LaneScan;
  readonly #lanes = new Map<string, LaneBook>();
  /** Lanes with due work that may be begun, in turn. */
  readonly #ready = new Set<LaneBook>();
  readonly #concurrencyMax: number;
  /** Places of all lanes that are taken. */
  #running = 0;
  #isRunning = false;
  #isWoken = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#concurrencyMax = options.concurrencyMax ?? CONCURRENCY_MAX;
    this.#leases = new LeaseKeeper(options.work, options.clock, options.leaseMs ?? LEASE_MS, options.onFault);
    this.#attempts = new AttemptRunner(options, this.#leases);
    this.#scan = new LaneScan(options, (lane, dueAtMs) => this.#cameFree(lane, dueAtMs));
  }

  async put(work: readonly WorkToPut[]): Promise<void> {
    const { work: store, queue, clock } = this.#options;
    const nowMs = clock.nowMs();
    const added = work.map((each): NewWork => ({ visibleAtMs: nowMs, ...each, queue }));
    const books = this.#isRunning ? this.#keepPlaces(added, nowMs) : undefined;
    if (books === undefined) return store.put(added, nowMs);
    const leaseEndMs = this.#leases.newLeaseEndMs();
    const epochs: (number | undefined)[] = [];
    try {
      epochs.push(...(await store.putClaimed(added, nowMs, leaseEndMs)));
    } catch (error) {
      // It may be there nevertheless, when it was the answer that got lost.
      for (const { lane } of added) this.#cameFree(lane, leaseEndMs);
      throw error;
    } finally {
      added.forEach((each, index) => {
        const [epoch, book] = [epochs[index], books[index]];
        if (book === undefined) return;
        if (epoch === undefined || !this.#isRunning) this.#leave(book);
        else this.#begin(book, { ...each, epoch, acceptedAtMs: nowMs }, leaseEndMs);
      });
    }
  }

  drop(lane: string): Promise<number> {
    return this.#options.work.drop(this.#options.queue, lane);
  }

  async start(): Promise<void> {
    this.#isRunning = true;
    await this.#scan.start();
  }

  async stop(graceMs: number): Promise<void> {
    this.#isRunning = false;
    this.#scan.stop();
    this.#ready.clear();
    for (const book of this.#lanes.values()) book.timer?.cancel();
    await this.#attempts.settled(graceMs);
    this.#leases.close();
  }

  /** Work of a lane is free from then on. */
  #cameFree(lane: string, dueAtMs: number): void {
    if (!this.#isRunning) return;
    const book = this.#book(lane);
    book.dueAtMs = Math.min(book.dueAtMs, dueAtMs);
    this.#place(book);
  }

  #book(lane: string): LaneBook {
    let book = this.#lanes.get(lane);
    if (book === undefined) {
      book = new LaneBook(lane, this.#options.clock.nowMs());
      this.#lanes.set(lane, book);
    }
    return book;
  }

  /** Decides when a lane is looked at next. */
  #place(book: LaneBook): void {
    if (!this.#isRunning) return;
    const nowMs = this.#options.clock.nowMs();
    book.pace.review(nowMs);
    book.timer?.cancel();
    book.timer = undefined;
    if (book.isEmpty) this.#lanes.delete(book.lane);
    if (book.isClaiming || book.dueAtMs === Infinity) return;
    const atMs = Math.max(book.dueAtMs, book.pace.restUntilMs);
    if (atMs > nowMs) this.#lookAt(book, atMs - nowMs);
    else if (this.#ownRoom(book) > 0) this.#isReady(book);
    else {
      book.pace.full();
      this.#lookAt(book, Math.max(1, book.pace.reviewAtMs - nowMs));
    }
  }

  #isReady(book: LaneBook): void {
    this.#ready.add(book);
    this.#wake();
  }

  #lookAt(book: LaneBook, inMs: number): void {
    this.#ready.delete(book);
    book.timer = this.#options.clock.after(Math.min(inMs, LOOK_MS_MAX), () => this.#place(book));
  }

  #wake(): void {
    if (this.#isWoken) return;
    this.#isWoken = true;
    queueMicrotask(() => {
      this.#isWoken = false;
      this.#serve();
    });
  }

  /** Gives each ready lane its turn, as long as there is room. */
  #serve(): void {
    for (const book of this.#ready) {
      if (this.#free() <= 0) return;
      this.#ready.delete(book);
      const room = this.#room(book);
      if (room > 0) void this.#claim(book, Math.min(room, CLAIM_MAX));
      // Others have the rest, and wake it when they end.
      else this.#lookAt(book, CLAIM_RETRY_MS);
    }
  }

  /** What a lane may still begin, as far as it is up to it. */
  #ownRoom({ pace, running }: LaneBook): number {
    return Math.min(pace.limit, this.#options.laneConcurrencyMax ?? Infinity) - running;
  }

  /** As much as is left free for the others, so that there is always room for one that comes. */
  #room(book: LaneBook): number {
    if (this.#attempts.bytes > BYTES_MAX) return book.running === 0 ? 1 : 0;
    const free = this.#free();
    return Math.min(this.#ownRoom(book), Math.ceil((free - book.running) / 2), free);
  }

  /** Places that are left; work that waits for a slow disk to be settled takes some too, in the end. */
  #free(): number {
    return this.#concurrencyMax - Math.max(this.#running, this.#attempts.count - this.#concurrencyMax);
  }

  async #claim(book: LaneBook, limit: number): Promise<void> {
    const { work: store, queue, clock, onFault } = this.#options;
    const nowMs = clock.nowMs();
    const leaseEndMs = this.#leases.newLeaseEndMs();
    book.isClaiming = true;
    book.dueAtMs = Infinity;
    this.#take(book, limit);
    let begun = 0;
    try {
      const { work, nextDueAtMs } = await store.claim({ queue, lane: book.lane, nowMs, leaseEndMs, limit });
      const isStuck = work.length === 0 && nextDueAtMs !== undefined && nextDueAtMs <= nowMs;
      book.dueAtMs = Math.min(book.dueAtMs, isStuck ? nowMs + CLAIM_AGAIN_MS : (nextDueAtMs ?? Infinity));
      for (; begun < work.length && this.#isRunning; begun++) {
        const each = work[begun];
        if (each !== undefined) this.#begin(book, each, leaseEndMs);
      }
    } catch (error) {
      onFault(error);
      book.dueAtMs = nowMs + CLAIM_RETRY_MS;
    }
    book.isClaiming = false;
    for (; begun < limit; begun++) this.#leave(book);
    this.#place(book);
  }

  /** Keeps a place for each, if there is one and nothing else waits for it; otherwise for none. */
  #keepPlaces(work: readonly NewWork[], nowMs: number): readonly LaneBook[] | undefined {
    const books: LaneBook[] = [];
    for (const { lane, visibleAtMs } of work) {
      const book = this.#book(lane);
      const isFree = book.dueAtMs > nowMs && !book.isClaiming && book.pace.restUntilMs <= nowMs;
      if (visibleAtMs > nowMs || !isFree || this.#room(book) < 1) {
        for (const kept of books) this.#leave(kept);
        if (book.isEmpty) this.#lanes.delete(lane);
        return undefined;
      }
      this.#take(book, 1);
      books.push(book);
    }
    return books;
  }

  #take(book: LaneBook, count: number): void {
    book.running += count;
    this.#running += count;
  }

  /** Gives a place back, and those who wait for one their turn. */
  #leave(book: LaneBook): void {
    book.running -= 1;
    this.#running -= 1;
    this.#place(book);
    this.#wakeReady();
  }

  #wakeReady(): void {
    if (this.#ready.size > 0) this.#wake();
  }

  /** Begins work for which a place is taken. */
  #begin(book: LaneBook, work: ClaimedWork, leaseEndMs: number): void {
    const ended = (isThrottled: boolean): void => {
      if (isThrottled) book.pace.throttled(book.running - 1, this.#options.clock.nowMs());
      else book.pace.ended();
      this.#leave(book);
    };
    this.#attempts.run(work, leaseEndMs, ended, () => this.#wakeReady());
  }
}
