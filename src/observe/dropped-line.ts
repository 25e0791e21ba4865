import type { Loss } from "./line-buffer.ts";

/** The words of the Telemetry API's `platform.logsDropped`. */
const REASON = "Some logs were dropped because the downstream consumer is slower than the logs production rate";

/** The line that stands in a stream for those it lost, in the format of the function. */
export function droppedLine({ target, records, bytes }: Loss, nowMs: number): string {
  if (target.format === "Text")
    return `LOGS_DROPPED\tDropped Records: ${records}\tDropped Bytes: ${bytes}\tReason: ${REASON}\n`;
  const line = JSON.stringify({
    time: new Date(nowMs).toISOString(),
    type: "platform.logsDropped",
    record: { droppedRecords: records, droppedBytes: bytes, reason: REASON },
  });
  return `${line}\n`;
}
