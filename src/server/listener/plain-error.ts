import { STATUS_CODES } from "node:http";
import type { WireResponse } from "../../wire/index.ts";

/**
 * An error in the form that every AWS client reads, for requests that cannot be told to be of any service: what is not
 * HTTP has no protocol, so the code stands in the header of the REST protocols and in the body of the JSON ones.
 */
export function plainError(status: number, code: string, message: string): WireResponse {
  const body = JSON.stringify({ __type: code, message, Message: message });
  return {
    status,
    headers: { "Content-Type": "application/json", "x-amzn-ErrorType": code },
    body: Buffer.from(body),
  };
}

/** The same answer as bytes, for a connection on which no request could be parsed. It closes the connection. */
export function plainErrorBytes(status: number, code: string, message: string): Buffer {
  const { headers, body } = plainError(status, code, message);
  const text = body instanceof Uint8Array ? Buffer.from(body).toString() : "";
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Error"}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(text)}`,
    "Connection: close",
  ];
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${text}`);
}
