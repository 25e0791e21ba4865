import { verify } from "node:crypto";
import type { CodeSigning } from "../function-record.ts";
import { chainFault } from "./certificate-chain.ts";
import { mayBeSigned, readSignedPackage, type SignedPackage } from "./package-digest.ts";
import { readEnvelope } from "./signature-envelope.ts";

/**
 * Who signed a package; undefined when nobody did. A signature that does not hold is an answer, too: such a package may
 * be used where nobody asks for signatures. Whether a signature has expired or was revoked is not looked at.
 *
 * @param zip was checked to be a deployment package
 * @param roots fingerprints of the certificates that are trusted beside those of AWS
 */
export async function readSigning(
  zip: Uint8Array,
  roots: ReadonlySet<string> | undefined,
  nowMs: number,
): Promise<CodeSigning | undefined> {
  if (!mayBeSigned(zip)) return undefined;
  try {
    const signed = await readSignedPackage(zip);
    return signed === undefined ? undefined : verified(signed, new Set([...AWS_SIGNER_ROOTS, ...(roots ?? [])]), nowMs);
  } catch (error) {
    return broken(error instanceof Error ? error.message : String(error));
  }
}

/** Throws when the signature cannot be read. */
function verified({ digest, envelope }: SignedPackage, roots: ReadonlySet<string>, nowMs: number): CodeSigning {
  const { leaf, certificates, ...claims } = readEnvelope(envelope);
  if (!claims.messageDigest.equals(digest)) return broken("the package was changed after it was signed");
  if (!verify("sha384", claims.signedBytes, leaf.publicKey, claims.signature)) return broken("its signature is false");
  if (claims.signedMs > nowMs) return broken("it was signed in the future");
  const fault = chainFault(leaf, certificates, roots, claims.signedMs);
  if (fault !== undefined) return { status: "untrusted", reason: fault };
  const { profileVersionArn, jobArn, expiresMs } = claims;
  return { status: "signed", profileVersionArn, jobArn, expiresMs };
}

/**
 * SHA-256 of the root certificates that AWS Signer publishes: CN=AWS Signer Code Signing Root CA G1, valid 2022 to 2122.
 * It puts the whole chain into what it signs, so a fingerprint is enough.
 */
const AWS_SIGNER_ROOTS: readonly string[] = ["90a87d0543c3f094dbff9589b6649affe2f3d6e0f308799be2258461c686473f"];

function broken(reason: string): CodeSigning {
  return { status: "broken", reason };
}
