export type { ProcessDriverOptions } from "./process-driver.ts";
export { processDriver, processTierReport } from "./process-driver.ts";
