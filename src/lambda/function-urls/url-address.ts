import type { Random } from "../../base/index.ts";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
const ID_LENGTH = 32;
/** The first multiple of the alphabet's size that a byte cannot reach; bytes above it would favour some characters. */
const FAIR_BELOW = 256 - (256 % ALPHABET.length);
/** Names below `localhost` lead to this machine (RFC 6761); an address has no names below it. */
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[.*\])$/;

/** A new id, which nobody can guess from the name of the function. */
export function newUrlId(random: Random): string {
  let id = "";
  while (id.length < ID_LENGTH)
    for (const byte of random.bytes(ID_LENGTH))
      if (byte < FAIR_BELOW && id.length < ID_LENGTH) id += ALPHABET[byte % ALPHABET.length] ?? "";
  return id;
}

/**
 * The URL of a function in the form of the service, below the host under which the client reached us.
 *
 * @param origin e.g. `http://localhost:4566`; an address in it is replaced by `localhost`
 */
export function functionUrl(urlId: string, region: string, origin: string): string {
  const { protocol, hostname, port } = new URL(origin);
  const host = ADDRESS.test(hostname) ? "localhost" : hostname;
  return `${protocol}//${urlId}.lambda-url.${region}.${host}${port === "" ? "" : `:${port}`}/`;
}
