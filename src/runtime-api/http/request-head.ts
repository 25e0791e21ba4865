import type { RequestHead } from "./exchange.ts";
import { addHeaderLines } from "./header-lines.ts";
import { HttpError } from "./http-error.ts";

/** Room for the X-Ray error cause, which alone may have 64 KiB, and as much again for everything else. */
export const HEAD_BYTES_MAX = 131_072;

const REQUEST_LINE = /^([A-Z]+) (\/[^ ]*) HTTP\/1\.([01])$/;

/** How the body of a request is delimited. */
export type Framing = { readonly kind: "length"; readonly bytes: number } | { readonly kind: "chunked" };

/** Reads the head of a request from `text`: everything before the empty line, one character per byte. */
export function parseHead(text: string): RequestHead {
  const lines = text.split("\r\n");
  const match = REQUEST_LINE.exec(lines.shift() ?? "");
  const [, method, target, minor] = match ?? [];
  if (method === undefined || target === undefined) throw new HttpError(400, "The request line is malformed.");
  const headers = new Map<string, string>();
  addHeaderLines(lines, headers);
  const query = target.indexOf("?");
  return { method, path: query < 0 ? target : target.slice(0, query), isHttp11: minor === "1", headers };
}

/** How the body is delimited. Anything two parties could understand differently is refused (RFC 9112, section 6). */
export function framingOf(head: RequestHead): Framing {
  const coding = head.headers.get("transfer-encoding");
  const length = head.headers.get("content-length");
  if (coding === undefined) {
    if (length === undefined) return { kind: "length", bytes: 0 };
    if (!/^\d{1,15}$/.test(length)) throw new HttpError(400, "Content-Length is not a number.");
    return { kind: "length", bytes: Number(length) };
  }
  // An empty value is what libcurl-based clients send to switch the header off.
  if (coding === "" && length !== undefined) return framingWithout(head);
  if (length !== undefined) throw new HttpError(400, "Content-Length and Transfer-Encoding exclude each other.");
  if (coding === "") return { kind: "length", bytes: 0 };
  if (coding.toLowerCase() !== "chunked") throw new HttpError(501, "The only transfer coding understood is chunked.");
  if (!head.isHttp11) throw new HttpError(400, "HTTP/1.0 has no transfer codings.");
  return { kind: "chunked" };
}

function framingWithout(head: RequestHead): Framing {
  const headers = new Map(head.headers);
  headers.delete("transfer-encoding");
  return framingOf({ ...head, headers });
}

/** Whether the client lets the connection live on after this request. */
export function keepsAlive(head: RequestHead): boolean {
  const connection = head.headers.get("connection")?.toLowerCase() ?? "";
  if (connection === "") return head.isHttp11;
  const options = connection.split(",").map((option) => option.trim());
  if (options.includes("close")) return false;
  return head.isHttp11 || options.includes("keep-alive");
}
