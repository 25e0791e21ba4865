import type { WireHead } from "../dispatcher.ts";
import { EMPTY_SHA256, equalSecrets, hmacHex, sha256Hex } from "./sha256.ts";
import { MISMATCH_MESSAGE, SignatureFault } from "./signature-fault.ts";
import type { VerifiedSignature } from "./verifier.ts";

/** A body freed of its `aws-chunked` framing. */
export interface UnframedBody {
  readonly body: Uint8Array;
  /** Trailing headers, names in lower case. */
  readonly trailers: Readonly<Record<string, string>>;
}

const CHUNK_HEAD = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/;
const LINE_BYTES_MAX = 8_192;

/** Whether the body is framed (Amazon S3 API reference, "Signature calculations: transferring payload in chunks"). */
export function isAwsChunked({ headers }: WireHead): boolean {
  return (
    headers["x-amz-content-sha256"]?.startsWith("STREAMING-") === true ||
    headers["content-encoding"]?.split(/,\s*/).includes("aws-chunked") === true
  );
}

function broken(message: string): SignatureFault {
  return new SignatureFault("broken-framing", message);
}

/** Checks the signatures that chain chunk to chunk, when the request said that it has them. */
class ChunkSignatures {
  readonly #verified: VerifiedSignature | undefined;
  readonly #signsTrailer: boolean;
  #previous: string;

  constructor(verified: VerifiedSignature | undefined) {
    const signed = verified?.payload.startsWith("STREAMING-AWS4-HMAC-SHA256-PAYLOAD") === true;
    this.#verified = signed ? verified : undefined;
    this.#signsTrailer = signed && verified.payload.endsWith("-TRAILER");
    this.#previous = verified?.signature ?? "";
  }

  chunk(data: Uint8Array, signature: string | undefined): void {
    this.#check("AWS4-HMAC-SHA256-PAYLOAD", `${EMPTY_SHA256}\n${sha256Hex(data)}`, signature);
  }

  trailer(text: string, signature: string | undefined): void {
    if (this.#signsTrailer) this.#check("AWS4-HMAC-SHA256-TRAILER", sha256Hex(text), signature);
  }

  #check(algorithm: string, hashes: string, signature: string | undefined): void {
    if (this.#verified === undefined) return;
    const { key, date, scope } = this.#verified;
    const expected = hmacHex(key, `${algorithm}\n${date}\n${scope}\n${this.#previous}\n${hashes}`);
    if (signature === undefined || !equalSecrets(expected, signature))
      throw new SignatureFault("mismatch", MISMATCH_MESSAGE);
    this.#previous = expected;
  }
}

class Frames {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(body: Uint8Array) {
    this.#bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  }

  get atEnd(): boolean {
    return this.#offset >= this.#bytes.length;
  }

  line(): string {
    const end = this.#bytes.indexOf("\r\n", this.#offset, "latin1");
    if (end < 0 || end - this.#offset > LINE_BYTES_MAX) throw broken("The aws-chunked body has a line without end");
    const text = this.#bytes.toString("latin1", this.#offset, end);
    this.#offset = end + 2;
    return text;
  }

  data(lengthBytes: number): Uint8Array {
    const end = this.#offset + lengthBytes;
    if (end + 2 > this.#bytes.length) throw broken("The aws-chunked body ends within a chunk");
    const data = this.#bytes.subarray(this.#offset, end);
    this.#offset = end;
    if (this.line() !== "") throw broken("A chunk of the aws-chunked body is longer than it says");
    return data;
  }
}

/** Reads the headers after the last chunk; `\n` ends each in what is signed. */
function readTrailers(frames: Frames, signatures: ChunkSignatures): Record<string, string> {
  const trailers: Record<string, string> = {};
  let signed = "";
  let signature: string | undefined;
  while (!frames.atEnd) {
    const line = frames.line();
    if (line === "") break;
    const colon = line.indexOf(":");
    if (colon < 1) throw broken("A trailer of the aws-chunked body has no name");
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === "x-amz-trailer-signature") signature = value;
    else {
      trailers[name] = value;
      signed += `${name}:${value}\n`;
    }
  }
  signatures.trailer(signed, signature);
  return trailers;
}

/**
 * Takes the framing off. Pass `verified` to have the chunk signatures checked.
 * Throws SignatureFault: `broken-framing`, or `mismatch` for a bad chunk signature.
 */
export function unframe(head: WireHead, framed: Uint8Array, verified: VerifiedSignature | undefined): UnframedBody {
  const frames = new Frames(framed);
  const signatures = new ChunkSignatures(verified);
  const chunks: Uint8Array[] = [];
  for (;;) {
    const match = CHUNK_HEAD.exec(frames.line());
    if (match === null) throw broken("The aws-chunked body has a chunk without a valid head");
    const lengthBytes = Number.parseInt(match[1] ?? "", 16);
    if (lengthBytes === 0) {
      signatures.chunk(new Uint8Array(0), match[2]);
      break;
    }
    const data = frames.data(lengthBytes);
    signatures.chunk(data, match[2]);
    chunks.push(data);
  }
  const trailers = readTrailers(frames, signatures);
  const body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
  const stated = head.headers["x-amz-decoded-content-length"];
  if (stated !== undefined && Number(stated) !== body.length)
    throw broken("The aws-chunked body is not as long as x-amz-decoded-content-length says");
  return { body, trailers };
}
