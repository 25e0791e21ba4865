import type { Clock, Scope } from "../base/index.ts";
import type { Authentication, WireHead } from "./dispatcher.ts";
import type { Caller } from "./operation.ts";
import type { Resolution } from "./routing/resolver.ts";
import { isAwsChunked, unframe } from "./signature/aws-chunked.ts";
import type { UnframedBody } from "./signature/aws-chunked.ts";
import { claimedSignature } from "./signature/claimed-signature.ts";
import { INVALID_TOKEN_MESSAGE, SignatureFault } from "./signature/signature-fault.ts";
import { SigningKeys } from "./signature/signing-key.ts";
import type { VerifiedSignature } from "./signature/verifier.ts";
import { verifySignature } from "./signature/verifier.ts";

/** Who sent a request and what is left to read of it. */
export interface Authenticated extends UnframedBody {
  readonly caller: Caller;
  readonly scope: Scope;
}

type Enforced = Extract<Authentication, { mode: "sigv4" }>;
type Lenient = Extract<Authentication, { mode: "off" }>;

const ACCOUNT = /^\d{12}$/;
const REGION = /^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/;
const NO_TRAILERS = {};
/** Who opens a link; nothing belongs to them. */
const ANONYMOUS: Caller = { accountId: "anonymous", arn: "anonymous", userId: "anonymous", accessKeyId: undefined };
const NOWHERE: Scope = { accountId: "anonymous", region: "" };

function rootOf(accountId: string, accessKeyId: string | undefined): Caller {
  return { accountId, arn: `arn:aws:iam::${accountId}:root`, userId: accountId, accessKeyId };
}

function unframed(head: WireHead, body: Uint8Array, verified: VerifiedSignature | undefined): UnframedBody {
  return isAwsChunked(head) ? unframe(head, body, verified) : { body, trailers: NO_TRAILERS };
}

/** Tells whose a request is, by its signature or, when signatures are not enforced, by what it says. */
export class Authenticator {
  readonly #authentication: Authentication;
  readonly #clock: Clock;
  readonly #keys = new SigningKeys();

  constructor(authentication: Authentication, clock: Clock) {
    this.#authentication = authentication;
    this.#clock = clock;
  }

  /** Throws SignatureFault. */
  authenticate(head: WireHead, body: Uint8Array, resolution: Resolution): Authenticated | Promise<Authenticated> {
    const authentication = this.#authentication;
    const { service, operation, scope } = resolution;
    if (authentication.mode === "sigv4" && scope === undefined && service.unsigned.has(operation?.name ?? ""))
      return { ...unframed(head, body, undefined), caller: ANONYMOUS, scope: NOWHERE };
    return authentication.mode === "off"
      ? believe(authentication, head, body, resolution)
      : this.#verify(authentication, head, body, resolution);
  }

  async #verify(
    authentication: Enforced,
    head: WireHead,
    body: Uint8Array,
    { service }: Resolution,
  ): Promise<Authenticated> {
    const claimed = claimedSignature(head);
    if (claimed.service !== service.model.service)
      throw new SignatureFault(
        "mismatch",
        `Credential should be scoped to correct service: '${service.model.service}'.`,
      );
    if (!REGION.test(claimed.region))
      throw new SignatureFault("mismatch", "Credential should be scoped to a valid region.");
    const credential = await authentication.find(claimed.accessKeyId, claimed.sessionToken);
    if (credential === undefined) throw new SignatureFault("unknown-key", INVALID_TOKEN_MESSAGE);
    const verified = verifySignature(this.#keys, head, body, claimed, credential, this.#clock.nowMs());
    const { caller } = credential;
    const scope = { accountId: caller.accountId, region: claimed.region };
    return { ...unframed(head, body, verified), caller, scope };
  }
}

function believe(authentication: Lenient, head: WireHead, body: Uint8Array, { scope }: Resolution): Authenticated {
  const accessKeyId = scope?.accessKeyId;
  const accountId =
    accessKeyId !== undefined && ACCOUNT.test(accessKeyId) ? accessKeyId : authentication.defaultAccountId;
  const region = scope !== undefined && REGION.test(scope.region) ? scope.region : authentication.defaultRegion;
  return {
    ...unframed(head, body, undefined),
    caller: rootOf(accountId, accessKeyId),
    scope: { accountId, region },
  };
}
