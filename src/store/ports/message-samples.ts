import type { MessageStore, NewMessage, ReceivedMessage, ReceiveQuery } from "./messages.ts";

// What the tests of the contract of `MessageStore` work with.

/** A store to be tested, and how to see whether it remembers. */
export interface MessageStoreUnderTest {
  readonly messages: MessageStore;
  /** Closes the store and opens it again, as a restart of the server does. */
  reopen(): Promise<MessageStore>;
  close(): Promise<void>;
}

export type Current = () => { messages: MessageStore; under: MessageStoreUnderTest };

export const NOW = 1_700_000_000_000;
export const RETENTION_MS = 60_000_000;

export function message(messageId: string, more: Partial<NewMessage> = {}): NewMessage {
  return { messageId, body: `body of ${messageId}`, details: "{}", visibleAtMs: NOW, ...more };
}

export function query(more: Partial<ReceiveQuery> = {}): ReceiveQuery {
  const nowMs = more.nowMs ?? NOW;
  return { limit: 10, nowMs, invisibleUntilMs: nowMs + 30_000, inFlightMax: 1_000, ...more };
}

export const ids = (messages: readonly ReceivedMessage[]): readonly string[] =>
  messages.map(({ messageId }) => messageId);

export async function received(
  messages: MessageStore,
  queue: string,
  more: Partial<ReceiveQuery> = {},
): Promise<readonly string[]> {
  return ids((await messages.receive(queue, query(more))).messages);
}
