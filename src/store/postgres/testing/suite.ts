import { after, before, describe } from "node:test";
import { Cluster, type ClusterOptions, findPostgres } from "./cluster.ts";

/** A missing PostgreSQL fails in continuous integration, and elsewhere is a named skip. */
const skip =
  findPostgres() === undefined && process.env["CI"] === undefined
    ? "PostgreSQL is not installed; npm run setup installs it"
    : false;

/** Tests with a PostgreSQL server of their own. */
export function withCluster(name: string, tests: (cluster: () => Cluster) => void, options?: ClusterOptions): void {
  describe(name, { skip }, () => {
    let cluster: Cluster | undefined;
    before(async () => {
      cluster = await Cluster.create(options);
    });
    after(() => cluster?.dispose());
    tests(() => {
      if (cluster === undefined) throw new Error("there is no cluster outside a test");
      return cluster;
    });
  });
}
