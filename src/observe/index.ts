export type { LogsObserver } from "./observe-logs.ts";
export { observeLogs } from "./observe-logs.ts";
export { LogLinesLost } from "./log-writer.ts";
export type { AdmissionCounts } from "./metrics/admission-counters.ts";
export { AdmissionCounters } from "./metrics/admission-counters.ts";
export type { MetricFamily, Sample } from "./metrics/open-metrics.ts";
export { openMetrics, OPEN_METRICS_TYPE } from "./metrics/open-metrics.ts";
export type { StemCounts } from "./metrics/stem-counters.ts";
export { StemCounters } from "./metrics/stem-counters.ts";
