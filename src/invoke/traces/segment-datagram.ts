/** Largest segment document (AWS X-Ray API, `PutTraceSegments`: 64 KB). */
const DOCUMENT_BYTES_MAX = 65_536;
const NEWLINE = 0x0a;

/**
 * The segment document in a datagram to the X-Ray daemon: a line `{"format": "json", "version": 1}`, then the document (AWS
 * X-Ray developer guide, "Sending trace data to X-Ray"). Undefined when it is none.
 */
export function segmentDocument(datagram: Buffer): string | undefined {
  const end = datagram.indexOf(NEWLINE);
  if (end < 0 || datagram.length - end - 1 > DOCUMENT_BYTES_MAX) return undefined;
  const header = jsonObject(datagram.toString("utf8", 0, end));
  if (header?.["format"] !== "json" || header["version"] !== 1) return undefined;
  const document = datagram.toString("utf8", end + 1).trim();
  return jsonObject(document) === undefined ? undefined : document;
}

function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined; // which the caller counts
  }
}
