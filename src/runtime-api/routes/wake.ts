import type { Handover } from "../guest-host.ts";
import type { Exchange } from "../http/exchange.ts";
import { READY } from "../replies.ts";
import { awaited } from "./awaited.ts";

/**
 * `GET /hearth/wake`: answered when a function was chosen for a runtime that waits, which has nothing to do with it but to
 * be awake when its assignment comes: that takes as long as making it does.
 */
export function wake(chosen: Handover<void>): Exchange {
  return awaited(chosen, () => READY);
}
