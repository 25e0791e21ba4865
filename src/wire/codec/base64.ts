import { serializationError } from "./serialization-error.ts";

/**
 * Bytes of a base64 text. Node skips what it does not understand, so the length tells whether all was understood.
 * Throws SerializationException.
 */
export function decodeBase64(text: string): Uint8Array {
  const bytes = Buffer.from(text, "base64");
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  if (bytes.length !== Math.floor(((text.length - padding) * 3) / 4))
    throw serializationError("Invalid base64 in a binary member");
  return bytes;
}

export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
