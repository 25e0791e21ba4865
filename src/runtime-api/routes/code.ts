import type { Handover } from "../guest-host.ts";
import type { Exchange } from "../http/exchange.ts";
import { READY } from "../replies.ts";
import { awaited } from "./awaited.ts";

/** `GET /hearth/code`: a runtime that has its assignment waits until the folders of its function are mounted. */
export function code(mounted: Handover<void>): Exchange {
  return awaited(mounted, () => READY);
}
