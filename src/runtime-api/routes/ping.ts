import type { Reply } from "../http/exchange.ts";
import { PONG } from "../replies.ts";

/** `GET /2018-06-01/ping`: whether anybody is there. */
export function ping(): Reply {
  return PONG;
}
