import type { MetricFamily, Sample, StemCounts } from "../../observe/index.ts";
import { openMetrics, OPEN_METRICS_TYPE } from "../../observe/index.ts";
import type { AdminRoute } from "./admin-route.ts";
import type { ServerPool } from "./pool.ts";

/** The counters and gauges of the data plane, for Prometheus and whatever else reads OpenMetrics. */
export function metricsRoute(pool: () => ServerPool): AdminRoute {
  return {
    method: "GET",
    path: "/_hearth/metrics",
    guarded: true,
    answer: () =>
      Promise.resolve({
        status: 200,
        headers: { "Content-Type": OPEN_METRICS_TYPE },
        body: Buffer.from(openMetrics(families(pool()))),
      }),
  };
}

function families({ stems, admissions, functions }: ServerPool): readonly MetricFamily[] {
  const { shapes } = stems;
  const sum = (count: (one: ServerPool["functions"][number]) => number): number =>
    functions.reduce((total, one) => total + count(one), 0);
  const [busy, idle] = [sum((one) => one.busy), sum((one) => one.idle)];
  const other = sum((one) => one.environments) - busy - idle;
  return [
    gauge("hearth_environments", "Environments by what they do; the rest boot, reset or end.", [
      { labels: { state: "busy" }, value: busy },
      { labels: { state: "idle" }, value: idle },
      { labels: { state: "other" }, value: other },
    ]),
    gauge("hearth_provisioned_environments", "Provisioned environments in service.", [
      { value: sum((one) => one.provisioned) },
    ]),
    gauge("hearth_waiting_invocations", "Events that wait for an environment.", [{ value: sum((one) => one.waiting) }]),
    counter("hearth_admitted_invocations", "Events that were let in.", [{ value: admissions.admitted }]),
    counter("hearth_spilled_over_invocations", "Of those, the ones beyond provisioned concurrency.", [
      { value: admissions.spilledOver },
    ]),
    counter(
      "hearth_throttled_invocations",
      "Events that were refused, by the limit that was reached.",
      Object.entries(admissions.throttled).map(([reason, value]) => ({ labels: { reason }, value })),
    ),
    gauge("hearth_stem_cells_max", "Stem cells there may be.", [{ value: stems.max }]),
    gauge(
      "hearth_stem_cells",
      "Runtimes that wait for a function.",
      stems.waiting.map((waiting) => ({ labels: shapeLabels(waiting), value: waiting.count })),
    ),
    counter(
      "hearth_cold_starts",
      "Cold starts: from a stem cell, booted for want of one, or booted since they can have none.",
      shapes.flatMap((shape) =>
        (["hits", "misses", "direct"] as const).map((start) => ({
          labels: { ...shapeLabels(shape), start: START_LABELS[start] },
          value: shape[start],
        })),
      ),
    ),
    counter(
      "hearth_grown_stem_cells",
      "Stem cells that were grown.",
      shapes.map((shape) => ({ labels: shapeLabels(shape), value: shape.grown })),
    ),
    counter(
      "hearth_discarded_stem_cells",
      "Stem cells that were given up, and why.",
      shapes.flatMap((shape) =>
        Object.entries(shape.discarded).map(([reason, value]) => ({
          labels: { ...shapeLabels(shape), reason },
          value,
        })),
      ),
    ),
  ];
}

const START_LABELS = { hits: "stem_cell", misses: "missed", direct: "direct" } as const;

function shapeLabels({
  runtime,
  memoryMib,
  tmpMib,
}: Pick<StemCounts, "runtime" | "memoryMib" | "tmpMib">): NonNullable<Sample["labels"]> {
  return { runtime, memory_mib: memoryMib, tmp_mib: tmpMib };
}

function counter(name: string, help: string, samples: readonly Sample[]): MetricFamily {
  return { name, type: "counter", help, samples };
}

function gauge(name: string, help: string, samples: readonly Sample[]): MetricFamily {
  return { name, type: "gauge", help, samples };
}
