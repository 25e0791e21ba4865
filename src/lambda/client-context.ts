import { lambdaError } from "./errors.ts";

/** Longest value of the X-Amz-Client-Context header (Invoke, AWS Lambda API reference). */
const BASE64_BYTES_MAX = 3_583;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Decodes the client context to its JSON text; undefined when there is none. Throws `AwsError` when it is not base64 of an object. */
export function decodeClientContext(base64: string | undefined): string | undefined {
  if (base64 === undefined || base64 === "") return undefined;
  if (base64.length > BASE64_BYTES_MAX) throw lambdaError("client-context-too-large");
  const text = BASE64.test(base64) ? Buffer.from(base64, "base64").toString("utf8") : "";
  if (!isJsonObject(text)) throw lambdaError("bad-client-context");
  return text;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
