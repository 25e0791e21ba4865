const ROOT = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/i;
const PARENT = /^[0-9a-f]{16}$/i;
/** No header of AWS comes near; whatever is longer is not one. */
const CHARACTERS_MAX = 1_024;

/** The members of an `X-Amzn-Trace-Id` header (AWS X-Ray developer guide, "Tracing header"). */
export interface TraceHeader {
  /** Undefined when the header names no trace; then it has no parent in it and no decision about it either. */
  readonly root: string | undefined;
  readonly parent: string | undefined;
  /** Undefined when the caller leaves it to us: `Sampled=?`, or no word of it. */
  readonly isSampled: boolean | undefined;
  /** Other fields as they came, such as `Lineage=...`. */
  readonly rest: readonly string[];
}

const NONE: TraceHeader = { root: undefined, parent: undefined, isSampled: undefined, rest: [] };

/** What is no header is one without members. */
export function parseTraceHeader(text: string): TraceHeader {
  if (text.length > CHARACTERS_MAX) return NONE;
  const fields = text.split(";").map((field) => field.trim());
  const value = (name: string): string | undefined =>
    fields.find((field) => field.startsWith(name))?.slice(name.length);
  const root = value("Root=");
  const rest = fields.filter((field) => field.includes("=") && !/^(Root|Parent|Sampled)=/.test(field));
  if (root === undefined || !ROOT.test(root)) return { ...NONE, rest };
  const parent = value("Parent=");
  const sampled = value("Sampled=");
  return {
    root,
    parent: parent !== undefined && PARENT.test(parent) ? parent : undefined,
    isSampled: sampled === "1" || sampled === "0" ? sampled === "1" : undefined,
    rest,
  };
}
