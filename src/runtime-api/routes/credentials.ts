import type { GuestCredentialSource } from "../guest-host.ts";
import type { Reply, RequestHead } from "../http/exchange.ts";
import { isSameText } from "../same-text.ts";

const TEXT: Reply["headers"] = [["Content-Type", "text/plain; charset=utf-8"]];
/** To whoever does not have the token; AWS's own words. */
const REFUSED: Reply = {
  status: 404,
  headers: [...TEXT, ["X-Content-Type-Options", "nosniff"]],
  body: Buffer.from("cannot get credentials for the provided token\n"),
};

/**
 * `GET /2021-04-23/credentials`: credentials of the execution role for functions that have them in no variable, in the
 * form of container credentials (AWS SDKs and Tools, "Container credential provider"). The token, as it is, is the
 * value of the header `Authorization`. Headers and refusal are those of AWS's own emulator.
 */
export function credentials(source: GuestCredentialSource, { headers }: RequestHead): Reply {
  if (!isSameText(headers.get("authorization") ?? "", source.token)) return REFUSED;
  const { accessKeyId, secretAccessKey, sessionToken, expiresAtMs } = source.current();
  const answer = {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: new Date(expiresAtMs).toISOString().replace(/\.\d+Z$/, "Z"),
  };
  return { status: 200, headers: TEXT, body: Buffer.from(JSON.stringify(answer)) };
}
