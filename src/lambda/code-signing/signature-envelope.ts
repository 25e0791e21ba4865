import { X509Certificate } from "node:crypto";
import { contentOf, DER, DerError, type DerValue, identifierOf, partsOf, readDer, timeOf } from "./der.ts";

/** What AWS Signer puts into a package that it signs: a detached CMS signature (RFC 5652) as PEM. */
export interface SignatureEnvelope {
  /** SHA-384 that is signed, over the digest of the package. */
  readonly messageDigest: Buffer;
  readonly profileVersionArn: string;
  readonly jobArn: string;
  readonly signedMs: number;
  readonly expiresMs: number;
  /** What the signature is over. */
  readonly signedBytes: Buffer;
  readonly signature: Buffer;
  readonly leaf: X509Certificate;
  /** The leaf and those that lead to the root, in no order. */
  readonly certificates: readonly X509Certificate[];
}

const DATA = "1.2.840.113549.1.7.1";
const SIGNED_DATA = "1.2.840.113549.1.7.2";
const SHA384 = "2.16.840.1.101.3.4.2.2";
const ECDSA_SHA384 = "1.2.840.10045.4.3.3";
const CONTENT_TYPE = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const SIGNING_TIME = "1.2.840.113549.1.9.5";
/** Attributes of AWS Signer's own. */
const SIGNING_JOB = "1.3.187.137.1.2";
const EXPIRY = "1.3.187.137.1.3";
const SIGNING_PROFILE = "1.3.187.137.1.4";

const PEM = /^\s*-----BEGIN PKCS7-----([A-Za-z0-9+/=\s]+)-----END PKCS7-----\s*$/;
const SIGNER_ARN = /^arn:aws[a-zA-Z-]*:signer:[a-z0-9-]+:\d{12}:\/signing-(?:jobs|profiles)\/\S+$/;

/** Takes a signature apart. Nothing of it is to be believed before it is verified. Throws when it cannot be one. */
export function readEnvelope(text: string): SignatureEnvelope {
  const base64 = PEM.exec(text)?.[1];
  if (base64 === undefined) throw new DerError("it is no PKCS #7 in PEM");
  const [contentType, wrapped] = partsOf(readDer(Buffer.from(base64, "base64")), DER.sequence);
  if (identifierOf(contentType) !== SIGNED_DATA) throw new DerError("it is no signed data");
  const parts = partsOf(partsOf(wrapped, DER.context0)[0], DER.sequence);
  // Version, digest algorithms, what is signed, certificates, revocation lists if any, signers.
  const [, , signed, chain] = parts;
  const [signedType, ...embedded] = partsOf(signed, DER.sequence);
  if (identifierOf(signedType) !== DATA || embedded.length > 0) throw new DerError("it carries what it signs");
  const [signer, ...more] = partsOf(parts.at(-1), DER.set);
  if (more.length > 0) throw new DerError("it has more than one signer");
  const certificates = partsOf(chain, DER.context0).map(({ encoded }) => new X509Certificate(encoded));
  return { ...readSigner(signer, certificates), certificates };
}

function readSigner(
  signer: DerValue | undefined,
  certificates: readonly X509Certificate[],
): Omit<SignatureEnvelope, "certificates"> {
  const [, identity, digestAlgorithm, attributes, signatureAlgorithm, signature] = partsOf(signer, DER.sequence);
  requireAlgorithm(digestAlgorithm, SHA384);
  requireAlgorithm(signatureAlgorithm, ECDSA_SHA384);
  const values = attributeValues(attributes);
  if (identifierOf(values.get(CONTENT_TYPE)) !== DATA) throw new DerError("it signs something else");
  // The attributes are signed as the set that they are, not under the tag they have here (RFC 5652, 5.4).
  const signedBytes = Buffer.from(attributes?.encoded ?? []);
  signedBytes[0] = DER.set;
  return {
    messageDigest: contentOf(values.get(MESSAGE_DIGEST), DER.octets),
    profileVersionArn: arnOf(values.get(SIGNING_PROFILE)),
    jobArn: arnOf(values.get(SIGNING_JOB)),
    signedMs: timeOf(values.get(SIGNING_TIME)),
    expiresMs: timeOf(values.get(EXPIRY)),
    signedBytes,
    signature: contentOf(signature, DER.octets),
    leaf: signerCertificate(identity, certificates),
  };
}

function requireAlgorithm(algorithm: DerValue | undefined, wanted: string): void {
  const found = identifierOf(partsOf(algorithm, DER.sequence)[0]);
  if (found !== wanted) throw new DerError(`it uses the algorithm ${found} where AWS Signer uses ${wanted}`);
}

function attributeValues(attributes: DerValue | undefined): ReadonlyMap<string, DerValue> {
  const values = new Map<string, DerValue>();
  for (const attribute of partsOf(attributes, DER.context0)) {
    const [type, set] = partsOf(attribute, DER.sequence);
    const [value, ...more] = partsOf(set, DER.set);
    const identifier = identifierOf(type);
    if (value === undefined || more.length > 0 || values.has(identifier))
      throw new DerError(`the attribute ${identifier} has not one value`);
    values.set(identifier, value);
  }
  return values;
}

function arnOf(value: DerValue | undefined): string {
  const arn = contentOf(value, DER.utf8).toString("utf8");
  if (!SIGNER_ARN.test(arn)) throw new DerError("it names no signing job or profile");
  return arn;
}

/** The certificate that the signer names by issuer and serial number. */
function signerCertificate(identity: DerValue | undefined, certificates: readonly X509Certificate[]): X509Certificate {
  const [issuer, serial] = partsOf(identity, DER.sequence);
  const found = certificates.filter((certificate) => {
    const [first, second, , fourth, fifth] = partsOf(partsOf(readDer(certificate.raw), DER.sequence)[0], DER.sequence);
    // The version comes first unless it is 1 (RFC 5280, 4.1).
    const [ownSerial, ownIssuer] = first?.tag === DER.context0 ? [second, fourth] : [first, fifth];
    const isSerial = serial !== undefined && ownSerial?.encoded.equals(serial.encoded) === true;
    return isSerial && issuer !== undefined && ownIssuer?.encoded.equals(issuer.encoded) === true;
  });
  const [leaf, ...more] = found;
  if (leaf === undefined || more.length > 0) throw new DerError("it has not one certificate of its signer");
  return leaf;
}
