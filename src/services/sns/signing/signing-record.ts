import type { Json } from "../../../store/index.ts";

export const SIGNING_KIND = "sns-signing";
/** One for the server, whatever the account and region. */
export const SIGNING_KEY = "key";

/** The key that signs messages, and its certificate; both in PEM. */
export type SigningRecord = {
  readonly form: 1;
  /** Names the certificate in its URL. */
  readonly id: string;
  readonly privateKey: string;
  readonly certificate: string;
};

/** Reads the stored record. Throws when it was written by a Hearth whose form of record this one does not know. */
export function readSigningRecord(value: Json): SigningRecord {
  if (isSigningRecord(value)) return value;
  throw new Error("the signing key of SNS was written by another version of Hearth; start that version instead");
}

function isSigningRecord(value: unknown): value is SigningRecord {
  return typeof value === "object" && value !== null && "form" in value && value.form === 1 && "privateKey" in value;
}
