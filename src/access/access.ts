import type { Clock, Random } from "../base/index.ts";
import type { RecordStore } from "../store/index.ts";
import type { AccessKeys } from "./access-keys.ts";
import { createAccessKeys } from "./access-keys.ts";
import type { Credential } from "./credential.ts";
import type { SessionCredentials } from "./session-credentials.ts";
import { openSessionCredentials } from "./session-credentials.ts";

/** Every credential that requests may be signed with. */
export interface Access {
  readonly accessKeys: AccessKeys;
  readonly sessionCredentials: SessionCredentials;
  /** The credential with this id; temporary ones are found by the token that came with the request. */
  find(accessKeyId: string, sessionToken?: string): Promise<Credential | undefined>;
}

/** Opens both kinds of credentials over one record store. Throws `StoreFullError`. */
export async function openAccess(parts: { records: RecordStore; random: Random; clock: Clock }): Promise<Access> {
  const accessKeys = createAccessKeys(parts);
  const sessionCredentials = await openSessionCredentials(parts);
  return {
    accessKeys,
    sessionCredentials,
    find: async (accessKeyId, sessionToken) =>
      sessionToken === undefined || accessKeyId.startsWith("AKIA")
        ? accessKeys.find(accessKeyId)
        : sessionCredentials.find(accessKeyId, sessionToken),
  };
}
