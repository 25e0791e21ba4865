import type { Json, RecordChange } from "../../store/index.ts";

/** The URL of a function (`$LATEST`) or alias, by `belongingKey`. */
export const FUNCTION_URL_KIND = "function-url";
/** Whose URL it is, by URL id, so that a request for the URL finds its function at once. */
export const FUNCTION_URL_ID_KIND = "function-url-id";

// Stored shapes are type aliases and not interfaces, since only aliases are assignable to Json.

/** Every list is null, like the rest, when it was not given. */
export type UrlCors = {
  readonly allowCredentials: boolean | null;
  readonly allowHeaders: readonly string[] | null;
  readonly allowMethods: readonly string[] | null;
  readonly allowOrigins: readonly string[] | null;
  readonly exposeHeaders: readonly string[] | null;
  readonly maxAgeS: number | null;
};

export type FunctionUrlRecord = {
  readonly form: 1;
  /** 32 lower-case letters and digits; the first label of the host name. */
  readonly urlId: string;
  readonly authType: "NONE" | "AWS_IAM";
  readonly invokeMode: "BUFFERED" | "RESPONSE_STREAM";
  readonly cors: UrlCors | null;
  readonly createdMs: number;
  readonly modifiedMs: number;
};

export type FunctionUrlOwner = {
  readonly functionKey: string;
  /** `$LATEST` or the name of an alias. */
  readonly qualifier: string;
};

/** Reads a stored record. Throws when it was written by a Hearth whose form of record this one does not know. */
export function readFunctionUrl(key: string, value: Json): FunctionUrlRecord {
  if (isFunctionUrl(value)) return value;
  throw new Error(`the URL of ${key} was written by another version of Hearth; start that version instead`);
}

/** What goes with the record of a URL that is deleted together with its function or alias. */
export function urlDeletions(key: string, value: Json): readonly RecordChange[] {
  return [{ op: "delete", kind: FUNCTION_URL_ID_KIND, key: readFunctionUrl(key, value).urlId }];
}

function isFunctionUrl(value: unknown): value is FunctionUrlRecord {
  return typeof value === "object" && value !== null && "form" in value && value.form === 1 && "urlId" in value;
}
