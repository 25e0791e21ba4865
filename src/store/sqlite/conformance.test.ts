import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TestClock } from "../../base/index.ts";
import { logStoreConformance } from "../ports/logs.conformance.ts";
import { messageStoreConformance } from "../ports/messages.conformance.ts";
import { recordStoreConformance } from "../ports/records.conformance.ts";
import { workQueueConformance } from "../ports/work-queue.conformance.ts";
import { openSqlite } from "./index.ts";
import type { SqliteStores } from "./index.ts";

async function open(): Promise<SqliteStores & { reopen(): Promise<SqliteStores> }> {
  const folder = mkdtempSync(join(tmpdir(), "hearth-sqlite-"));
  const clock = new TestClock();
  let stores = await openSqlite({ folder, clock });
  return {
    ...stores,
    reopen: async () => {
      await stores.close();
      stores = await openSqlite({ folder, clock });
      return stores;
    },
    close: async () => {
      await stores.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

recordStoreConformance("sqlite", async () => {
  const stores = await open();
  return { ...stores, reopen: async () => (await stores.reopen()).records };
});
logStoreConformance("sqlite", async () => {
  const stores = await open();
  return { ...stores, reopen: async () => (await stores.reopen()).logs };
});
workQueueConformance("sqlite", async () => {
  const stores = await open();
  return { ...stores, reopen: async () => (await stores.reopen()).work };
});
messageStoreConformance("sqlite", async () => {
  const stores = await open();
  return { ...stores, reopen: async () => (await stores.reopen()).messages };
});
