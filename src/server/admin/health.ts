import { type AdminRoute, json } from "./admin-route.ts";

/** Whether the server takes requests. Open to all: it tells nothing. */
export function healthRoute(): AdminRoute {
  return {
    method: "GET",
    path: "/_hearth/health",
    guarded: false,
    answer: () => Promise.resolve(json({ status: "ok" })),
  };
}
