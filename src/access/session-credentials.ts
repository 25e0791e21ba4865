import type { Clock, Random } from "../base/index.ts";
import type { RecordStore } from "../store/index.ts";
import type { Credential } from "./credential.ts";
import { idOf, randomId, randomSecret } from "./identifiers.ts";
import { serverKey } from "./server-key.ts";
import { openToken, sealToken } from "./session-token.ts";

const NONCE_BYTES = 12;

export interface SessionRequest {
  readonly accountId: string;
  readonly roleArn: string;
  /** For an execution environment: the function's name. */
  readonly sessionName: string;
  readonly durationMs: number;
}

export interface MintedSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAtMs: number;
}

/**
 * Temporary credentials of assumed roles. All that is known of a session is sealed inside its token, so any number of
 * them costs the store nothing, and they outlive a restart.
 */
export interface SessionCredentials {
  mint(request: SessionRequest): MintedSession;
  /** Undefined unless the token was minted here for this access key id and has not expired. */
  find(accessKeyId: string, sessionToken: string): Credential | undefined;
}

/** Reads the key that seals the tokens from the store, or makes it. Throws `StoreFullError`. */
export async function openSessionCredentials(parts: {
  records: RecordStore;
  random: Random;
  clock: Clock;
}): Promise<SessionCredentials> {
  const key = await serverKey(parts.records, parts.random, "session-tokens");
  return new SealedSessions(key, parts.random, parts.clock);
}

class SealedSessions implements SessionCredentials {
  readonly #key: Uint8Array;
  readonly #random: Random;
  readonly #clock: Clock;

  constructor(key: Uint8Array, random: Random, clock: Clock) {
    this.#key = key;
    this.#random = random;
    this.#clock = clock;
  }

  mint({ accountId, roleArn, sessionName, durationMs }: SessionRequest): MintedSession {
    const accessKeyId = randomId("ASIA", this.#random);
    const secretAccessKey = randomSecret(this.#random);
    const expiresAtMs = this.#clock.nowMs() + durationMs;
    const claims = { accountId, roleArn, sessionName, secretAccessKey, expiresAtMs };
    const sessionToken = sealToken(this.#key, this.#random.bytes(NONCE_BYTES), accessKeyId, claims);
    return { accessKeyId, secretAccessKey, sessionToken, expiresAtMs };
  }

  find(accessKeyId: string, sessionToken: string): Credential | undefined {
    const claims = openToken(this.#key, accessKeyId, sessionToken);
    if (claims === undefined || claims.expiresAtMs <= this.#clock.nowMs()) return undefined;
    const { accountId, roleArn, sessionName, secretAccessKey } = claims;
    // The ARN of a session leaves out the path of the role (IAM User Guide, "IAM identifiers").
    const roleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
    const arn = `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`;
    const userId = `${idOf("AROA", roleArn)}:${sessionName}`;
    return { secretAccessKey, sessionToken, caller: { accountId, arn, userId, accessKeyId } };
  }
}
