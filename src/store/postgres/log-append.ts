import { numberOf, optionalNumberOf } from "../columns.ts";
import { type AppendBatch, EVENT_OVERHEAD_BYTES } from "../log-ops.ts";
import type { Session } from "./session.ts";
import { findStreams, growGroups, growStreams, insertEvents, makeGroups, makeStreams } from "./statements.ts";

/** A batch, and when it came. */
export interface Append extends AppendBatch {
  readonly ingestionMs: number;
}

interface Target {
  readonly groupId: number;
  readonly streamId: number;
}

interface StreamGrowth {
  readonly id: number;
  first_ms: number;
  last_ms: number;
  ingestion_ms: number;
  bytes: number;
}

/** Appends batches in their order, a statement for all, and keeps the sums of their streams and groups. */
export async function appendAll(session: Session, appends: readonly Append[]): Promise<void> {
  if (appends.length === 0) return;
  const targets = await targetsOf(session, appends);
  const messages: Buffer[] = [];
  const rows: Record<string, number>[] = [];
  const growth = new Growth();
  let start = 1;
  for (const [place, { events, ingestionMs }] of appends.entries()) {
    const target = targets[place];
    if (target === undefined) throw new Error("a log stream is neither there nor can it be made");
    for (const { timestampMs, message } of events) {
      const bytes = Buffer.from(message);
      const { groupId, streamId } = target;
      const event = { group_id: groupId, stream_id: streamId, timestamp_ms: timestampMs, ingestion_ms: ingestionMs };
      rows.push({ ...event, place: rows.length, start, size: bytes.length });
      messages.push(bytes);
      start += bytes.length;
      growth.add(target, timestampMs, ingestionMs, bytes.length + EVENT_OVERHEAD_BYTES);
    }
  }
  if (rows.length === 0) return;
  await session.run(insertEvents, { rows: JSON.stringify(rows), messages: Buffer.concat(messages) });
  await growth.write(session);
}

/** How much streams and groups grow by a batch. */
class Growth {
  readonly #streams = new Map<number, StreamGrowth>();
  readonly #groups = new Map<number, number>();

  add({ groupId, streamId }: Target, timestampMs: number, ingestionMs: number, bytes: number): void {
    const none = { id: streamId, first_ms: timestampMs, last_ms: timestampMs, ingestion_ms: ingestionMs, bytes: 0 };
    const stream = this.#streams.get(streamId) ?? none;
    stream.first_ms = Math.min(stream.first_ms, timestampMs);
    stream.last_ms = Math.max(stream.last_ms, timestampMs);
    stream.ingestion_ms = ingestionMs;
    stream.bytes += bytes;
    this.#streams.set(streamId, stream);
    this.#groups.set(groupId, (this.#groups.get(groupId) ?? 0) + bytes);
  }

  async write(session: Session): Promise<void> {
    const groups = [...this.#groups].map(([id, bytes]) => ({ id, bytes }));
    await session.run(growStreams, { rows: JSON.stringify([...this.#streams.values()]) });
    await session.run(growGroups, { rows: JSON.stringify(groups) });
  }
}

/** Finds where each batch goes; makes the groups and streams that are missing. */
async function targetsOf(session: Session, appends: readonly Append[]): Promise<readonly (Target | undefined)[]> {
  const named = appends.map(({ scope, group, stream, ingestionMs }, place) => {
    return { place, account_id: scope.accountId, region: scope.region, group, stream, creation_ms: ingestionMs };
  });
  const found = await find(session, named);
  const missing = JSON.stringify(named.filter(({ place }) => found[place] === undefined));
  if (missing === "[]") return found;
  await session.run(makeGroups, { rows: missing });
  await session.run(makeStreams, { rows: missing });
  return find(session, named);
}

async function find(session: Session, named: readonly object[]): Promise<readonly (Target | undefined)[]> {
  const targets: (Target | undefined)[] = named.map(() => undefined);
  for (const row of await session.rows(findStreams, { rows: JSON.stringify(named) })) {
    const groupId = optionalNumberOf(row, "group_id");
    const streamId = optionalNumberOf(row, "stream_id");
    if (groupId !== undefined && streamId !== undefined) targets[numberOf(row, "place")] = { groupId, streamId };
  }
  return targets;
}
