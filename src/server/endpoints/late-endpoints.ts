import type { Clock } from "../../base/index.ts";
import type { HttpEndpoints } from "../../services/sns/index.ts";

/** `httpEndpoints`, loaded for the first message. */
export function lateEndpoints(clock: Clock): HttpEndpoints {
  let loading: Promise<HttpEndpoints> | undefined;
  const load = async (): Promise<HttpEndpoints> => (await import("./http-endpoints.ts")).httpEndpoints(clock);
  return { post: async (request) => (await (loading ??= load())).post(request) };
}
