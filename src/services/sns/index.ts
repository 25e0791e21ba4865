export { CERTIFICATE_PATH } from "./delivery/envelope.ts";
export type { EndpointRequest, HttpEndpoints } from "./delivery/http-endpoint.ts";
export { EndpointUnreachable } from "./delivery/http-endpoint.ts";
export type { SnsServiceOptions } from "./sns-options.ts";
export type { SnsService } from "./sns-service.ts";
export { createSnsService } from "./sns-service.ts";
