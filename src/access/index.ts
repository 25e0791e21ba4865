export type { Access } from "./access.ts";
export { openAccess } from "./access.ts";
export type { AccessKeys, AccessKeySummary, NewAccessKey } from "./access-keys.ts";
export { InvalidAccessKey } from "./access-keys.ts";
export type { Credential, CredentialOwner } from "./credential.ts";
export type { MintedSession, SessionCredentials, SessionRequest } from "./session-credentials.ts";
