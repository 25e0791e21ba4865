import type { Scope } from "../../../base/index.ts";
import { sqsError } from "../sqs-error.ts";

/** The address under which the client that asks reaches a queue. */
export function queueUrl(origin: string, { accountId }: Pick<Scope, "accountId">, name: string): string {
  return `${origin}/${accountId}/${name}`;
}

const PATH = /^\/(\d{12})\/([^/]+)\/?$/;

/** Account and name that a URL says, whatever its host. Throws `InvalidAddress`. */
export function readQueueUrl(url: string): { readonly accountId: string; readonly name: string } {
  const path = url.startsWith("/") ? url : URL.canParse(url) ? new URL(url).pathname : "";
  const [, accountId, name] = PATH.exec(path) ?? [];
  if (accountId === undefined || name === undefined) throw sqsError("invalid-address", { address: url });
  return { accountId, name };
}
