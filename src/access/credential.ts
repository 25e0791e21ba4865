/** Who a credential belongs to. */
export interface CredentialOwner {
  readonly accountId: string;
  readonly arn: string;
  readonly userId: string;
  readonly accessKeyId: string;
}

/** A secret and whose it is; the same shape that the wire room verifies signatures with. */
export interface Credential {
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  readonly caller: CredentialOwner;
}
