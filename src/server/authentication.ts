import type { Access } from "../access/index.ts";
import type { InvokerOptions } from "../invoke/index.ts";
import type { Authentication } from "../wire/index.ts";
import type { ServerConfig } from "./config.ts";

/** As on AWS. Environments end earlier, even those that are never idle (`LIFETIME_MS` of the invoker). */
const ROLE_SESSION_MS = 12 * 3_600_000;

/** How requests are trusted. */
export function authenticationOf({ auth, accountId, region }: ServerConfig, access: Access): Authentication {
  return auth === "sigv4"
    ? { mode: "sigv4", find: (accessKeyId, sessionToken) => access.find(accessKeyId, sessionToken) }
    : { mode: "off", defaultAccountId: accountId, defaultRegion: region };
}

/** Credentials of the execution role, for the environment of a function. */
export function roleCredentials(access: Access): InvokerOptions["credentials"] {
  return ({ scope, roleArn, functionName }) =>
    access.sessionCredentials.mint({
      accountId: scope.accountId,
      roleArn,
      sessionName: functionName,
      durationMs: ROLE_SESSION_MS,
    });
}
