import { ADMIN_PREFIX } from "./admin/admin-router.ts";
import type { Dispatcher, WireHead } from "../wire/index.ts";

/** One port for Hearth's own routes and for every AWS service. */
export function frontDoor(admin: Dispatcher, aws: Dispatcher): Dispatcher {
  const choose = (head: WireHead): Dispatcher => (head.url.startsWith(ADMIN_PREFIX) ? admin : aws);
  return {
    admit: (head) => choose(head).admit(head),
    dispatch: (head, body, signal) => choose(head).dispatch(head, body, signal),
  };
}
