import { createHash, type Hash } from "node:crypto";
import { fromBufferPromise, type Entry, type ZipFile } from "yauzl";

/** Where AWS Signer leaves its signature in a package. */
export const SIGNATURE_FILE = "META_INF/aws_signer_signature_v1.0.SF";

const SIGNATURE_BYTES_MAX = 1_048_576;

/** What is signed of a package, and the signature. */
export interface SignedPackage {
  /** SHA-384 over the SHA-384 of the names and contents of all entries but the signature's, in the order of the zip. */
  readonly digest: Buffer;
  readonly envelope: string;
}

/** Whether this zip can hold a signature, found out without reading it. */
export function mayBeSigned(zip: Uint8Array): boolean {
  return Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength).includes(SIGNATURE_FILE);
}

/**
 * Reads a zip that was found to be a deployment package: it is not too large, and names no entry twice. Undefined when
 * there is no signature in it. Throws when it cannot be read.
 */
export async function readSignedPackage(zip: Uint8Array): Promise<SignedPackage | undefined> {
  const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
  const file = await fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false, validateEntrySizes: true });
  const inner = createHash("sha384");
  let envelope: string | undefined;
  for await (const entry of file.eachEntry()) {
    const name = entry.fileNameRaw.toString("latin1");
    if (name === SIGNATURE_FILE) envelope = await signatureText(file, entry);
    else await addEntry(inner, file, entry);
  }
  if (envelope === undefined) return undefined;
  return { digest: createHash("sha384").update(inner.digest()).digest(), envelope };
}

async function signatureText(file: ZipFile, entry: Entry): Promise<string> {
  if (entry.uncompressedSize > SIGNATURE_BYTES_MAX) throw new Error("its signature is larger than any");
  const chunks: Buffer[] = [];
  for await (const chunk of await file.openReadStreamPromise(entry)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("latin1");
}

/** Folders have a name and no content; times, permissions and compression are not signed. */
async function addEntry(hash: Hash, file: ZipFile, entry: Entry): Promise<void> {
  hash.update(entry.fileNameRaw);
  if (entry.uncompressedSize === 0) return;
  for await (const chunk of await file.openReadStreamPromise(entry)) hash.update(Buffer.from(chunk));
}
