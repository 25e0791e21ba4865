import type { ProtocolName } from "../model.ts";
import { AwsError } from "../operation.ts";

/** What can be wrong with a signature. */
export type SignatureFaultKind =
  | "missing"
  | "incomplete"
  | "unknown-key"
  | "mismatch"
  | "out-of-time"
  | "token-expired"
  | "broken-framing";

/** A request is not signed as it must be. The protocol decides how it is told, see `signatureError`. */
export class SignatureFault extends Error {
  readonly kind: SignatureFaultKind;

  constructor(kind: SignatureFaultKind, message: string) {
    super(message);
    this.name = "SignatureFault";
    this.kind = kind;
  }
}

export const MISMATCH_MESSAGE =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
export const INVALID_TOKEN_MESSAGE = "The security token included in the request is invalid.";
export const EXPIRED_TOKEN_MESSAGE = "The security token included in the request is expired";

type Codes = Readonly<Record<SignatureFaultKind, string>>;

/** AWS common errors of the JSON services. */
const JSON_CODES: Codes = {
  missing: "MissingAuthenticationTokenException",
  incomplete: "IncompleteSignatureException",
  "unknown-key": "UnrecognizedClientException",
  mismatch: "InvalidSignatureException",
  "out-of-time": "InvalidSignatureException",
  "token-expired": "ExpiredTokenException",
  "broken-framing": "SerializationException",
};

/** AWS common errors of the Query services (STS and IAM API references). */
const QUERY_CODES: Codes = {
  missing: "MissingAuthenticationToken",
  incomplete: "IncompleteSignature",
  "unknown-key": "InvalidClientTokenId",
  mismatch: "SignatureDoesNotMatch",
  "out-of-time": "SignatureDoesNotMatch",
  "token-expired": "ExpiredToken",
  "broken-framing": "MalformedInput",
};

/** Amazon S3 API reference, error responses. */
const S3_CODES: Codes = {
  missing: "AccessDenied",
  incomplete: "AuthorizationHeaderMalformed",
  "unknown-key": "InvalidAccessKeyId",
  mismatch: "SignatureDoesNotMatch",
  "out-of-time": "RequestTimeTooSkewed",
  "token-expired": "ExpiredToken",
  "broken-framing": "IncompleteBody",
};

const CODES: Readonly<Record<ProtocolName, Codes>> = {
  restJson1: JSON_CODES,
  awsJson1_0: JSON_CODES,
  awsJson1_1: JSON_CODES,
  rpcv2Cbor: JSON_CODES,
  awsQuery: QUERY_CODES,
  ec2Query: QUERY_CODES,
  restXml: S3_CODES,
};

/** The services that are called by JSON-RPC answer 400 where the others answer 403 (DynamoDB guide, error handling). */
function statusOf(fault: SignatureFault, protocol: ProtocolName): number {
  return fault.kind === "broken-framing" || protocol.startsWith("awsJson") ? 400 : 403;
}

/** The error that a service of that protocol answers. */
export function signatureError(fault: SignatureFault, protocol: ProtocolName): AwsError {
  return new AwsError(CODES[protocol][fault.kind], fault.message, { status: statusOf(fault, protocol), cause: fault });
}
