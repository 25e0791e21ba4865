import { createPublicKey, type KeyObject, sign } from "node:crypto";
import { der, identifier, integer, sequence, time } from "./der.ts";

const SHA256_WITH_RSA = sequence(identifier("1.2.840.113549.1.1.11"), der(0x05));
const COMMON_NAME = identifier("2.5.4.3");
const YEAR_MS = 365 * 24 * 60 * 60 * 1000;
/** Long enough that nobody has to renew it: the certificate carries a key, not trust. */
const VALIDITY_YEARS = 30;

/** A certificate that signs itself, in PEM, so that validators of SNS messages find the key where they look for it. */
export function selfSignedCertificate(key: KeyObject, commonName: string, serial: Uint8Array, nowMs: number): string {
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(commonName)))));
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    SHA256_WITH_RSA,
    name,
    // A day earlier, for clocks that are behind.
    sequence(time(nowMs - YEAR_MS / 365), time(nowMs + VALIDITY_YEARS * YEAR_MS)),
    name,
    createPublicKey(key).export({ format: "der", type: "spki" }),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", body, key));
  const base64 = sequence(body, SHA256_WITH_RSA, signature).toString("base64");
  return `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/(.{64})(?!$)/g, "$1\n")}\n-----END CERTIFICATE-----\n`;
}
