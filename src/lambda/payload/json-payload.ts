import { isUtf8 } from "node:buffer";
import { explainJsonFault } from "./json-fault.ts";
import { isJson } from "./json-scan.ts";

const EMPTY_OBJECT: Uint8Array = new Uint8Array(Buffer.from("{}"));

/** Up to here parsing is the quickest way to find out; beyond it what it leaves behind is what takes time. */
const PARSED_BYTES_MAX = 65_536;

/**
 * What is wrong with a payload as JSON, in the words of the service, or undefined when it is right. Only a wrong payload
 * is read again, to find the place.
 */
export function jsonFault(payload: Uint8Array): string | undefined {
  const isSound = isUtf8(payload) && (payload.byteLength > PARSED_BYTES_MAX ? isJson(payload) : canBeParsed(payload));
  return isSound ? undefined : explainJsonFault(payload);
}

function canBeParsed(payload: Uint8Array): boolean {
  try {
    JSON.parse(textOf(payload));
    return true;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return false;
  }
}

/** The event a guest is given: an empty request body becomes an empty object. */
export function eventOf(payload: Uint8Array | undefined): Uint8Array {
  return payload === undefined || payload.byteLength === 0 ? EMPTY_OBJECT : payload;
}

function textOf(payload: Uint8Array): string {
  return Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("utf8");
}
