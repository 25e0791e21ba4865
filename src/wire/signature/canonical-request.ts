import type { WireHead } from "../dispatcher.ts";

/** Percent-encodes all but the unreserved characters of RFC 3986. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Undoes percent-encoding where it can; what is broken stays, and then simply does not match the signature. */
function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

/** S3 signs the path as it is; all others normalise it and encode it a second time. */
function canonicalPath(path: string, isS3: boolean): string {
  if (isS3)
    return path
      .split("/")
      .map((segment) => encodeStrictly(decodeLeniently(segment)))
      .join("/");
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === "..") segments.pop();
    else segments.push(encodeStrictly(segment));
  }
  const end = segments.length > 0 && path.endsWith("/") ? "/" : "";
  return `/${segments.join("/")}${end}`;
}

function byteOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Parameters in order, encoded anew; `without` is left out (a presigned URL's own signature). */
export function canonicalQuery(query: string, without?: string): string {
  const pairs: (readonly [string, string])[] = [];
  for (const part of query.split("&")) {
    if (part === "") continue;
    const text = part.replaceAll("+", " ");
    const equals = text.indexOf("=");
    const name = decodeLeniently(equals < 0 ? text : text.slice(0, equals));
    const value = equals < 0 ? "" : decodeLeniently(text.slice(equals + 1));
    if (name !== without) pairs.push([encodeStrictly(name), encodeStrictly(value)]);
  }
  return pairs
    .toSorted(([a, x], [b, y]) => byteOrder(a, b) || byteOrder(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function canonicalHeader({ headers }: WireHead, name: string): string {
  // HTTP/2 has a pseudo header in place of Host, and clients sign it as Host.
  const value = name === "host" ? (headers["host"] ?? headers[":authority"]) : headers[name];
  return `${name}:${(value ?? "").trim().replaceAll(/\s+/g, " ")}\n`;
}

export interface CanonicalForm {
  readonly signedHeaders: readonly string[];
  readonly isS3: boolean;
  /** Hash of the body, or what stands for it. */
  readonly payload: string;
  readonly isPresigned: boolean;
}

/** The text whose hash is signed (AWS IAM guide, "Create a canonical request"). */
export function canonicalRequest(head: WireHead, form: CanonicalForm): string {
  const mark = head.url.indexOf("?");
  const path = mark < 0 ? head.url : head.url.slice(0, mark);
  const query = mark < 0 ? "" : head.url.slice(mark + 1);
  return [
    head.method,
    canonicalPath(path, form.isS3),
    canonicalQuery(query, form.isPresigned ? "X-Amz-Signature" : undefined),
    form.signedHeaders.map((name) => canonicalHeader(head, name)).join(""),
    form.signedHeaders.join(";"),
    form.payload,
  ].join("\n");
}
