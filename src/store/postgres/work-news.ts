import { Client } from "pg";
import type { Clock } from "../../base/index.ts";
import type { Session } from "./session.ts";
import { connectionOptions } from "./sessions.ts";
import { notifyWork } from "./statements.ts";

const CHANNEL = "hearth_work";
/** PostgreSQL takes notifications of less than 8,000 bytes. */
const NEWS_BYTES_MAX = 7_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/** Work that whoever asks may claim from a time on. */
export interface FreeWork {
  readonly queue: string;
  readonly lane: string;
  readonly visibleAtMs: number;
}

export interface WorkNewsOptions {
  readonly url: string;
  readonly clock: Clock;
  /** Unlike those of all other servers. */
  readonly node: string;
  readonly onNews: (queue: string, lane: string, dueAtMs: number) => void;
}

/** Tells the other servers on a database of work that came free, and hears from them. News may be late, or be lost. */
export class WorkNews {
  readonly #options: WorkNewsOptions;
  #client: Client | undefined;
  #state: "idle" | "listening" | "stopped" = "idle";

  constructor(options: WorkNewsOptions) {
    this.#options = options;
  }

  /** Is heard by the others when the transaction commits. */
  async publish(session: Session, free: readonly FreeWork[]): Promise<void> {
    for (const payload of payloadsOf(this.#options.node, free))
      await session.run(notifyWork, { channel: CHANNEL, payload });
  }

  /** Listens from now on, over a connection of its own, made again when it breaks. */
  listen(): void {
    if (this.#state !== "idle") return;
    this.#state = "listening";
    void this.#keepListening();
  }

  async stop(): Promise<void> {
    this.#state = "stopped";
    await this.#client?.end();
  }

  async #keepListening(): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; this.#state === "listening"; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      if (await this.#listenOnce()) pauseMs = FIRST_PAUSE_MS;
      if (this.#state === "listening") await this.#options.clock.sleep(pauseMs);
    }
  }

  /** Resolves when the connection ends: whether there was one. */
  async #listenOnce(): Promise<boolean> {
    const client = new Client(connectionOptions(this.#options.url));
    const ended = new Promise<void>((resolve) => {
      client.once("end", resolve);
    });
    client.on("error", () => {
      // The end follows.
    });
    client.on("notification", ({ payload }) => this.#heard(payload ?? ""));
    try {
      await client.connect();
      this.#client = client;
      await client.query(`listen ${CHANNEL}`);
    } catch {
      // That the database cannot be reached is told by the queries, which need it more.
      await client.end();
      return false;
    }
    await ended;
    return true;
  }

  #heard(payload: string): void {
    const news = newsOf(payload);
    if (news === undefined || news.node === this.#options.node) return;
    for (const [queue, lane, dueAtMs] of news.lanes) this.#options.onNews(queue, lane, dueAtMs);
  }
}

type LaneNews = readonly [queue: string, lane: string, dueAtMs: number];

/** What a notification says; undefined when it is not one of ours, since everyone may notify. */
export function newsOf(payload: string): { readonly node: string; readonly lanes: readonly LaneNews[] } | undefined {
  let news: unknown;
  try {
    news = JSON.parse(payload);
  } catch {
    return undefined;
  }
  if (!Array.isArray(news)) return undefined;
  const [node, lanes]: readonly unknown[] = news;
  if (typeof node !== "string" || !Array.isArray(lanes) || !lanes.every(isLaneNews)) return undefined;
  return { node, lanes };
}

function isLaneNews(value: unknown): value is LaneNews {
  if (!Array.isArray(value)) return false;
  const [queue, lane, dueAtMs]: readonly unknown[] = value;
  return typeof queue === "string" && typeof lane === "string" && typeof dueAtMs === "number";
}

/** The earliest of each lane, in as few notifications as hold them. A lane with a name too long for one is left out. */
export function payloadsOf(node: string, free: readonly FreeWork[]): readonly string[] {
  const earliest = new Map<string, readonly [string, string, number]>();
  for (const { queue, lane, visibleAtMs } of free) {
    const place = JSON.stringify([queue, lane]);
    const known = earliest.get(place)?.[2] ?? Infinity;
    earliest.set(place, [queue, lane, Math.min(known, visibleAtMs)]);
  }
  const payloads: string[] = [];
  let parts: string[] = [];
  let bytes = 0;
  const send = (): void => {
    if (parts.length > 0) payloads.push(`[${JSON.stringify(node)},[${parts.join(",")}]]`);
    parts = [];
    bytes = 0;
  };
  for (const lane of earliest.values()) {
    const part = JSON.stringify(lane);
    const size = Buffer.byteLength(part) + 1;
    if (size > NEWS_BYTES_MAX) continue;
    if (bytes + size > NEWS_BYTES_MAX) send();
    parts.push(part);
    bytes += size;
  }
  send();
  return payloads;
}
