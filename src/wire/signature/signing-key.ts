import { hmac } from "./sha256.ts";

/** How many derived keys are kept: one per credential, day, region and service. */
const KEYS_MAX = 2_000;

/** Derives signing keys (AWS IAM guide, "Derive a signing key") and keeps them, as four HMACs per request add up. */
export class SigningKeys {
  readonly #keys = new Map<string, Uint8Array>();

  derive(secretAccessKey: string, day: string, region: string, service: string): Uint8Array {
    const id = `${day}/${region}/${service}/${secretAccessKey}`;
    const known = this.#keys.get(id);
    if (known !== undefined) return known;
    const key = hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, day), region), service), "aws4_request");
    if (this.#keys.size >= KEYS_MAX) this.#keys.clear();
    this.#keys.set(id, key);
    return key;
  }
}
