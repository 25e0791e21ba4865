import { ObjectSourceError } from "../../lambda/index.ts";

/** What S3 answered instead of an object. */
export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Codes for answers without a body, as of stores that send none. */
const CODES: Readonly<Record<number, string>> = {
  301: "PermanentRedirect",
  307: "TemporaryRedirect",
  403: "AccessDenied",
  404: "NoSuchKey",
};

/** The error in the words of S3, but for a bucket in another region, of which Lambda speaks in its own. */
export function s3Error({ status, headers, body }: S3Answer): ObjectSourceError {
  const code = elementOf(body, "Code") ?? CODES[status];
  if (code === undefined)
    return new ObjectSourceError("unreachable", "Unreadable", `S3 answered with status ${status} and no error`);
  const region = headers["x-amz-bucket-region"] ?? elementOf(body, "Region");
  if (code === "PermanentRedirect" && typeof region === "string")
    return new ObjectSourceError(
      "refused",
      code,
      `The bucket is in this region: ${region}. Please use this region to retry the request`,
    );
  return new ObjectSourceError("refused", code, elementOf(body, "Message") ?? "");
}

/** The text of the first element of this name. */
function elementOf(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text?.replaceAll(/&(\w+);/g, (whole, entity: string) => ENTITIES[entity] ?? whole);
}
