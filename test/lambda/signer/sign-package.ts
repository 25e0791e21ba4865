import { createHash, sign } from "node:crypto";
import { type ForgedEntry, forgedZip } from "../../system/forged-zip.ts";
import { type Identity, makeIdentity } from "./authority.ts";
import { der, identifier, integer, octets, sequence, set, time, utf8 } from "./der-writer.ts";

export const PROFILE = "arn:aws:signer:eu-west-1:000000000000:/signing-profiles/mine/0123456789";
export const JOB = "arn:aws:signer:eu-west-1:000000000000:/signing-jobs/5f0cf1c1-8a1f-4d0c-9c3b-0d7f2f1f6a11";

const DATA = identifier("1.2.840.113549.1.7.1");
const SHA384 = sequence(identifier("2.16.840.1.101.3.4.2.2"));
const ECDSA_SHA384 = sequence(identifier("1.2.840.10045.4.3.3"));

/** Signs as AWS Signer does: root, two authorities and the signer. */
export interface Signer {
  readonly root: Identity;
  readonly leaf: Identity;
  readonly chain: readonly Identity[];
}

export function makeSigner(leafOptions: Parameters<typeof makeIdentity>[1] = {}): Signer {
  const root = makeIdentity("root", { authority: true });
  const parent = makeIdentity("parent", { authority: true, issuer: root });
  const regional = makeIdentity("regional", { authority: true, issuer: parent });
  const leaf = makeIdentity("leaf", { issuer: regional, ...leafOptions });
  return { root, leaf, chain: [root, parent, regional, leaf] };
}

export interface Claims {
  readonly signedMs: number;
  readonly expiresMs: number;
  readonly profile?: string;
}

/** The entries of a package with a signature over them. */
export function signedEntries(entries: readonly ForgedEntry[], signer: Signer, claims: Claims): readonly ForgedEntry[] {
  const all = [...entries, { name: "META_INF/", mode: 0o040755 }];
  const inner = createHash("sha384");
  for (const { name, content = "" } of all) inner.update(name).update(content);
  const digest = createHash("sha384").update(inner.digest()).digest();
  const pem = signature(digest, signer, claims).toString("base64");
  const content = `-----BEGIN PKCS7-----\n${pem}\n-----END PKCS7-----\n`;
  return [...all, { name: "META_INF/aws_signer_signature_v1.0.SF", content }];
}

export function signedZip(entries: readonly ForgedEntry[], signer: Signer, claims: Claims): Buffer {
  return forgedZip(signedEntries(entries, signer, claims));
}

function signature(digest: Buffer, { leaf, root, chain }: Signer, claims: Claims): Buffer {
  const attributes = [
    attribute("1.2.840.113549.1.9.3", DATA),
    attribute("1.2.840.113549.1.9.4", octets(digest)),
    attribute("1.2.840.113549.1.9.5", time(claims.signedMs)),
    attribute("1.3.187.137.1.3", time(claims.expiresMs)),
    attribute("1.3.187.137.1.2", utf8(JOB)),
    attribute("1.3.187.137.1.4", utf8(claims.profile ?? PROFILE)),
  ].toSorted((a, b) => Buffer.compare(a, b));
  const issuer = chain[chain.indexOf(leaf) - 1] ?? root;
  const signer = sequence(
    integer(1),
    sequence(issuer.name, leaf.serial),
    SHA384,
    der(0xa0, ...attributes),
    ECDSA_SHA384,
    octets(sign("sha384", set(...attributes), leaf.key)),
  );
  const certificates = chain.map(({ certificate }) => certificate);
  const signed = sequence(integer(1), set(SHA384), sequence(DATA), der(0xa0, ...certificates), set(signer));
  return open(0x30, identifier("1.2.840.113549.1.7.2"), open(0xa0, signed));
}

function attribute(name: string, value: Buffer): Buffer {
  return sequence(identifier(name), set(value));
}

/** The outermost lengths are left open, as AWS Signer leaves them. */
function open(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.from([tag, 0x80]), ...parts, Buffer.from([0, 0])]);
}
