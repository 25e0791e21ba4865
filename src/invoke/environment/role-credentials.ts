import type { Clock } from "../../base/index.ts";
import type { GuestCredentialSource, RoleCredentials } from "../../runtime-api/index.ts";

/** SDKs ask again up to 15 minutes before the end (botocore's advisory refresh), and are to be given new ones then. */
const LEFT_MS_MIN = 30 * 60_000;

/** Keeps credentials for whoever asks with the token, and has new ones made before they end. */
export function credentialSource(
  token: string,
  mint: () => RoleCredentials,
  clock: Pick<Clock, "nowMs">,
): GuestCredentialSource {
  let known: RoleCredentials | undefined;
  const current = (): RoleCredentials => {
    if (known === undefined || known.expiresAtMs - clock.nowMs() < LEFT_MS_MIN) known = mint();
    return known;
  };
  return { token, current };
}
