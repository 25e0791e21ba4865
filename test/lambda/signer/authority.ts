import { generateKeyPairSync, type KeyObject, sign, X509Certificate } from "node:crypto";
import { bits, der, identifier, integer, octets, sequence, set, utf8 } from "./der-writer.ts";

const ECDSA_SHA384 = sequence(identifier("1.2.840.10045.4.3.3"));
const ALWAYS = sequence(der(0x18, Buffer.from("20000101000000Z")), der(0x18, Buffer.from("21000101000000Z")));
const CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

/** A certificate with its key, made for one test and trusted by nobody. */
export interface Identity {
  readonly name: Buffer;
  readonly serial: Buffer;
  readonly key: KeyObject;
  readonly certificate: Buffer;
}

export interface IdentityOptions {
  /** Signs itself when left out. */
  readonly issuer?: Identity;
  readonly authority?: boolean;
  /** What its key may be used for; for code unless said otherwise. */
  readonly purpose?: string;
  readonly curve?: string;
  readonly validity?: Buffer;
}

let serials = 0;

export function makeIdentity(commonName: string, options: IdentityOptions = {}): Identity {
  const { authority = false, purpose = CODE_SIGNING, curve = "P-384", validity = ALWAYS } = options;
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: curve });
  const name = sequence(set(sequence(identifier("2.5.4.3"), utf8(commonName))));
  const serial = integer(++serials);
  const extensions = authority
    ? [extension("2.5.29.19", sequence(der(0x01, Buffer.from([0xff]))))]
    : [extension("2.5.29.37", sequence(identifier(purpose)))];
  const body = sequence(
    der(0xa0, integer(2)),
    serial,
    ECDSA_SHA384,
    options.issuer?.name ?? name,
    validity,
    name,
    publicKey.export({ format: "der", type: "spki" }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign("sha384", body, options.issuer?.key ?? privateKey);
  return { name, serial, key: privateKey, certificate: sequence(body, ECDSA_SHA384, bits(signature)) };
}

function extension(name: string, value: Buffer): Buffer {
  return sequence(identifier(name), octets(value));
}

/** As trusted roots are named. */
export function fingerprintOf({ certificate }: Identity): string {
  return new X509Certificate(certificate).fingerprint256.replaceAll(":", "").toLowerCase();
}
