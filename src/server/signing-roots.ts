import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { ConfigError } from "./config-error.ts";

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** SHA-256 of each certificate in a PEM file. Throws `ConfigError` when it cannot be read or holds none. */
export async function signingRoots(file: string | undefined): Promise<ReadonlySet<string>> {
  if (file === undefined) return new Set();
  const wrong = (why: string, cause?: unknown): ConfigError =>
    new ConfigError("--signing-roots", `--signing-roots is "${file}", but ${why}`, { cause });
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw wrong("it cannot be read", error);
  });
  const certificates = text.match(PEM) ?? [];
  if (certificates.length === 0) throw wrong("it holds no certificate in PEM");
  return new Set(certificates.map((pem) => fingerprintOf(pem, wrong)));
}

function fingerprintOf(pem: string, wrong: (why: string, cause: unknown) => ConfigError): string {
  try {
    return new X509Certificate(pem).fingerprint256.replaceAll(":", "").toLowerCase();
  } catch (error) {
    throw wrong("a certificate in it cannot be read", error);
  }
}
