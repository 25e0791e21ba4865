import { systemRandom, TestClock } from "../../base/index.ts";
import { logStoreConformance } from "../ports/logs.conformance.ts";
import { messageStoreConformance } from "../ports/messages.conformance.ts";
import { recordStoreConformance } from "../ports/records.conformance.ts";
import { workQueueConformance } from "../ports/work-queue.conformance.ts";
import { openPostgres } from "./index.ts";
import type { PostgresStores } from "./index.ts";
import type { Cluster } from "./testing/cluster.ts";
import { withCluster } from "./testing/suite.ts";

async function open(cluster: Cluster): Promise<PostgresStores & { reopen(): Promise<PostgresStores> }> {
  const url = await cluster.database();
  const options = { url, clock: new TestClock(), random: systemRandom, report: () => {} };
  let stores = await openPostgres(options);
  return {
    ...stores,
    reopen: async () => {
      await stores.close();
      stores = await openPostgres(options);
      return stores;
    },
    close: () => stores.close(),
  };
}

withCluster("PostgreSQL", (cluster) => {
  recordStoreConformance("postgres", async () => {
    const stores = await open(cluster());
    return { ...stores, reopen: async () => (await stores.reopen()).records };
  });
  logStoreConformance("postgres", async () => {
    const stores = await open(cluster());
    return { ...stores, reopen: async () => (await stores.reopen()).logs };
  });
  workQueueConformance("postgres", async () => {
    const stores = await open(cluster());
    return { ...stores, reopen: async () => (await stores.reopen()).work };
  });
  messageStoreConformance("postgres", async () => {
    const stores = await open(cluster());
    return { ...stores, reopen: async () => (await stores.reopen()).messages };
  });
});
