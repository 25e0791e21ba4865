import type { X509Certificate } from "node:crypto";

/** Of a chain no longer than this; AWS Signer's have four. */
const CERTIFICATES_MAX = 10;
const CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

/** SHA-256 over the DER of a certificate, in lower case. */
export function fingerprint(certificate: X509Certificate): string {
  return certificate.fingerprint256.replaceAll(":", "").toLowerCase();
}

/**
 * Says why a certificate that signed code is not to be trusted; undefined when it is: it may sign code, and leads to a
 * trusted root by certificates that were all valid at that time.
 *
 * @param roots fingerprints of the roots that are trusted
 */
export function chainFault(
  leaf: X509Certificate,
  certificates: readonly X509Certificate[],
  roots: ReadonlySet<string>,
  timeMs: number,
): string | undefined {
  if (leaf.ca) return "its signer is an authority";
  if (!leaf.keyUsage?.includes(CODE_SIGNING)) return "the certificate of its signer is not for code";
  const { asymmetricKeyDetails } = leaf.publicKey;
  if (asymmetricKeyDetails?.namedCurve !== "secp384r1") return "its signer has no key on the curve P-384";
  let current = leaf;
  for (let count = 0; count < CERTIFICATES_MAX; count++) {
    if (timeMs < current.validFromDate.getTime() || timeMs > current.validToDate.getTime())
      return "a certificate of its signer was not valid when it was signed";
    if (roots.has(fingerprint(current)))
      return current.verify(current.publicKey) ? undefined : "its root did not sign itself";
    const issuer = certificates.find((other) => other !== current && isIssuedBy(current, other));
    if (issuer === undefined) return "its signer leads to no trusted root";
    current = issuer;
  }
  return "its chain of certificates is too long";
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}
