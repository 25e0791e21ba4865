import type { WireHead } from "../dispatcher.ts";

/** What a request claims of itself; nothing of it is verified here. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

const CREDENTIAL = /Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]{1,64})\/([a-zA-Z0-9-]{1,64})\/aws4_request/;
const QUERY_CREDENTIAL =
  /(?:^|&)X-Amz-Credential=([^/&%]+)(?:\/|%2F)\d{8}(?:\/|%2F)([a-z0-9-]{1,64})(?:\/|%2F)([a-zA-Z0-9-]{1,64})(?:\/|%2F)aws4_request(?:&|$)/i;

/** The credential scope of a Signature Version 4, in the Authorization header or the query; undefined without one. */
export function credentialScope(head: WireHead): CredentialScope | undefined {
  const { authorization } = head.headers;
  const query = head.url.indexOf("?");
  const match =
    authorization === undefined
      ? query < 0
        ? null
        : QUERY_CREDENTIAL.exec(head.url.slice(query + 1))
      : CREDENTIAL.exec(authorization);
  const [, accessKeyId, region, service] = match ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined) return undefined;
  return { accessKeyId, region, service };
}
