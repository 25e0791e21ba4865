import { isUtf8 } from "node:buffer";
import { explainJsonFault } from "./json-fault.ts";

const EMPTY_OBJECT: Uint8Array = new Uint8Array(Buffer.from("{}"));

/**
 * What is wrong with a payload as JSON, in the words of the service, or undefined when it is right. A right payload is
 * parsed once, by the engine; only a wrong one is read again, to find the place.
 */
export function jsonFault(payload: Uint8Array): string | undefined {
  if (isUtf8(payload)) {
    try {
      JSON.parse(textOf(payload));
      return undefined;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return explainJsonFault(payload);
}

/** The event a guest is given: an empty request body becomes an empty object. */
export function eventOf(payload: Uint8Array | undefined): Uint8Array {
  return payload === undefined || payload.byteLength === 0 ? EMPTY_OBJECT : payload;
}

function textOf(payload: Uint8Array): string {
  return Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("utf8");
}
